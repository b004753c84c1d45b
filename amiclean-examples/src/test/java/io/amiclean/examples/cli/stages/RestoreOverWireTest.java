package io.amiclean.examples.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.cli.AccountOverWire;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that a stage made private, and that are brought back. */
@Tag("slow")
class RestoreOverWireTest {

  private static final String ID = OverWire.ami(1);
  private static final String FRIEND = "210987654321";

  @TempDir private Path folder;
  private Path plan;
  private Path journal;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void makePrivate() {
    plan = folder.resolve("plan.json");
    journal = folder.resolve("journal");
    result = folder.resolve("result.json");
    aws.image(1).shared().sharedWith(FRIEND);
    assertThat(stages("--out", plan.toString()).status()).isZero();
    assertThat(apply().status()).isZero();
    assertThat(aws.changes()).contains("ModifyImageAttribute " + ID);
    aws.endpoint().clearRequests();
  }

  @Test
  void givesLaunchPermissionsBackAndHoldsTheImage() {
    CommandLineRun run = aws.run("", "restore", ID, "--hold-by", "anna");

    assertRestored(run);
    assertThat(hold()).endsWith("Z anna");
    assertThat(givenBack()).contains("all", FRIEND);
  }

  @Test
  void restoresWhatAPlanMoves() {
    assertRestored(aws.run("", "restore", "--plan", plan.toString()));
    assertThat(givenBack()).contains("all", FRIEND);
  }

  @Test
  void isOfTheRegionOfThePlanWhereNoOtherIsNamed() {
    assertRestored(aws.runAnywhere("", "restore", "--plan", plan.toString()));
  }

  @Test
  void restoresWhatAResultMoved() {
    assertRestored(aws.run("", "restore", "--result", result.toString()));
    assertThat(givenBack()).contains("all", FRIEND);
  }

  @Test
  void givesBackWhatOnlyTheJournalHolds() {
    Ec2State.Image crowded = aws.image(2).shared();
    for (int tag = 1; tag <= 43; tag++) {
      crowded.tag("tag-" + tag, "");
    }
    assertThat(stages("-f", "--journal", folder.resolve("crowded").toString()).status()).isZero();
    aws.endpoint().clearRequests();

    CommandLineRun run =
        aws.run("", "restore", OverWire.ami(2), "--journal", folder.resolve("crowded").toString());

    assertThat(run.out()).startsWith(OverWire.ami(2) + ": restored\n");
    assertThat(givenBack()).contains("all");
  }

  @Test
  void findsByThePolicyWhatItsOwnTagsRecord() throws IOException {
    aws.image(2).shared();
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy,
        """
        schemaVersion: 1
        groupBy: [{ everything: all }]
        retain: [{ nothing: {} }]
        only: [%s]
        lifecycle:
          stages: [{ makePrivate: {} }]
          tags:
            stage: "acme:stage"
            since: "acme:since"
            next: "acme:next"
            launchPermissions: "acme:permissions"
            hold: "acme:hold"
        """
            .formatted(OverWire.ami(2)));
    assertThat(
            aws.run("", "-f", "--policy", policy.toString(), "--journal", folder + "/own").status())
        .isZero();
    aws.endpoint().clearRequests();

    assertThat(aws.run("", "restore", OverWire.ami(2)).err())
        .contains("restore it with --policy FILE");
    CommandLineRun run = aws.run("", "restore", OverWire.ami(2), "--policy", policy.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(OverWire.ami(2) + ": restored\n");
    assertThat(givenBack()).contains("all");
  }

