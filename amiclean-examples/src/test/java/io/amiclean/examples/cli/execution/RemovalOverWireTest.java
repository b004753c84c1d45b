package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is called to remove images and snapshots, and what becomes of the answers. */
@Tag("slow")
class RemovalOverWireTest {

  @TempDir private Path folder;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void chooseFile() {
    result = folder.resolve("result.json");
  }

  @Test
  void removesAnImageAndItsSnapshotsInOneCall() {
    aws.image(1).device("/dev/xvdb", snap(2), 8);

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.changes()).containsExactly("DeregisterImage " + ami(1) + " with snapshots");
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void removesAnImageWithoutSnapshots() {
    aws.imageWithoutSnapshot(1).ephemeralDevice("/dev/sdb");

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void keepsASnapshotWhileAnotherImageIsOnIt() {
    aws.image(1).device("/dev/xvdb", snap(9), 8);
    aws.image(2).device("/dev/xvdb", snap(9), 8);

    CommandLineRun run = aws.run("", "-f", "--keep-previous", "1", "--now", OverWire.NOW);

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
    assertThat(aws.state().snapshotIds()).containsExactlyInAnyOrder(snap(2), snap(9));
    assertThat(aws.changes())
        .containsExactly("DeleteSnapshot " + snap(1), "DeregisterImage " + ami(1));
  }

  @Test
  void removesASharedSnapshotWithTheLastOfItsImages() {
    aws.image(1).device("/dev/xvdb", snap(9), 8);
    aws.image(2).device("/dev/xvdb", snap(9), 8);

    assertThat(aws.removeAll("--result-out", result.toString()).status()).isZero();

    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void namesASharedSnapshotOnceInTheResult() throws IOException {
    aws.image(1).device("/dev/xvdb", snap(9), 8);
    aws.image(2).device("/dev/xvdb", snap(9), 8);

    aws.removeAll("--result-out", result.toString());

    assertThat(outcomes())
        .extracting(outcome -> outcome.resource().value(), ActionOutcome::outcome)
        .containsExactlyInAnyOrder(
            tuple(ami(1), Outcome.SUCCEEDED),
            tuple(ami(2), Outcome.SUCCEEDED),
            tuple(snap(1), Outcome.SUCCEEDED),
            tuple(snap(2), Outcome.SUCCEEDED),
            tuple(snap(9), Outcome.SUCCEEDED));
  }

  @Test
  void keepsThePlanWhereSnapshotsOfRemovedImagesAreLeft() {
    aws.images(2);
    aws.state().snapshot(snap(2)).returnCode("internal-error");
    aws.endpoint().failAlways("DeleteSnapshot", 403, "UnauthorizedOperation", "Denied.");

    CommandLineRun run = aws.removeAll("--result-out", result.toString(), "--quiet");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .contains(snap(2) + ": failed, UnauthorizedOperation")
        .contains("Snapshots of AMIs that are gone were not deleted: 1. To try these again:");
    aws.endpoint().heal();
    CommandLineRun again = CommandLineRun.pasted("", run.lastCommand());
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void keepsASnapshotThatADisabledImageIsOn() {
    aws.image(1);
    aws.imageWithoutSnapshot(2).state("disabled").device("/dev/xvda", snap(1), 8);

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.changes()).containsExactly("DeregisterImage " + ami(1));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(1));
  }

  @Test
  void deletesExactlyTheUnprotectedSnapshotsOfAnImage() {
    aws.image(1).device("/dev/xvdb", snap(2), 8).device("/dev/xvdc", snap(3), 8);
    aws.state().snapshot(snap(2)).tag("keep", "yes");

    CommandLineRun run = aws.removeAll("--tag-exclude", "keep");

    assertThat(run.status()).isZero();
    assertThat(aws.changes())
        .containsExactly(
            "DeleteSnapshot " + snap(1), "DeleteSnapshot " + snap(3), "DeregisterImage " + ami(1));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @ParameterizedTest
  @CsvSource({"400, OperationNotPermitted", "500, InternalError", "503, Unavailable"})
  void goesOnAfterAnImageThatCannotBeDeregistered(int status, String code) {
    aws.images(20);
    refuse(ami(7), status, code);

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).isEqualTo(3);
    assertThat(aws.state().imageIds()).containsExactly(ami(7));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(7));
  }

  @Test
  void keepsASharedSnapshotIfOneOfItsImagesCannotBeDeregistered() throws IOException {
    aws.image(1).device("/dev/xvdb", snap(9), 8);
    aws.image(2).device("/dev/xvdb", snap(9), 8);
    refuse(ami(1), 400, "OperationNotPermitted");

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(aws.state().snapshotIds()).containsExactlyInAnyOrder(snap(1), snap(9));
    assertThatOutcomes().contains(tuple(snap(9), Outcome.SKIPPED, "image-not-removed"));
  }

