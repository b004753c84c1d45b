package io.amiclean.examples.cli.account;

import static io.amiclean.examples.cli.OverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireAnswer;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EmulatorOverWireTest {

  private static final List<String> LACKING =
      List.of(
          "fast-launch-images",
          "fast-snapshot-restores",
          "image-builder-recipes",
          "image-references",
          "instance-refreshes",
          "locked-snapshots",
          "recycle-bin",
          "replace-root-volume-tasks",
          "snapshot-tiers");

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void describeAccount() {
    aws.images(2);
    aws.state().launchConfiguration("web").image(ami(2));
    aws.state().autoScalingGroup("web").launchConfiguration("web");
    aws.endpoint().lacks(WireEndpoint.MOTO_LACKS);
  }

  @Test
  void saysAllThatIsMissingAtOnceAndWorksWithTheLineThatItGives() {
    CommandLineRun first = aws.removeAll();

    assertThat(first.status()).isEqualTo(4);
    assertThat(first.err()).startsWith("amiclean: 9 sources cannot be read:\n").hasLineCount(11);
    assertThat(first.err())
        .contains(
            "  locked-snapshots: The endpoint does not know ec2:DescribeLockedSnapshots (it is"
                + " answered with HTTP status 500 and no error code): use another one, or skip the"
                + " source 'locked-snapshots'\n");
    String line = first.err().substring(first.err().indexOf("--skip-usage")).strip();
    assertThat(line).isEqualTo("--skip-usage " + String.join(" ", LACKING));
    assertThat(aws.changes()).isEmpty();

    CommandLineRun second = aws.removeAll(line.split(" "));

    assertThat(second.status()).as(second.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
  }

  @Test
  void asksForEachOfThemOnce() {
    aws.removeAll();

    assertThat(aws.endpoint().count("DescribeLockedSnapshots")).isEqualTo(1);
    assertThat(aws.endpoint().count("DescribeInstanceRefreshes")).isEqualTo(1);
    assertThat(aws.endpoint().count("DescribeImageReferences")).isEqualTo(1);
  }

  @Test
  void leavesOutWhatIsUnavailableAndSaysSo() throws IOException {
    Path file = folder.resolve("plan.json");

    assertThat(aws.planAll(file, "--skip-usage", "unavailable").status()).isZero();

    assertThat(PlanJson.read(Files.readString(file)).evidence())
        .filteredOn(evidence -> evidence.skipped())
        .allSatisfy(
            evidence ->
                assertThat(evidence.notes())
                    .singleElement()
                    .asString()
                    .startsWith("The endpoint does not know "))
        .extracting(evidence -> evidence.source())
        .containsExactlyInAnyOrderElementsOf(LACKING);
  }

  @Test
  void removesAtTheFirstAttemptWithoutWhatIsUnavailable() {
    CommandLineRun run = aws.removeAll("--skip-usage", "unavailable");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
  }

  @Test
  void appliesAPlanWithoutWhatIsUnavailableInTheSameWay() {
    Path file = folder.resolve("plan.json");
    aws.planAll(file, "--skip-usage", "unavailable");

    CommandLineRun run = aws.run("", "apply", file.toString(), "-f", "--skip-usage", "unavailable");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
  }

  @Test
  void appliesNoPlanWithoutWhatItRead() {
    Path file = folder.resolve("plan.json");
    aws.planAll(file, "--skip-usage", "unavailable");
    aws.endpoint()
        .answerInstead(
            "DescribeInstances", request -> true, new WireAnswer(404, Map.of(), WireEndpoint.PAGE));

    CommandLineRun run = aws.run("", "apply", file.toString(), "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("The source 'instances' was read for the plan, and was left out now");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void appliesAPlanWithoutWhatItReadIfThatIsAskedFor() {
    Path file = folder.resolve("plan.json");
    aws.planAll(file, "--skip-usage", "unavailable");

    CommandLineRun run = aws.run("", "apply", file.toString(), "-f", "--skip-usage", "instances");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(aws.state().imageIds()).containsExactly(ami(2));
  }

  @Test
  void isRefusedWhereWhatIsLeftMayNotBeRead() {
    aws.state().deny("ec2:DescribeInstances");

    CommandLineRun run = aws.removeAll("--skip-usage", "unavailable");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("ec2:DescribeInstances is denied").hasLineCount(1);
  }

  @Test
  void isRefusedWhereImagesCannotBeRead() {
    aws.endpoint().lacks(List.of("DescribeImages"));

    CommandLineRun run = aws.removeAll("--skip-usage", "unavailable");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("does not know ec2:DescribeImages").doesNotContain("skip");
  }

  @Test
  void saysAllDenialsAtOnce() {
    aws.endpoint().heal();
    aws.state().deny("ec2:DescribeImages");
    aws.state().deny("ssm:DescribeParameters");
    aws.state().deny("ec2:DescribeImageAttribute");

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err().lines().map(line -> line.replaceFirst(" is denied.*", "")))
        .containsExactly(
            "amiclean: 4 sources cannot be read:",
            "  image-references: ec2:DescribeImageReferences",
            "  images: ec2:DescribeImages",
            "  launch-permissions: ec2:DescribeImageAttribute",
            "  ssm-parameters: ssm:DescribeParameters");
  }

  @Test
  void unavailableNeedsAnEndpointOfItsOwn() {
    CommandLineRun run = CommandLineRun.of("--skip-usage", "unavailable");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--skip-usage unavailable is for emulators");
  }
}
