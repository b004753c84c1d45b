package io.amiclean.examples.cli.commands;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded over the wire gives offline what it gives live. */
@Tag("slow")
class RecordOverWireTest {

  private static final String TEMPLATE = "lt-00000000000000001";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  private Path inventory;

  /** An account with images in every state, and users of every kind of some of them. */
  @BeforeEach
  void makeAccount() {
    inventory = folder.resolve("inventory.json");
    aws.images(30);
    aws.state().instance("i-00000000000000001").image(ami(2)).state("stopped");
    aws.state().launchConfiguration("alone").image(ami(3));
    aws.state().launchTemplate(TEMPLATE).version(ami(4)).version(ami(5));
    aws.state().parameter("/golden", ami(6));
    aws.state().parameter("/texts/golden").value("ami is " + ami(7));
    aws.state().imageRecipe("web").parent(ami(8));
    aws.state().fastLaunchImage(ami(9));
    aws.state()
        .reference(ami(10), "ssm:Parameter", "arn:aws:ssm:eu-west-1:123456789012:parameter/x");
    aws.image(31).state("disabled");
    aws.image(32).state("pending");
    aws.image(33).shared();
    aws.image(34).sharedWith("210987654321");
    aws.image(35).protection("enabled-without-cooldown");
    aws.imageWithoutSnapshot(36).device("/dev/xvda", snap(1), 8);
    aws.state().image(ami(37)).name("no tags \u202e \uD83D\uDE00 \"").created(OverWire.created(37));
    aws.state()
        .snapshot(snap(90))
        .description("Created by CreateImage(i-0123456789abcdef0) for " + ami(90));
    aws.state().snapshot(snap(11)).locked();
    aws.state().reportedUsage(ami(34)).by("210987654321", "ec2:Instance", 2);
    aws.state().recycledImage(ami(99)).device("/dev/xvda", snap(13), 8);
  }

  private CommandLineRun record(String... options) {
    List<String> args = new ArrayList<>(List.of("record", "--out", inventory.toString()));
    args.addAll(Arrays.asList(options));
    return aws.run("", args.toArray(String[]::new));
  }

  private CommandLineRun offline(String... args) {
    return CommandLineRun.of(
        Stream.concat(Arrays.stream(args), Stream.of("--inventory", inventory.toString()))
            .toArray(String[]::new));
  }

  private CommandLineRun planOffline(Path plan, String... options) {
    return offline(
        Stream.concat(
                Stream.of("plan", "--out", plan.toString(), "--keep-previous", "0", "--now", NOW),
                Arrays.stream(options))
            .toArray(String[]::new));
  }

  static Stream<List<String>> readings() {
    return Stream.of(
        List.of(),
        List.of("--ssm-path", "/texts"),
        List.of("--usage-reports"),
        List.of("--allow-shared"),
        List.of("--skip-usage", "instances", "recycle-bin", "image-references"),
        List.of("--launch-template-versions", "default-latest"));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void theSamePlanComesOfTheRecordingByteForByte(List<String> reading) throws IOException {
    String[] options = reading.toArray(String[]::new);
    Path live = folder.resolve("live.json");
    CommandLineRun planned = aws.planAll(live, options);
    assertThat(planned.status()).as(planned.err()).isZero();

    CommandLineRun recorded = record(options);
    assertThat(recorded.status()).as(recorded.err()).isZero();
    aws.endpoint().close();
    Path plan = folder.resolve("offline.json");
    CommandLineRun run = planOffline(plan, options);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).endsWith("\nTo execute: amiclean apply " + plan + "\n");
    assertThat(withoutCommand(run)).isEqualTo(withoutCommand(planned));
    assertThat(run.err()).isEqualTo(planned.err().replace(live.toString(), plan.toString()));
    assertThat(Files.readString(plan)).isEqualTo(Files.readString(live));
    assertThat(PlanJson.read(Files.readString(plan)).removals()).isNotEmpty();
  }

  private static String withoutCommand(CommandLineRun plan) {
    return plan.out().substring(0, plan.out().indexOf("To execute: "));
  }