  @Test
  void refusesAPolicyThatMovedNothing() throws IOException {
    Path policy = folder.resolve("policy.yaml");
    Files.writeString(
        policy, "schemaVersion: 1\ngroupBy: [{ everything: all }]\nretain: [{ keepNewest: 1 }]\n");

    CommandLineRun run = aws.run("", "restore", ID, "--policy", policy.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("has no lifecycle: expected the policy that moved the images");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysThatAResultMovedNothing() {
    aws.removeAll("--result-out", folder.resolve("removed.json").toString());
    aws.endpoint().clearRequests();

    CommandLineRun run =
        aws.run("", "restore", "--result", folder.resolve("removed.json").toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("No AMIs to restore.\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysInWordsThatAResultDoesNotExist() {
    CommandLineRun run = aws.run("", "restore", "--result", folder.resolve("none").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("does not exist: expected a file that --result-out wrote")
        .doesNotContain("Exception");
  }

  @Test
  void refusesToHoldForNobody() {
    CommandLineRun run = aws.run("", "restore", ID, "--hold-by", " ");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("A blank value of --hold-by: expected WHO");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void holdsForTheUserByDefault() {
    assertRestored(aws.run("", "restore", ID));

    assertThat(hold()).endsWith("Z " + System.getProperty("user.name"));
  }

  @Test
  void keepsTheImageUntilTheHoldIsLifted() {
    aws.run("", "restore", ID);
    assertThat(stages("-f", "--journal", folder.resolve("held").toString()).out())
        .contains("No AMIs to remove.");

    CommandLineRun run = aws.run("", "restore", ID, "--lift-hold");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(ID + ": hold lifted\n");
    assertThat(stages("-f", "--journal", folder.resolve("lifted").toString()).out())
        .contains(ID + " (web-1): made private");
  }

  @Test
  void saysWhatIsNotThere() {
    CommandLineRun run = aws.run("", "restore", OverWire.ami(2));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .startsWith(OverWire.ami(2) + ": there is no such image in 123456789012/eu-west-1\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysThatAnImageWasNeverStagedAndHoldsIt() {
    aws.image(2);

    CommandLineRun run = aws.run("", "restore", ID, OverWire.ami(2), "--hold-by", "anna");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .startsWith(
            ID
                + ": restored\n"
                + OverWire.ami(2)
                + ": The image was never in a stage: there is nothing to give back; it is on hold"
                + " now\n");
    assertThat(hold()).endsWith("Z anna");
  }

  @Test
  void saysThatThereIsNoHoldToLift() {
    aws.image(2);

    CommandLineRun run = aws.run("", "restore", OverWire.ami(2), OverWire.ami(3), "--lift-hold");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .startsWith(
            OverWire.ami(2)
                + ": not on hold\n"
                + OverWire.ami(3)
                + ": there is no such image in 123456789012/eu-west-1\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysWhatCouldNotBeRestored() {
    aws.endpoint().failAlways("ModifyImageAttribute", 500, "InternalError", "An internal error.");

    CommandLineRun run = aws.run("", "restore", ID);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).contains("InternalError");
  }

  @Test
  void givesTheRestBackWherePublicAccessIsBlocked() {
    aws.state().blockPublicImages();

    CommandLineRun run = aws.run("", "restore", ID);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .contains("The launch permissions of everybody were not given back")
        .contains("block public access for AMIs is enabled");
    try (AccountOverWire account = new AccountOverWire(aws)) {
      assertThat(account.permissions(ImageId.of(ID)))
          .isEqualTo(LaunchPermissions.builder().addAccounts(AccountId.of(FRIEND)).build());
      assertThat(account.image(ImageId.of(ID)).tags())
          .containsEntry("amiclean:launch-permissions", "all " + FRIEND);
    }
  }

  @Test
  void refusesAPlanOfAnotherRegion() {
    CommandLineRun run = aws.run("", "restore", "--plan", plan.toString(), "--region", "us-east-1");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("The plan is of 123456789012/eu-west-1");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void restoresWhatSeveralResultsMovedEachInItsRegion() throws IOException {
    WireState other = new WireState("123456789012", "us-east-1");
    image(other).shared();
    aws.endpoint().add(other);
    Path elsewhere = stagedIn("us-east-1");

    CommandLineRun run =
        aws.runAnywhere(
            "", "restore", "--result", result.toString(), "--result", elsewhere.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "123456789012/eu-west-1\n" + ID + ": restored\n",
            "123456789012/us-east-1\n" + ID + ": restored\n")
        .endsWith("Scopes: 2 done\n");
  }

  @Test
  void leavesAPlanOfAnotherAccountAloneAmongSeveral() throws IOException {
    Path strange = folder.resolve("strange.json");
    Files.writeString(
        strange, Files.readString(result).replace("\"123456789012\"", "\"210987654321\""));

    CommandLineRun run =
        aws.runAnywhere(
            "", "restore", "--result", result.toString(), "--result", strange.toString());

    assertThat(run.status()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains("The result is of 210987654321/eu-west-1");
    assertThat(run.out()).endsWith("Scopes: 1 done, 1 failed: 210987654321/eu-west-1\n");
    assertThat(givenBack()).contains("all", FRIEND);
  }

  @Test
  void refusesAResultOfAnotherAccount() throws IOException {
    Path strange = folder.resolve("strange.json");
    Files.writeString(
        strange, Files.readString(result).replace("\"123456789012\"", "\"210987654321\""));

    CommandLineRun run = aws.run("", "restore", "--result", strange.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("The result is of 210987654321/eu-west-1");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void refusesTwoFilesOfOneRegion() {
    CommandLineRun run =
        aws.run("", "restore", "--plan", plan.toString(), "--plan", plan.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("123456789012/eu-west-1: expected one of each region");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void knowsNoOptionsOfWhatIsReadForAPlan() {
    CommandLineRun run = aws.run("", "restore", ID, "--allow-shared");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--allow-shared'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "restore",
        "restore ami-0123456789abcdef0 --plan plan.json",
        "restore --plan plan.json --lift-hold",
        "restore ami-0123456789abcdef0 --lift-hold --hold-by anna",
        "restore ami-0123456789abcdef0 --regions eu-west-1 us-east-1",
        "restore --result nowhere.json",
        "restore ami-0123456789abcdef0 --journal nowhere",
        "restore web-1"
      })
  void refusesWrongUsage(String line) {
    CommandLineRun run = aws.run("", line.split(" ", -1));

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("expected").doesNotContain("Unknown option");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  private void assertRestored(CommandLineRun run) {
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(ID + ": restored\n");
  }

  private String hold() {
    return aws.endpoint().requests().stream()
        .map(request -> request.tags().get("amiclean:hold"))
        .filter(value -> value != null)
        .findFirst()
        .orElse("no hold");
  }

  private List<String> givenBack() {
    return aws.endpoint().requests().stream()
        .filter(request -> request.action().equals("ModifyImageAttribute"))
        .flatMap(request -> request.parameters().values().stream())
        .toList();
  }

  private static Ec2State.Image image(WireState state) {
    return state
        .image(ID)
        .name("web-1")
        .created(OverWire.created(1))
        .tag("environment", "dev")
        .tag("role", "web");
  }

  private Path stagedIn(String region) {
    Path moved = folder.resolve("moved.json");
    CommandLineRun run =
        stages(
            "-f",
            "--region",
            region,
            "--journal",
            folder.resolve("moved").toString(),
            "--result-out",
            moved.toString());
    assertThat(run.status()).as(run.err()).isZero();
    return moved;
  }

  private CommandLineRun stages(String... options) {
    return aws.run(
        "",
        Stream.concat(
                Stream.of("stages", "--keep-previous", "0", "--now", OverWire.NOW),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private CommandLineRun apply() {
    return aws.run(
        "",
        "apply",
        "-f",
        plan.toString(),
        "--journal",
        journal.toString(),
        "--result-out",
        result.toString());
  }
}
