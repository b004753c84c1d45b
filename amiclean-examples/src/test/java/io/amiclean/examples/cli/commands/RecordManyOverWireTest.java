package io.amiclean.examples.cli.commands;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.created;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of several regions in one run. */
@Tag("slow")
class RecordManyOverWireTest {

  private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1");

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  private WireState other = new WireState();

  @BeforeEach
  void describeRegions() {
    aws.images(2);
    other = new WireState("123456789012", "us-east-1");
    other.image(ami(5)).name("web-5").created(created(5)).tag("environment", "dev");
    aws.endpoint().add(other);
  }

  private CommandLineRun record(String... options) {
    List<String> args =
        new ArrayList<>(List.of("record", "--out", folder.resolve("account.json").toString()));
    args.add("--regions");
    args.addAll(REGIONS);
    args.addAll(List.of(options));
    return aws.run("", args.toArray(String[]::new));
  }

  private Path file(String name, String region) {
    return folder.resolve(name + ".123456789012." + region + ".json");
  }

  @Test
  void eachRegionIsRecordedInAFileOfItsOwn() throws IOException {
    CommandLineRun run = record();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """

            us-east-1
            Recorded 123456789012/us-east-1: 1 AMIs, 0 snapshots, 0 references

            eu-west-1
            Recorded 123456789012/eu-west-1: 2 AMIs, 2 snapshots, 0 references
            Scopes: 2 done
            """);
    assertThat(run.err()).isEmpty();
    Path live = folder.resolve("live.json");
    aws.planAll(live, "--regions", REGIONS.get(0), REGIONS.get(1));
    for (String region : REGIONS) {
      Path plan = folder.resolve(region);
      CommandLineRun offline =
          CommandLineRun.of(
              "plan",
              "--inventory",
              file("account", region).toString(),
              "--out",
              plan.toString(),
              "--keep-previous",
              "0",
              "--now",
              NOW);
      assertThat(offline.status()).as(offline.err()).isZero();
      assertThat(plan).hasSameTextualContentAs(file("live", region));
    }
  }

  @Test
  void aRegionThatFailsIsNamedAndLeftAlone() {
    other.deny("ec2:DescribeInstances");

    CommandLineRun run = record();

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .contains("amiclean: us-east-1: ec2:DescribeInstances is denied")
        .hasLineCount(1);
    assertThat(run.out()).endsWith("Scopes: 1 done, 1 failed: us-east-1\n");
    assertThat(file("account", "us-east-1")).doesNotExist();
    assertThat(file("account", "eu-west-1")).exists();
  }

  @Test
  void nothingIsReadWhereAFileExists() throws IOException {
    Files.createFile(file("account", "eu-west-1"));

    CommandLineRun run = record();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("account.123456789012.eu-west-1.json' exists", "--overwrite");
    assertThat(file("account", "us-east-1")).doesNotExist();
    assertThat(aws.endpoint().requests("DescribeImages")).isEmpty();
    assertThat(record("--overwrite").status()).isZero();
  }

  @Test
  void theProgressOfEachRegionNamesIt() {
    CommandLineRun run = record("--progress");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("amiclean: Retrieving "))
        .satisfiesExactly(
            line -> assertThat(line).endsWith(", us-east-1"),
            line -> assertThat(line).endsWith(", eu-west-1"));
  }
}
