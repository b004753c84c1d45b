package io.amiclean.examples.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around a plan in a file: plan, apply and explain. */
class PlanFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void chooseFile() {
    file = folder.resolve("plan.json");
  }

  @Test
  void planWritesWhatTheTablesShow() throws IOException {
    CommandLineRun run = plan();

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("|      back.dev      |     1      |")
        .doesNotContain("[y/N]", "deregistered");
    assertThat(read(file).summary().remove()).isEqualTo(4);
  }

  @Test
  void planWritesEqualPlansByteForByte() throws IOException {
    plan();
    byte[] first = Files.readAllBytes(file);

    plan("--overwrite");

    assertThat(Files.readAllBytes(file)).isEqualTo(first);
  }

  @Test
  void planWritesARefusedPlanAndSaysSo() throws IOException {
    CommandLineRun run = plan("--max-images", "3");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("AMIs to be removed:");
    assertThat(run.err())
        .contains("'" + file + "' holds the refused plan, for explain\n")
        .contains("The plan is refused: ")
        .hasLineCount(2);
    assertThat(read(file).refusals()).hasSize(1);
  }

  @Test
  void planNamesTheSourcesLeftOutInItsEvidence() throws IOException {
    plan("--skip-usage", "launch-templates");

    assertThat(read(file).evidence())
        .filteredOn(evidence -> evidence.skipped())
        .extracting(evidence -> evidence.source())
        .containsExactly("launch-templates");
  }

  @Test
  void applyExecutesThePlan() throws IOException {
    plan();
    Path result = folder.resolve("result.json");

    CommandLineRun run =
        CommandLineRun.answering(
            "y\n", "apply", file.toString(), "--demo", "--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "|      back.dev      |     1      |",
            "Do you want to continue and remove 4 AMIs [y/N] ? : ",
            "Images: 4 succeeded");
    assertThat(ResultJson.read(Files.readString(result)).outcomes()).hasSize(8);
  }

  @Test
  void applyAsksFirst() {
    plan();

    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("[y/N]").doesNotContain("deregistered");
  }

  @Test
  void applyAsksForOrphansFirstAndForEachPartSeparately() throws IOException {
    plan();
    Files.writeString(
        file,
        PlanJson.write(
            CleanupPlan.builder().from(read(file)).addOrphanSnapshots(orphan()).build()));

    CommandLineRun run = CommandLineRun.answering("y\nn\n", "apply", file.toString(), "--demo");

    assertThat(run.out())
        .containsSubsequence(
            "| Orphan Snapshots |",
            "Do you want to continue and remove 1 orphan snapshots [y/N] ? : ",
            "AMIs to be removed:",
            "Do you want to continue and remove 4 AMIs [y/N] ? : ",
            "snap-00000000: already gone",
            "Snapshots: 1 already gone")
        .doesNotContain("deregistered");
    assertThat(run.status()).isZero();
  }

  @Test
  void applyRefusesAPlanOfAnotherAccount() throws IOException {
    plan();
    Files.writeString(
        file,
        PlanJson.write(
            CleanupPlan.builder()
                .from(read(file))
                .scope(CleanupScope.of(AccountId.of("210987654321"), "eu-west-1"))
                .build()));

    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo", "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("210987654321/eu-west-1", "123456789012/eu-west-1");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void applyRefusesAPlanThatPassedItsLimits() {
    plan("--max-images", "3");

    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo", "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("AMIs to be removed:").doesNotContain("deregistered");
  }

  @Test
  void applyKeepsAJournal() {
    plan();
    Path journal = folder.resolve("journal");

    CommandLineRun run = apply(journal);

    assertThat(run.status()).isZero();
    assertThat(journal).content().hasLineCount(9);
  }

  @Test
  void applyRefusesAJournalOfAnotherPlan() {
    plan();
    Path journal = folder.resolve("journal");
    apply(journal);
    plan("--keep-previous", "2", "--overwrite");

    CommandLineRun run = apply(journal);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("journal' is of another plan").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void applyRefusesABrokenJournal() throws IOException {
    plan();
    Path journal = Files.writeString(folder.resolve("journal"), "{}\n");

    CommandLineRun run = apply(journal);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("in its line 1").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void applyRefusesAJournalThatCannotBeOpened() {
    plan();

    CommandLineRun run = apply(folder);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'" + folder + "' is a folder: expected a file");
  }

  @Test
  void applyRefusesANegativeAgeOfEvidence() {
    plan();

    CommandLineRun run =
        CommandLineRun.of("apply", file.toString(), "--demo", "--max-evidence-age", "-1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--max-evidence-age -1 is too little");
  }

  private CommandLineRun apply(Path journal) {
    return CommandLineRun.of(
        "apply", file.toString(), "--demo", "-f", "--journal", journal.toString());
  }

  @Test
  void applyRefusesATruncatedPlan() throws IOException {
    plan();
    String json = Files.readString(file);
    Files.writeString(file, json.substring(0, json.length() / 2));

    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo", "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("plan.json' is refused: ").hasLineCount(1);
  }

  @Test
  void applyRefusesAPlanThatWasEditedToContradictItself() throws IOException {
    plan();
    Files.writeString(file, Files.readString(file).replaceFirst("\"RETAINED\"", "\"REMOVE\""));

    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo", "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void applyRefusesAPlanThatDoesNotExist() {
    CommandLineRun run = CommandLineRun.of("apply", file.toString(), "--demo", "-f");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json' does not exist");
  }

  @Test
  void explainSaysWhyEachImageStaysOrGoes() {
    plan();

    CommandLineRun run =
        CommandLineRun.of("explain", file.toString(), "ami-2bf48158", "ami-50504e36");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "ami-2bf48158 (test-delete), created 2016-08-16T17:40:15.000Z: UNMAPPED\n",
            "  no-group: ",
            "ami-50504e36 (front-a3c56c4), created 2017-06-15T09:55:42.000Z: REMOVE\n",
            "  Rank 5 of 5 in dev.front; the newest 4 are kept.\n",
            "  groups: dev.front\n",
            "  not-retained: ",
            "  snap-0c4647159c324c985 (8 GiB): DELETE\n",
            "    only-of-removed-images: ");
  }

  @Test
  void isWrittenToStdoutAndTheTablesToStderr() throws IOException {
    CommandLineRun run = CommandLineRun.onDemo("", "plan", "--out", "-");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(PlanJson.read(run.out()).removals()).hasSize(4);
    assertThat(run.err()).contains("AMIs to be removed:\n+---", "4 images to remove, 16 kept");
  }

  @Test
  void isWrittenToStdoutAloneEvenIfNothingGoes() throws IOException {
    CommandLineRun run = CommandLineRun.onDemo("", "plan", "--out", "-", "--keep-previous", "9");

    assertThat(PlanJson.read(run.out()).removals()).isEmpty();
    assertThat(run.err()).contains("No AMIs to remove.");
  }

  @Test
  void explainTakesNamesOfImagesAndIdsOfSnapshots() {
    plan();

    CommandLineRun run =
        CommandLineRun.of("explain", file.toString(), "front-a3c56c4", "snap-0c4647159c324c985");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("ami-50504e36 (front-a3c56c4), created ")
        .endsWith(
            """
            snap-0c4647159c324c985 (8 GiB): DELETE
              only-of-removed-images: Only images that are removed refer to the snapshot
                - ami-50504e36
              of ami-50504e36 (front-a3c56c4): REMOVE
            """);
  }

  @Test
  void explainSaysWhatItTakes() {
    plan();

    CommandLineRun run = CommandLineRun.of("explain", file.toString(), "front-nowhere");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("'front-nowhere' is neither the id of an image or a snapshot nor the name");
  }

  @Test
  void explainShowsWhatThereIsAndRefusesAnUnknownImage() {
    plan();

    CommandLineRun run =
        CommandLineRun.of(
            "explain", file.toString(), "snap-00000000", "ami-50504e36", "ami-00000000");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("snap-00000000", "ami-00000000").hasLineCount(1);
    assertThat(run.out()).startsWith("ami-50504e36");
  }

  private CommandLineRun plan(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "plan";
    args[1] = "--out";
    args[2] = file.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return CommandLineRun.onDemo("", args);
  }

  private static CleanupPlan read(Path file) throws IOException {
    return PlanJson.read(Files.readString(file));
  }

  private static SnapshotDecision orphan() {
    return SnapshotDecision.builder()
        .snapshotId(SnapshotId.of("snap-00000000"))
        .verdict(SnapshotVerdict.DELETE)
        .addReasons(Reason.of(ReasonCodes.ORPHAN, "Its image no longer exists", "ami-00000000"))
        .build();
  }

  @Test
  void saysWhatWasLeftOutWhenItIsMadeAndWhenItIsExecuted() {
    String said = "amiclean: Not read, as was asked for: instances; images that only this would";

    CommandLineRun made =
        CommandLineRun.of("plan", "--demo", "--skip-usage", "instances", "--out", file.toString());
    CommandLineRun executed =
        CommandLineRun.of(
            "apply", file.toString(), "--demo", "--skip-usage", "instances", "--dry-run");

    assertThat(made.err()).contains(said);
    assertThat(executed.err()).contains(said);
  }

  @Test
  void explainSaysThatThePlanIsRefused() {
    CommandLineRun made =
        CommandLineRun.of("plan", "--demo", "--max-images", "1", "--out", file.toString());

    CommandLineRun run = CommandLineRun.of("explain", file.toString(), "ami-50504e36");

    assertThat(made.status()).isEqualTo(4);
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .isEqualTo("amiclean: The plan is refused: The plan removes 4 images, at most 1 may go\n");
  }
}
