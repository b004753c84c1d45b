package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.json.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected tables are those of the seed {@code 000_d2e5cc670baa94a0.txt}. */
class AmicleanTest {

  @TempDir private Path folder;

  @Test
  void showsTheOriginalsTableByDefault() {
    CommandLineRun run = CommandLineRun.onDemo("n\n");

    assertThat(run.out()).isEqualTo(SeedOutput.KEEPING_FOUR);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void keepsAsManyPreviousImagesAsAsked() {
    CommandLineRun run = CommandLineRun.onDemo("n\n", "--keep-previous", "2");

    assertThat(run.out()).isEqualTo(SeedOutput.KEEPING_TWO);
  }

  @Test
  void groupsByPartsOfNames() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "n\n",
            "--mapping-key",
            "name",
            "--mapping-values",
            "front",
            "--full-report",
            "--keep-previous",
            "8");

    assertThat(run.out()).isEqualTo(SeedOutput.BY_NAME);
  }

  @Test
  void listsTheImagesOfEachGroup() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "n\n",
            "--mapping-key",
            "tags",
            "--mapping-values",
            "environment",
            "role",
            "--full-report",
            "--keep-previous",
            "3");

    assertThat(run.out()).isEqualTo(SeedOutput.OF_EACH_GROUP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "n\n", "N\n", "yess\n", "no\n", " y\n", "\ny\n"})
  void removesNothingUnlessTheAnswerIsYes(String answer) {
    Path result = folder.resolve("result.json");

    CommandLineRun run = CommandLineRun.onDemo(answer, "--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("\nNothing was changed: ").doesNotContain("deregistered");
    assertThat(result).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"y\n", "Y\n", "y", "y\r\n", "yes\n", "YES\n", "Yes"})
  void removesTheImagesAndTheirSnapshotsOnceConfirmed(String answer) throws IOException {
    Path result = folder.resolve("result.json");

    CommandLineRun run = CommandLineRun.onDemo(answer, "--result-out", result.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains(
            "ami-50504e36 (front-a3c56c4): deregistered\n  snap-0c4647159c324c985: deleted\n",
            "Images: 4 succeeded\nSnapshots: 4 succeeded\n");
    ExecutionResult executed = ResultJson.read(Files.readString(result));
    assertThat(executed.counts()).containsEntry(Outcome.SUCCEEDED, 8);
    assertThat(executed.outcomes())
        .extracting(ActionOutcome::resource)
        .extracting(Object::toString)
        .contains("ami-50504e36", "ami-954658f3", "ami-9d4759fb", "ami-fd4c529b");
  }

  @Test
  void saysThatNobodyAnsweredAtTheEndOfTheInput() {
    assertThat(CommandLineRun.onDemo("").out())
        .endsWith(
            """
            [y/N] ? :\s
            Nothing was changed: no answer was given. Give -f to go on without being asked.
            """);
  }

  @Test
  void aDryRunAsksNothingAndChangesNothingEvenIfForced() {
    Path result = folder.resolve("result.json");
    Path journal = folder.resolve("journal");

    CommandLineRun run =
        CommandLineRun.onDemo(
            "y\n",
            "--dry-run",
            "-f",
            "--result-out",
            result.toString(),
            "--journal",
            journal.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("4 images to remove, 16 kept")
        .endsWith("Nothing was changed: this was a dry run.\n")
        .doesNotContain("[y/N]", "deregistered");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void quietShowsTheQuestionAndTheFinalLineOnly() {
    CommandLineRun declined = CommandLineRun.onDemo("n\n", "--quiet", "--tag-exclude", "keep");
    CommandLineRun removed = CommandLineRun.onDemo("", "--quiet", "-f", "--progress");

    assertThat(declined.out())
        .isEqualTo(
            """
            Do you want to continue and remove 4 AMIs [y/N] ? :\s
            Nothing was changed: not confirmed.
            """);
    assertThat(declined.err()).isEmpty();
    assertThat(removed.out()).isEqualTo("Images: 4 succeeded\nSnapshots: 4 succeeded\n");
    assertThat(removed.err()).isEmpty();
  }

  @Test
  void showsInTheShowcaseWhyImagesStay() {
    CommandLineRun run =
        CommandLineRun.answering(
            "y\ny\n", "--demo-account", "showcase", "--check-orphans", "--full-report");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "2 orphan snapshots to delete, 150 GiB",
            "on hold",
            "in use",
            "shared (use elsewhere unknown)",
            "protected from deregistration",
            "retained",
            "1 ungrouped")
        .contains("Images: ");
  }

  @Test
  void theShowcaseGivesAPrivateImageBackToThoseItWasSharedWith() {
    String file = folder.resolve("stages.json").toString();
    CommandLineRun.of("stages", "--demo", "--demo-account", "showcase", "--out", file);
    String journal = folder.resolve("journal").toString();

    CommandLineRun run =
        CommandLineRun.of(
            "apply", file, "--demo", "--demo-account", "showcase", "-f", "--journal", journal);

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("base-private-stage", "restore image");
  }

  @Test
  void theShowcaseLetsSharedImagesGoIfAskedTo() {
    assertThat(
            CommandLineRun.answering(
                    "", "--demo-account", "showcase", "--keep-previous", "0", "--allow-shared")
                .out())
        .doesNotContain("shared, use");
  }

  @Test
  void warnsOfATagThatNoImageHas() {
    CommandLineRun run = CommandLineRun.onDemo("n\n", "--mapping-values", "enviroment", "role");

    assertThat(run.err())
        .isEqualTo(
            "amiclean: Warning: No image has the tag 'enviroment' of --mapping-values: is it"
                + " mistyped?\n");
  }

  @Test
  void warnsOfAPartOfNamesThatNoImageHas() {
    CommandLineRun run =
        CommandLineRun.onDemo("n\n", "--mapping-key", "name", "--mapping-values", "front", "fornt");

    assertThat(run.err()).contains("No image has 'fornt' of --mapping-values").hasLineCount(1);
  }

  @Test
  void warnsOfFiltersThatMatchNothing() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "n\n",
            "--tag-exclude",
            "role=front",
            "--tag-exclude",
            "keep",
            "--excluded-mapping-values",
            "prod",
            "Prod");

    assertThat(run.err())
        .contains(
            "Warning: --excluded-mapping-values Prod matches no image: it protects none\n",
            "Warning: --tag-exclude keep matches no image and no snapshot: it protects none\n")
        .hasLineCount(2);
  }

  @Test
  void warnsOfPinsThatMatchNothing() throws IOException {
    Path pins = Files.writeString(folder.resolve("pins"), "ami-50504e36 ami-0000000a ami-0000000b");

    CommandLineRun run = CommandLineRun.onDemo("n\n", "--pinned-ids", pins.toString());

    assertThat(run.err())
        .isEqualTo(
            "amiclean: Warning: 2 of 3 pinned ids are of no image that was read: ami-0000000a,"
                + " ami-0000000b\n");
    assertThat(run.out()).contains("16 retained").contains("1 in use");
  }

  @Test
  void doesNotAskWhenForced() {
    CommandLineRun run = CommandLineRun.onDemo("", "-f");

    assertThat(run.out()).doesNotContain("[y/N]").contains("Images: 4 succeeded\n");
  }

  @Test
  void doesNotAskWhenThereIsNothingToRemove() {
    CommandLineRun run = CommandLineRun.onDemo("", "--keep-previous", "5");

    assertThat(run.out())
        .endsWith(
            """
            | no-tags (excluded) |     1      |
            +--------------------+------------+
            Account 123456789012, region eu-west-1: 21 images read
            0 images to remove, 20 kept (20 retained), 1 ungrouped
            0 snapshots to delete, 0 GiB
            No AMIs to remove.
            """);
    assertThat(run.status()).isZero();
  }

  @Test
  void writesAnEmptyResultWhenThereIsNothingToRemove() throws IOException {
    Path result = folder.resolve("result.json");

    CommandLineRun.onDemo("", "--keep-previous", "5", "--result-out", result.toString());

    assertThat(ResultJson.read(Files.readString(result)).outcomes()).isEmpty();
  }

  @Test
  void keepsNoneIfAskedToKeepZero() {
    assertThat(CommandLineRun.onDemo("", "--keep-previous", "0").out()).contains("remove 20 AMIs");
  }

  @Test
  void keepsYoungImagesWithoutCountingThem() {
    CommandLineRun run =
        CommandLineRun.answering(
            "",
            "--demo",
            "--now",
            "2017-06-16T10:00:00Z",
            "--ami-min-days",
            "1",
            "--keep-previous",
            "0");

    assertThat(run.out())
        .contains("ami_min_days : 1\n", "|     dev.front      |     5      |")
        .doesNotContain("back.dev");
  }

  @Test
  void protectsExcludedMappingValues() {
    CommandLineRun run = CommandLineRun.onDemo("", "--excluded-mapping-values", "prod", "back");

    assertThat(run.out())
        .contains("excluded_mapping_values : ['prod', 'back']\n", "dev.front", "remove 1 AMIs");
  }

  @Test
  void protectsImagesWithAnExcludedTag() {
    CommandLineRun run =
        CommandLineRun.onDemo("", "--tag-exclude", "role=front", "--tag-exclude", "environment=x");

    assertThat(run.out()).contains("remove 2 AMIs").doesNotContain("front");
  }

  @Test
  void removesOnlySelectedImagesWhateverTheirGroup() {
    CommandLineRun run = CommandLineRun.onDemo("y\n", "--from-ids", "ami-2bf48158", "ami-50504e36");

    assertThat(run.out())
        .startsWith("\nRetrieving AMIs to clean ...\n")
        .contains("remove 2 AMIs", "ami-2bf48158 (test-delete): deregistered");
    assertThat(run.status()).isZero();
  }

  @Test
  void appliesWhatIsGivenBesidesASelection() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "", "--from-ids", "ami-2bf48158", "ami-50504e36", "--mapping-values", "role");

    assertThat(run.out())
        .contains("mapping_values : ['role']\n", "remove 1 AMIs")
        .doesNotContain("keep_previous");
  }

  @Test
  void keepsTheNewestSelectedImagesOfEachGroupIfAskedTo() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "",
            "--from-ids",
            "ami-50504e36",
            "ami-52504e34",
            "ami-954658f3",
            "ami-a74856c1",
            "--keep-previous",
            "1");

    assertThat(run.out()).contains("back.dev", "dev.front", "remove 2 AMIs");
  }

  @Test
  void refusesToSelectAnUnknownImage() {
    CommandLineRun run = CommandLineRun.onDemo("y\n", "--from-ids", "ami-00000000");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("ami-00000000").hasLineCount(1);
    assertThat(run.out()).doesNotContain("[y/N]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-images=3", "--max-percent=19"})
  void refusesAPlanThatPassesALimit(String limit) {
    CommandLineRun run = CommandLineRun.onDemo("y\n", limit, "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).contains("| no-tags (excluded) |").doesNotContain("deregistered");
    assertThat(run.err()).startsWith("amiclean: The plan is refused: ").hasLineCount(1);
  }

  @Test
  void saysThatTheRefusedPlanIsWritten() {
    String plan = folder.resolve("x.json").toString();

    CommandLineRun run = CommandLineRun.onDemo("", "plan", "--max-images", "0", "--out", plan);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("amiclean: '" + plan + "' holds the refused plan, for explain\n")
        .contains("The plan is refused: ")
        .hasLineCount(2);
    assertThat(Path.of(plan)).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--max-images=4", "--max-percent=20"})
  void acceptsAPlanThatKeepsTheLimits(String limit) {
    assertThat(CommandLineRun.onDemo("", limit).out()).contains("remove 4 AMIs");
  }

  @Test
  void asksForImagesAloneIfThereAreNoOrphans() {
    CommandLineRun run = CommandLineRun.onDemo("y\n", "--check-orphans");

    assertThat(run.out()).doesNotContain("rphan").contains("Images: 4 succeeded");
  }

  @Test
  void showsProgressOnStderrIfAsked() {
    CommandLineRun run = CommandLineRun.onDemo("", "-f", "--progress");

    assertThat(run.err()).contains("Removing").contains("8/8");
    assertThat(run.out()).contains("Images: 4 succeeded").doesNotContain("Removing");
  }

  @Test
  void showsNoProgressOutsideATerminal() {
    assertThat(CommandLineRun.onDemo("", "-f").err()).isEmpty();
  }
}