  @Test
  void saysWhatWouldTurnTheVerdictOnImagesInUseAndOthers() {
    assertThat(record().status()).isZero();

    CommandLineRun run = offline("what-if", ami(2), ami(20), "--keep-previous", "0", "--now", NOW);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(ami(2) + " (web-2)", "in-use", "    --keep-previous 14: RETAINED\n");
    assertThat(run.err())
        .contains(
            "amiclean: The inventory does not hold what is needed to plan without the protection");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void otherRulesAreTriedOnTheSameRecording(List<String> rules) throws IOException {
    assertThat(record().status()).isZero();
    String[] options = rules.toArray(String[]::new);
    Path live = folder.resolve("live.json");
    assertThat(aws.run("", liveArgs("plan", live, options)).status()).isZero();
    Path plan = folder.resolve("offline.json");
    assertThat(
            offline(
                    Stream.concat(
                            Stream.of("plan", "--out", plan.toString(), "--now", NOW),
                            rules.stream())
                        .toArray(String[]::new))
                .status())
        .isZero();

    assertThat(Files.readString(plan)).isEqualTo(Files.readString(live));
  }

  static Stream<List<String>> rules() {
    return Stream.of(
        List.of(),
        List.of("--keep-previous", "3", "--check-orphans"),
        List.of("--mapping-key", "name", "--mapping-values", "web-1", "web-2"),
        List.of("--from-ids", ami(2), ami(13)),
        List.of("--ami-min-days", "100000"));
  }

  private static String[] liveArgs(String command, Path out, String... options) {
    return Stream.concat(
            Stream.of(command, "--out", out.toString(), "--now", NOW), Arrays.stream(options))
        .toArray(String[]::new);
  }

  @Test
  void stagesArePlannedOfTheRecordingToo() throws IOException {
    assertThat(record().status()).isZero();
    Path live = folder.resolve("live.json");
    Path plan = folder.resolve("offline.json");
    String[] options = {"--keep-previous", "2", "--stage", "private", "--stage", "disable"};

    assertThat(aws.run("", liveArgs("stages", live, options)).status()).isZero();
    CommandLineRun run = offline(liveArgs("stages", plan, options));

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Files.readString(plan)).isEqualTo(Files.readString(live));
  }

  @Test
  void pinsAreReadWhenItIsPlanned() throws IOException {
    assertThat(record().status()).isZero();
    Path pins = Files.writeString(folder.resolve("pins.txt"), ami(20));
    Path live = folder.resolve("live.json");
    Path plan = folder.resolve("offline.json");

    aws.planAll(live, "--pinned-ids", pins.toString());
    planOffline(plan, "--pinned-ids", pins.toString());

    assertThat(Files.readString(plan)).contains("pins.txt:1").isEqualTo(Files.readString(live));
  }

  @Test
  void recordingChangesNothing() {
    assertThat(record().status()).isZero();

    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void saysWhatItRecorded() {
    assertThat(record().out())
        .startsWith("Recorded 123456789012/eu-west-1: 37 AMIs, ")
        .endsWith(" references\n");
  }

  @Test
  void aRecordingIsShownAndNothingIsAskedOrExecuted() {
    assertThat(record().status()).isZero();

    CommandLineRun run = offline("--keep-previous", "0", "--now", NOW);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("AMIs to be removed:").doesNotContain("Do you want");
    assertThat(aws.changes()).isEmpty();
  }

  static Stream<Arguments> otherwise() {
    return Stream.of(
        Arguments.of(
            List.of("--skip-usage", "instances"),
            List.of(),
            "The inventory was recorded without 'instances', which this plan asks for: record it"
                + " again, or plan with --skip-usage instances"),
        Arguments.of(
            List.of(),
            List.of("--skip-usage", "instances"),
            "The inventory was recorded with 'instances', which this plan leaves out: record it"
                + " again, or plan with no --skip-usage instances"),
        Arguments.of(
            List.of("--allow-shared"),
            List.of(),
            "recorded without 'launch-permissions', which this plan asks for"),
        Arguments.of(
            List.of(),
            List.of("--ssm-path", "/texts"),
            "recorded with --ssm-path [], and this plan asks for [/texts]"),
        Arguments.of(
            List.of("--launch-template-versions", "in-use"),
            List.of(),
            "recorded with --launch-template-versions in-use, and this plan asks for all"),
        Arguments.of(
            List.of(),
            List.of("--usage-reports"),
            "recorded with --usage-reports false, and this plan asks for true"));
  }

  @ParameterizedTest
  @MethodSource("otherwise")
  void aPlanThatAsksForWhatWasReadOtherwiseIsRefused(
      List<String> then, List<String> now, String message) {
    assertThat(record(then.toArray(String[]::new)).status()).isZero();
    Path plan = folder.resolve("plan.json");

    CommandLineRun run = planOffline(plan, now.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).contains(message);
    assertThat(plan).doesNotExist();
  }
}