  @ParameterizedTest
  @CsvSource({"400, OperationNotPermitted", "403, UnauthorizedOperation"})
  void saysInTheResultWhichImageStaysAndWhy(int status, String code) throws IOException {
    aws.images(3);
    refuse(ami(2), status, code);

    aws.removeAll("--result-out", result.toString());

    ExecutionResult executed = ResultJson.read(Files.readString(result));
    assertThat(executed.outcomes())
        .filteredOn(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
        .extracting(
            outcome -> outcome.resource().value(), ActionOutcome::outcome, ActionOutcome::code)
        .containsExactly(
            tuple(ami(2), Outcome.FAILED, code),
            tuple(snap(2), Outcome.SKIPPED, "image-not-removed"));
    assertThat(executed.outcomes())
        .extracting(ActionOutcome::message)
        .contains("No, not image " + ami(2));
    assertThat(executed.counts())
        .containsEntry(Outcome.SUCCEEDED, 4)
        .containsEntry(Outcome.FAILED, 1)
        .containsEntry(Outcome.SKIPPED, 1);
  }

  @Test
  void doesNotCallASnapshotDeletedThatStays() {
    aws.image(1);
    aws.state().snapshot(snap(1)).returnCode("client-error");

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .contains(ami(1) + " (web-1): deregistered\n  " + snap(1) + ": failed, client-error: ")
        .doesNotContain("deleted");
  }

  @ParameterizedTest
  @CsvSource({"missing-permissions, FAILED", "client-error, FAILED", "some-new-word, FAILED"})
  void reportsWhyASnapshotDidNotGoWithItsImage(String code, Outcome outcome) throws IOException {
    aws.image(1).device("/dev/xvdb", snap(2), 8);
    aws.state().snapshot(snap(2)).returnCode(code);

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThatOutcomes()
        .containsExactly(
            tuple(ami(1), Outcome.SUCCEEDED, "deregistered"),
            tuple(snap(1), Outcome.SUCCEEDED, "deleted"),
            tuple(snap(2), outcome, code));
  }

  @ParameterizedTest
  @CsvSource({"skipped", "internal-error"})
  void deletesByItselfWhatEc2LeftForNoReasonOfTheSnapshot(String code) throws IOException {
    aws.image(1);
    aws.state().snapshot(snap(1)).returnCode(code);

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(aws.changes())
        .containsExactly(
            "DeleteSnapshot " + snap(1), "DeregisterImage " + ami(1) + " with snapshots");
    assertThatOutcomes()
        .containsExactly(
            tuple(ami(1), Outcome.SUCCEEDED, "deregistered"),
            tuple(snap(1), Outcome.SUCCEEDED, "deleted"));
  }

  @Test
  void reportsTheErrorOfTheSecondTry() throws IOException {
    aws.image(1);
    aws.state().snapshot(snap(1)).returnCode("internal-error");
    aws.endpoint().failAlways("DeleteSnapshot", 400, "OperationNotPermitted", "No, not this one");

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isEqualTo(3);
    assertThatOutcomes()
        .containsExactly(
            tuple(ami(1), Outcome.SUCCEEDED, "deregistered"),
            tuple(snap(1), Outcome.FAILED, "OperationNotPermitted"));
  }

  @Test
  void doesNotRepeatADeregistrationWhoseAnswerWasLost() throws IOException {
    aws.image(1);
    aws.endpoint().cutAfter("DeregisterImage", 1);

    CommandLineRun run = aws.removeAll("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(aws.endpoint().count("DeregisterImage")).isEqualTo(1);
    assertThat(aws.state().snapshotIds()).isEmpty();
    assertThat(outcomes())
        .extracting(ActionOutcome::outcome)
        .containsExactly(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
  }

  @Test
  void outlastsThrottling() {
    aws.images(2);
    aws.endpoint()
        .failFirst("DeregisterImage", 2, 503, "RequestLimitExceeded", "Request limit exceeded.");

    assertThat(aws.removeAll().status()).isZero();

    assertThat(aws.state().imageIds()).isEmpty();
  }

  private void refuse(String imageId, int status, String code) {
    aws.endpoint()
        .failWhen(
            "DeregisterImage",
            request -> request.parameter("ImageId").filter(imageId::equals).isPresent(),
            status,
            code,
            "No, not image " + imageId);
  }

  private List<ActionOutcome> outcomes() throws IOException {
    return ResultJson.read(Files.readString(result)).outcomes();
  }

  private AbstractListAssert<?, ?, Tuple, ObjectAssert<Tuple>> assertThatOutcomes()
      throws IOException {
    return assertThat(outcomes())
        .extracting(
            outcome -> outcome.resource().value(), ActionOutcome::outcome, ActionOutcome::code);
  }
}
