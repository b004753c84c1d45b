package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a plan in a file when the account, or the file, has changed since. */
@Tag("slow")
class ApplyOverWireTest {

  @TempDir private Path folder;
  private Path file;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void plan() {
    file = folder.resolve("plan.json");
    result = folder.resolve("result.json");
    aws.images(3);
    assertThat(aws.planAll(file).status()).isZero();
    assertThat(aws.changes()).isEmpty();
    aws.endpoint().clearRequests();
  }

  @Test
  void executesThePlanOnceConfirmed() {
    CommandLineRun run = aws.run("y\n", "apply", file.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Do you want to continue and remove 3 AMIs [y/N] ? : ");
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void isTheCommandThatThePlanEndsWith() {
    Path quoted = folder.resolve("Bob's plan.json");
    CommandLineRun planned = aws.planAll(quoted);

    CommandLineRun run = CommandLineRun.pasted("yes\n", planned.lastCommand());

    assertThat(planned.out()).endsWith(planned.lastCommand() + "\n");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void asksNothingWhereNothingIsLeft() {
    apply();
    aws.endpoint().clearRequests();

    CommandLineRun run = aws.run("y\n", "apply", file.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .endsWith("Nothing is left to do: what the plan removes is gone.\n")
        .doesNotContain("[y/N]");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void asksWhereOnlyTheSnapshotsAreLeft() {
    for (int image = 1; image <= 3; image++) {
      aws.state().remove(ami(image));
    }

    CommandLineRun run = aws.run("y\n", "apply", file.toString());

    assertThat(run.out()).contains("[y/N]");
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void changesNothingUnlessConfirmed() {
    CommandLineRun run = aws.run("n\n", "apply", file.toString());

    assertThat(run.status()).isZero();
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void doesNotAskWhenForced() {
    CommandLineRun run = aws.run("", "apply", "-f", file.toString());

    assertThat(run.out()).doesNotContain("[y/N]");
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void isOfTheRegionOfThePlanWhereNoOtherIsNamed() {
    CommandLineRun run = aws.runAnywhere("", "apply", "-f", file.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.endpoint().requests())
        .extracting(WireRequest::region)
        .containsOnly(aws.state().region());
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void readsTheAccountAsThePlanWasRead() {
    aws.state().blindReferences();
    aws.state().launchTemplate("lt-00000000000000001").version(ami(1)).version(ami(9));
    aws.planAll(
        file, "--launch-template-versions", "1", "--skip-usage", "instances", "--overwrite");
    aws.state().instance("i-00000000000000001").image(ami(2));

    assertThat(apply().status()).isZero();

    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void readsTheAccountAsItIsTold() {
    aws.state().launchTemplate("lt-00000000000000001").version(ami(1)).version(ami(9));
    aws.planAll(file, "--launch-template-versions", "1", "--overwrite");

    assertThat(apply("--launch-template-versions", "all").status()).isZero();

    assertThat(aws.state().imageIds()).containsExactly(ami(1));
  }

  @Test
  void saysBeforeTheQuestionWhatIsNotReadAgain() {
    for (List<String> more : List.of(List.<String>of(), List.of("--quiet"))) {
      List<String> command = new ArrayList<>(List.of("apply", file.toString()));
      command.addAll(List.of("--skip-usage", "instances"));
      command.addAll(more);

      CommandLineRun run = aws.run("n\n", command.toArray(String[]::new));

      assertThat(run.err())
          .contains(
              "Not read again, as was asked for: instances; what came into use by this since can"
                  + " go");
    }
  }

  @Test
  void doesNotContinueTheResultOfAnotherPlan() throws IOException {
    Path other = folder.resolve("other.json");
    aws.planAll(other, "--max-images", "3");
    aws.image(4);
    aws.planAll(file, "--overwrite");
    CommandLineRun first =
        aws.run(
            "",
            "apply",
            "-f",
            other.toString(),
            "--deadline",
            "PT0.001S",
            "--result-out",
            result.toString());
    assertThat(first.status()).as(first.err()).isEqualTo(3);
    byte[] before = Files.readAllBytes(result);

    CommandLineRun run = apply("--result-out", result.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("exists");
    assertThat(Files.readAllBytes(result)).isEqualTo(before);
  }

  @Test
  void removesNothingButThePlan() {
    aws.image(4);

    assertThat(apply().status()).isZero();

    assertThat(aws.state().imageIds()).containsExactly(ami(4));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(4));
  }

  @Test
  void takesTheSnapshotsOfAnImageThatIsGone() throws IOException {
    aws.state().remove(ami(2));

    CommandLineRun run = apply("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(aws.state().snapshotIds()).isEmpty();
    assertThat(outcomes())
        .extracting(outcome -> outcome.resource().value(), ActionOutcome::outcome)
        .contains(tuple(ami(2), Outcome.ALREADY_GONE), tuple(snap(2), Outcome.SUCCEEDED));
  }

  @Test
  void takesAnImageForGoneThatVanishesWhileItIsApplied() throws IOException {
    aws.endpoint()
        .failWhen(
            "DeregisterImage",
            request -> {
              aws.state().remove(ami(2));
              return false;
            },
            400,
            "",
            "");

    CommandLineRun run = apply("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(outcomes())
        .extracting(outcome -> outcome.resource().value(), ActionOutcome::outcome)
        .contains(tuple(ami(2), Outcome.ALREADY_GONE));
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void repeatsNothingWhenAppliedTwice() throws IOException {
    apply();
    aws.endpoint().clearRequests();

    CommandLineRun run = apply("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(outcomes()).extracting(ActionOutcome::outcome).containsOnly(Outcome.ALREADY_GONE);
    assertThat(aws.endpoint().count("DeregisterImage")).isZero();
  }

  @Test
  void finishesWhatAnEarlierRunLeft() {
    aws.endpoint().failAlways("DeleteSnapshot", 400, "OperationNotPermitted", "Not now");
    aws.state().snapshot(snap(2)).returnCode("internal-error");
    assertThat(apply().status()).isEqualTo(3);
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
    aws.endpoint().heal();

    CommandLineRun run = apply();

    assertThat(run.status()).isZero();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void skipsAnImageThatGotAUser() throws IOException {
    aws.state().instance("i-00000000000000001").image(ami(2));

    CommandLineRun run = apply("--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
    assertThat(outcomes())
        .extracting(
            outcome -> outcome.resource().value(), ActionOutcome::outcome, ActionOutcome::code)
        .contains(
            tuple(ami(2), Outcome.SKIPPED, "became-in-use"),
            tuple(snap(2), Outcome.SKIPPED, "image-not-removed"));
  }

  @Test
  void skipsAnImageThatGotProtected() {
    aws.state().image(ami(2)).protection("enabled-without-cooldown");

    CommandLineRun run = apply();

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(ami(2) + " (web-2): skipped, deregistration-protected");
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"disabled", "pending", "transient"})
  void skipsAnImageThatIsNotAvailableAnyMore(String state) {
    aws.state().image(ami(2)).state(state);

    CommandLineRun run = apply();

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains(ami(2) + " (web-2): skipped, not-available");
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @Test
  void keepsASnapshotThatAnotherImageIsOnSince() {
    aws.imageWithoutSnapshot(4).device("/dev/xvda", snap(2), 8);

    CommandLineRun run = apply();

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(4));
    assertThat(aws.state().snapshotIds()).containsExactly(snap(2));
  }

  @Test
  void keepsASnapshotThatAnImageGotSince() {
    aws.state().image(ami(2)).device("/dev/xvdb", snap(9), 8);

    CommandLineRun run = apply();

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(9));
  }

  @Test
  void refusesAnImageOfAnotherCreationDate() {
    aws.state().image(ami(2)).created("2024-05-01T00:00:00.000Z");

    assertRefused(apply(), ami(2));
  }

  @Test
  void refusesAPlanWithAnImageOfAnotherOwner() {
    aws.state().image(ami(2)).owner("210987654321").shared();

    assertRefused(apply(), ami(2) + " belongs to 210987654321");
  }

  @Test
  void refusesAPlanOfAnotherAccount() throws IOException {
    edit(
        json ->
            PlanJson.write(
                CleanupPlan.builder()
                    .from(PlanJson.read(json))
                    .scope(CleanupScope.of(AccountId.of("210987654321"), "eu-west-1"))
                    .build()));

    assertRefused(apply(), "210987654321/eu-west-1");
  }

  @Test
  void refusesAPlanOfAnotherRegion() {
    CommandLineRun run = apply("--region", "eu-central-1");

    assertRefused(run, "eu-central-1");
  }

  static Stream<Arguments> edits() {
    return Stream.of(
        edit("cut in half", json -> json.substring(0, json.length() / 2), "cut off"),
        edit("cut at its end", json -> json.stripTrailing().replaceFirst("}$", ""), "cut off"),
        edit("empty", json -> "", "found nothing"),
        edit("no plan", json -> "[]", "found a list"),
        edit(
            "of a newer schema",
            json -> json.replaceFirst("(\"schemaVersion\"\\s*:\\s*)1", "$12"),
            "schema version 2 is not understood"),
        edit(
            "of an unknown verdict",
            json -> json.replaceFirst("\"REMOVE\"", "\"BURN\""),
            "'BURN' is unknown"),
        edit(
            "of an unknown action",
            json -> json.replaceFirst("\"DEREGISTER_IMAGE\"", "\"TERMINATE_INSTANCE\""),
            "'TERMINATE_INSTANCE' is unknown"),
        edit(
            "with an unknown key",
            json -> json.replaceFirst("\\{", "{ \"force\": true,"),
            "'force' is unknown"),
        edit(
            "with a verdict that its reasons and actions do not go with",
            json -> json.replaceFirst("\"REMOVE\"", "\"RETAINED\""),
            ami(1) + " contradicts itself"),
        edit(
            "with a verdict that its reasons do not go with",
            json ->
                json.replaceFirst("\"REMOVE\"", "\"RETAINED\"")
                    .replaceFirst("\"DEREGISTER_IMAGE\"", ""),
            ami(1) + " contradicts itself"),
        edit(
            "with a summary of other images",
            json -> json.replaceFirst("(\"remove\"\\s*:\\s*)3", "$12"),
            "it says remove 2 instead of"),
        edit(
            "without a reason",
            json -> json.replaceFirst("(?s)(\"reasons\"\\s*:\\s*)\\[.*?\\]\\s*\\}\\s*\\]", "$1[]"),
            ami(1) + " has no reason"),
        edit(
            "with an image twice",
            json -> json.replace(ami(2) + "\"", ami(1) + "\""),
            ami(1) + " twice"),
        edit(
            "with a malformed id",
            json -> json.replace(ami(2), "ami-12345"),
            "'ami-12345' is no image id"));
  }

  private static Arguments edit(String name, UnaryOperator<String> edit, String message) {
    return Arguments.of(Named.of(name, edit), message);
  }

  @ParameterizedTest
  @MethodSource("edits")
  void refusesAPlanThatIs(UnaryOperator<String> edit, String message) throws IOException {
    edit(edit);

    CommandLineRun run = apply();

    assertRefused(run, "plan.json' is refused: ");
    assertThat(run.err()).contains(message);
  }

  @Test
  void refusesAPlanThatPassesItsLimits() {
    assertThat(aws.planAll(file, "--overwrite", "--max-images", "2").status()).isEqualTo(4);

    assertRefused(apply(), "The plan is refused: ");
  }

  @Test
  void refusesToExecuteWithoutEvidence() {
    aws.state().deny("ec2:DescribeInstances");

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "  instances: ec2:DescribeInstances is denied",
            "--skip-usage image-references instances\n");
    assertThat(aws.changes()).isEmpty();
  }

  private CommandLineRun apply(String... options) {
    return aws.run(
        "",
        Stream.concat(Stream.of("apply", "-f", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private void edit(UnaryOperator<String> edit) throws IOException {
    String json = Files.readString(file);
    String edited = edit.apply(json);
    assertThat(edited).isNotEqualTo(json);
    Files.writeString(file, edited);
  }

  private void assertRefused(CommandLineRun run, String message) {
    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
    assertThat(aws.changes()).isEmpty();
  }

  private List<ActionOutcome> outcomes() throws IOException {
    return ResultJson.read(Files.readString(result)).outcomes();
  }
}
