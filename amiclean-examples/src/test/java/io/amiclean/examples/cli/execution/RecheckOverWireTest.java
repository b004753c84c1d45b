package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.cli.account.EvidenceOverWireTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an execution reads again, and looks up, while it goes on. */
@Tag("slow")
class RecheckOverWireTest {

  /** After how many removals the account is re-checked. */
  private static final int REMOVALS = 500;

  @TempDir private Path folder;
  private Path plan;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void chooseFiles() {
    plan = folder.resolve("plan.json");
    result = folder.resolve("result.json");
  }

  static List<String> reads() {
    return EvidenceOverWireTest.reads();
  }

  private void planEverything() {
    EvidenceOverWireTest.describe(aws);
    CommandLineRun run = aws.planAll(plan, "--ssm-path", "/text");
    assertThat(run.status()).as(run.err()).isZero();
    aws.endpoint().clearRequests();
  }

  @ParameterizedTest
  @MethodSource("reads")
  void isRefusedWhereAnythingIsDeniedSinceThePlan(String permission) {
    planEverything();
    aws.state().deny(permission);

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(permission + " is denied");
    assertThat(aws.changes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ec2:DescribeImages",
        "ec2:DescribeInstances",
        "ec2:DescribeImageReferences",
        "ec2:DescribeImageAttribute",
        "sts:GetCallerIdentity"
      })
  void isRefusedWhereAnAnswerIsCutOff(String permission) {
    planEverything();
    aws.endpoint().halfPage(permission.substring(4), 1);

    assertRefused(apply(), permission + " could not be called");
  }

  @Test
  void isRefusedForAnUnknownAccount() {
    planEverything();
    aws.endpoint().failAlways("GetCallerIdentity", 403, "AccessDenied", "No, not you.");

    assertRefused(apply(), "sts:GetCallerIdentity is denied");
  }

