package io.amiclean.examples.cli.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that are moved through the stages, day by day. */
@Tag("slow")
class StagesOverWireTest {

  private static final Pattern DEFAULT_JOURNAL = Pattern.compile("The journal is (.*\\.journal)");

  private static final String FRIEND = "210987654321";

  @TempDir private Path folder;
  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void makesPrivateThenDisablesThenDeregisters() {
    aws.image(1).shared();

    assertThat(stages("2024-06-01T00:00:00Z").out()).contains("made private");
    assertThat(stages("2024-06-10T23:59:59Z").out())
        .contains("Waiting in the stage private: 1 AMI, until 2024-06-11T00:00:00Z\n")
        .doesNotContain("No AMIs");
    assertThat(stages("2024-06-11T00:00:00Z").out()).contains("disabled");
    assertThat(stages("2024-06-21T00:00:00Z").out()).contains("deregistered");

    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void saysHowManyWaitInEachStageWhileOthersMove() {
    aws.images(2);
    stages("2024-06-01T00:00:00Z");
    stages("2024-06-11T00:00:00Z");
    aws.image(3);
    stages("2024-06-12T00:00:00Z");
    aws.image(4);
    stages("2024-06-13T00:00:00Z");
    aws.image(5);

    CommandLineRun run =
        aws.run("n\n", "stages", "--keep-previous", "0", "--now", "2024-06-14T00:00:00Z");

    assertThat(run.out())
        .contains("AMIs to be changed:")
        .contains(
            """
            Waiting in the stage private: 2 AMIs, the first until 2024-06-22T00:00:00Z
            Waiting in the stage disabled: 2 AMIs, the first until 2024-06-21T00:00:00Z
            Account 123456789012, region eu-west-1: 5 images read
            0 images to remove, 1 to change, 4 kept (4 waiting in a stage), 0 ungrouped
            0 snapshots to delete, 0 GiB
            Do you want to continue and change 1 AMIs [y/N] ? :""");
  }

  @Test
  void goesThroughTheGivenStagesOnly() {
    aws.image(1).shared();

    stages("2024-06-01T00:00:00Z", "--stage", "private", "--stage", "deregister=3");
    CommandLineRun run =
        stages("2024-06-04T00:00:00Z", "--stage", "private", "--stage", "deregister=3");

    assertThat(run.out()).contains("AMIs to be removed:", "deregistered");
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void writesTheSameTagsOfAllImagesByOneCall() {
    aws.images(20);

    stages("2024-06-01T00:00:00Z");

    assertThat(aws.endpoint().requests("CreateTags"))
        .hasSize(2)
        .allMatch(request -> request.list("ResourceId").size() == 20);
  }

  @Test
  void recordsOtherLaunchPermissionsByCallsOfTheirOwn() {
    aws.images(20);
    aws.image(3).shared();
    aws.image(7).sharedWith(FRIEND);

    stages("2024-06-01T00:00:00Z");

    assertThat(aws.endpoint().requests("CreateTags")).hasSize(3 + 1);
    assertThat(tags("amiclean:launch-permissions"))
        .containsExactlyInAnyOrder("none", "all", FRIEND);
  }

  @Test
  void tagsInPartsWhereAnImageIsGone() {
    aws.images(20);
    aws.endpoint()
        .failWhen(
            "CreateTags",
            request -> {
              aws.state().remove(OverWire.ami(3));
              return false;
            },
            400,
            "Unused",
            "It does not fail.");

    CommandLineRun run = stages("2024-06-01T00:00:00Z");

    assertThat(run.out()).contains("made private");
    assertThat(aws.endpoint().requests("CreateTags"))
        .extracting(request -> request.list("ResourceId").size())
        .as("the record, halved until the image is alone, and the mark of the others")
        .containsExactly(20, 10, 5, 3, 2, 1, 2, 5, 10, 19);
    assertThat(aws.state().imageIds()).hasSize(19);
  }

  @Test
  void asksBeforeItChangesAnything() {
    aws.images(2);

    CommandLineRun run =
        aws.run("n\n", "stages", "--keep-previous", "0", "--journal", journal("declined"));

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("AMIs to be changed:", "Do you want to continue and change 2 AMIs [y/N] ? : ");
    assertThat(aws.changes()).isEmpty();
    assertThat(folder.resolve("declined")).doesNotExist();
  }

  @Test
  void takesChosenLaunchPermissionsOnlyFromAFileToo() {
    aws.image(1).shared().sharedWith(FRIEND);
    Path plan = folder.resolve("plan.json");
    CommandLineRun planned =
        aws.run(
            "",
            "stages",
            "--keep-previous",
            "0",
            "--stage",
            "private",
            "--revoke",
            FRIEND,
            "--revoke",
            "arn:aws:organizations::111111111111:organization/o-1234567890",
            "--out",
            plan.toString());
    assertThat(planned.status()).as(planned.err()).isZero();

    CommandLineRun run = aws.run("", "apply", "-f", plan.toString(), "--journal", journal("j"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.endpoint().requests("ModifyImageAttribute"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters().values()).contains(FRIEND).doesNotContain("all"));
    assertThat(tags("amiclean:launch-permissions")).containsExactly(FRIEND);
  }

  @Test
  void deprecatesAfterANotice() {
    aws.image(1);

    stages("2024-06-01T00:00:00Z", "--stage", "deprecate", "--deprecation-notice", "30");

    assertThat(aws.endpoint().requests("EnableImageDeprecation")).hasSize(1);
    assertThat(tags("amiclean:stage-since")).containsExactly("2024-07-01T00:00:00Z");
  }

  @Test
  void takesOverWhatAnotherToolMadePrivate() {
    aws.image(1).tag("LaunchPermissionRevoked", "20052024");
    String[] options = {
      "--stage",
      "private",
      "--stage",
      "deregister",
      "--stage-tag",
      "LaunchPermissionRevoked=ddMMyyyy"
    };

    assertThat(stages("2024-05-29T23:59:59Z", options).out())
        .contains("Waiting in the stage private: 1 AMI, until 2024-05-30T00:00:00Z\n");
    assertThat(stages("2024-05-30T00:00:00Z", options).out()).contains("deregistered");
  }

  @Test
  void marksTheTimeThatAPlanIsAppliedAt() {
    aws.image(1);
    Path plan = folder.resolve("plan.json");
    aws.run("", "stages", "--keep-previous", "0", "--now", OverWire.NOW, "--out", plan.toString());

    CommandLineRun run =
        aws.run(
            "",
            "apply",
            "-f",
            plan.toString(),
            "--now",
            "2024-06-02T00:00:00Z",
            "--journal",
            journal("applied"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(tags("amiclean:stage-since")).containsExactly("2024-06-02T00:00:00Z");
  }

  @Test
  void aPlanWithoutStagesHasNoTimeToMark() {
    aws.image(1);
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan);
    aws.endpoint().clearRequests();

    CommandLineRun run = aws.run("", "apply", plan.toString(), "--now", OverWire.NOW);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--now sets the time of tags", "expected");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void marksTheTimeOfPlanning() {
    aws.image(1);

    stages("2024-06-01T00:00:00Z");

    assertThat(aws.endpoint().requests())
        .filteredOn(request -> request.action().equals("CreateTags"))
        .anyMatch(request -> OverWire.NOW.equals(request.tags().get("amiclean:stage-since")));
  }

  @Test
  void plansOnlyForAFile() {
    aws.image(1).shared();
    Path plan = folder.resolve("plan.json");

    CommandLineRun run =
        aws.run(
            "", "stages", "--keep-previous", "0", "--now", OverWire.NOW, "--out", plan.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("make image private");
    assertThat(plan).content().contains("MAKE_IMAGE_PRIVATE");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void isAppliedFromAFile() {
    aws.image(1).shared();
    Path plan = folder.resolve("plan.json");
    aws.run("", "stages", "--keep-previous", "0", "--now", OverWire.NOW, "--out", plan.toString());

    CommandLineRun run = aws.run("y\n", "apply", plan.toString(), "--journal", journal("applied"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("and change 1 AMIs [y/N]", "made private");
    assertThat(folder.resolve("applied")).content().contains(OverWire.ami(1));
  }

  @Test
  void writesAJournalWhoseDefaultPathItPrints() throws IOException {
    aws.image(1).shared();

    CommandLineRun run = aws.run("", "stages", "-f", "--keep-previous", "0", "--now", OverWire.NOW);

    Matcher path = DEFAULT_JOURNAL.matcher(run.err());
    assertThat(path.find()).as(run.err()).isTrue();
    Path journal = Path.of(path.group(1));
    try {
      assertThat(journal.getFileName().toString())
          .startsWith("amiclean-123456789012.eu-west-1-20240601T000000Z-");
      assertThat(journal).content().contains(OverWire.ami(1));
    } finally {
      Files.deleteIfExists(journal);
    }
  }

  @Test
  void writesNoJournalOfNothing() {
    assertThat(aws.run("", "stages", "-f").err())
        .isEqualTo(
            "amiclean: Warning: No images were read from 123456789012/eu-west-1: are account and"
                + " region the right ones?\n");
  }

  @Test
  void movesTheImagesOfManyRegions() {
    aws.image(1);

    CommandLineRun run =
        aws.run(
            "y\n",
            "stages",
            "--keep-previous",
            "0",
            "--regions",
            "all",
            "--journal",
            journal("many.journal"));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("and change 1 AMIs [y/N]", "made private");
    assertThat(folder.resolve("many.123456789012.eu-west-1.journal")).exists();
  }

  @ParameterizedTest
  @CsvSource({
    "retire, 'is no stage: expected deprecate, private, disable or deregister'",
    "disable=soon, names no number of days",
    "disable=-1, names no number of days"
  })
  void refusesWhatIsNoStage(String stage, String message) {
    CommandLineRun run = aws.run("", "stages", "--stage", stage);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'" + stage + "'", message);
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--revoke everyone, 'is nobody: expected public'",
    "--stage disable --revoke public, expected --stage private",
    "--deprecation-notice 3, expected --stage deprecate",
    "--stage deprecate --deprecation-notice -1, expected 0 to 36500 days",
    "--stage-tag LaunchPermissionRevoked, expected KEY=PATTERN",
    "--stage-tag LaunchPermissionRevoked=HHmm, is none of a day",
    "--stage-tag LaunchPermissionRevoked=b, LaunchPermissionRevoked=b"
  })
  void refusesWhatDoesNotGoWithTheStages(String options, String message) {
    CommandLineRun run = aws.run("", ("stages " + options).split(" ", -1));

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void refusesStagesInAnotherOrder() {
    CommandLineRun run = aws.run("", "stages", "--stage", "disable", "--stage", "private");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("in this order");
  }

  @Test
  void refusesToPlanOnlyAndNotToAsk() {
    CommandLineRun run = aws.run("", "stages", "-f", "--out", journal("plan.json"));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--out plans only");
  }

  private CommandLineRun stages(String now, String... options) {
    List<String> args =
        new ArrayList<>(List.of("stages", "-f", "--keep-previous", "0", "--now", now));
    args.addAll(List.of("--journal", journal(now.substring(0, 13))));
    args.addAll(List.of(options));
    CommandLineRun run = aws.run("", args.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return run;
  }

  private List<String> tags(String key) {
    return aws.endpoint().requests("CreateTags").stream()
        .map(request -> request.tags().get(key))
        .filter(Objects::nonNull)
        .toList();
  }

  private String journal(String name) {
    return folder.resolve(name).toString();
  }
}