  @Test
  void isRefusedWhereNewEvidenceCannotBeReadAfterTheQuestion() {
    aws.images(2);
    aws.endpoint()
        .failWhen(
            "DescribeInstances",
            request -> aws.endpoint().count("DescribeInstances") > 1,
            403,
            "UnauthorizedOperation",
            "Not any more.");

    CommandLineRun run = aws.run("y\n", "--keep-previous", "0", "--now", OverWire.NOW);

    assertRefused(run, "ec2:DescribeInstances is denied");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DescribeImages", "DescribeInstances", "DescribeImageReferences"})
  void removesNothingMoreWhereTheAccountCannotBeReadOnTheWay(String action) throws IOException {
    planMany();
    aws.endpoint()
        .failWhen(action, request -> hasBegun(), 403, "UnauthorizedOperation", "Not any more.");

    CommandLineRun run = apply();

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
        .hasSize(aws.state().imageIds().size())
        .isNotEmpty()
        .allSatisfy(
            outcome -> {
              assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
              assertThat(outcome.code()).isEqualTo("recheck-failed");
              assertThat(outcome.message()).contains("ec2:" + action + " is denied");
              assertThat(aws.state().imageIds()).contains(outcome.resource().value());
            });
  }

  @Test
  void saysInWordsThatNothingMoreIsRemoved() throws IOException {
    planMany();
    aws.endpoint()
        .failWhen("DescribeInstances", request -> hasBegun(), 403, "UnauthorizedOperation", "No.");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      assertThat(apply().status()).isEqualTo(3);
    } finally {
      System.setErr(err);
    }

    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("nothing more is removed: ec2:DescribeInstances is denied")
        .hasLineCount(1);
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() == Outcome.FAILED)
        .extracting(ActionOutcome::message)
        .isNotEmpty()
        .noneMatch(message -> message.contains("Exception"));
  }

  @Test
  void skipsWhatGotAUserOnTheWay() throws IOException {
    planMany();
    aws.endpoint()
        .failWhen(
            "DescribeInstances",
            request -> {
              if (hasBegun()) {
                aws.state()
                    .imageIds()
                    .forEach(id -> aws.state().instance("i-" + id.substring(4)).image(id));
              }
              return false;
            },
            400,
            "",
            "");

    CommandLineRun run = apply();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(outcomes())
        .filteredOn(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
        .hasSize(aws.state().imageIds().size())
        .isNotEmpty()
        .extracting(ActionOutcome::outcome, ActionOutcome::code)
        .containsOnly(tuple(Outcome.SKIPPED, "became-in-use"));
  }

  private void planMany() {
    for (int number = 1; number <= REMOVALS + 2; number++) {
      aws.imageWithoutSnapshot(number);
    }
    assertThat(aws.planAll(plan).status()).isZero();
    aws.endpoint().clearRequests();
  }

  private boolean hasBegun() {
    return aws.endpoint().requests().stream()
        .map(WireRequest::action)
        .anyMatch("DeregisterImage"::equals);
  }

  @Test
  void takesAnImageForGoneThatIsListedAsDeregistered() throws IOException {
    aws.images(2);
    aws.planAll(plan);
    aws.state().image(ami(1)).state("deregistered");

    CommandLineRun run = apply();

    assertThat(run.status()).as(run.err()).isZero();
    assertThatOutcomes()
        .containsExactlyInAnyOrder(
            tuple(ami(1), Outcome.ALREADY_GONE, "already-gone"),
            tuple(ami(2), Outcome.SUCCEEDED, "deregistered"),
            tuple(snap(1), Outcome.SUCCEEDED, "deleted"),
            tuple(snap(2), Outcome.SUCCEEDED, "deleted"));
    assertThat(aws.endpoint().count("DeregisterImage")).isEqualTo(1);
  }

  @Test
  void keepsAnImageWhoseProtectionEndsLater() throws IOException {
    aws.images(2);
    aws.state().image(ami(1)).protection("disabled after 2026-06-02T00:00:00.000Z");

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(1));
    aws.planAll(plan);
    assertThat(PlanJson.read(Files.readString(plan)).explain(ImageId.of(ami(1))).reasons())
        .singleElement()
        .returns("deregistration-protected", Reason::code)
        .returns(List.of("disabled after 2026-06-02T00:00:00.000Z"), Reason::evidence);
  }

  @Test
  void looksUpASnapshotWhoseDeletionWasNotAnswered() throws IOException {
    imageWithAKeptSnapshot();
    aws.endpoint().cutAfter("DeleteSnapshot", 1);

    CommandLineRun run = apply();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.endpoint().count("DeleteSnapshot")).isEqualTo(1);
    assertThatOutcomes()
        .containsExactly(
            tuple(ami(1), Outcome.SUCCEEDED, "deregistered"),
            tuple(snap(1), Outcome.SUCCEEDED, "found-done"));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @Test
  void saysThatASnapshotIsLeftWhoseDeletionDidNotArrive() throws IOException {
    imageWithAKeptSnapshot();
    aws.endpoint().cutBefore("DeleteSnapshot", 1);

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(3);
    assertThatOutcomes().contains(tuple(snap(1), Outcome.FAILED, "found-undone"));
    assertThat(apply().status()).isZero();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @Test
  void saysThatItIsUnknownWhatCannotBeLookedUp() throws IOException {
    imageWithAKeptSnapshot();
    aws.endpoint().cutAfter("DeleteSnapshot", 1);
    aws.endpoint()
        .failWhen(
            "DescribeSnapshots",
            request -> aws.endpoint().count("DeleteSnapshot") > 0,
            403,
            "UnauthorizedOperation",
            "You are not authorized");

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(3);
    assertThatOutcomes().contains(tuple(snap(1), Outcome.UNKNOWN, "no-answer"));
  }

  private void imageWithAKeptSnapshot() {
    aws.image(1).device("/dev/xvdb", snap(2), 8);
    aws.state().snapshot(snap(2)).tag("keep", "yes");
    assertThat(aws.planAll(plan, "--tag-exclude", "keep").status()).isZero();
  }

  private CommandLineRun apply() {
    return aws.run(
        "", "apply", "-f", plan.toString(), "--result-out", result.toString(), "--overwrite");
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

  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }
}
