package io.amiclean.examples.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.cli.SeedOutput;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account of the seed {@code 000_d2e5cc670baa94a0.txt}, and the tables that the seed shows. */
@Tag("slow")
class SeedOverWireTest {

  private static final String NOW = "2017-06-16T00:00:00Z";

  @RegisterExtension private final OverWire aws = OverWire.ofTheSeed();

  @Test
  void showsTheTableOfTheDefaults() {
    assertThat(aws.run("n\n", "--now", NOW).out()).isEqualTo(SeedOutput.KEEPING_FOUR);
  }

  @Test
  void showsTheTableOfTwoKeptImages() {
    assertThat(aws.run("n\n", "--now", NOW, "--keep-previous", "2").out())
        .isEqualTo(SeedOutput.KEEPING_TWO);
  }

  @Test
  void showsTheTablesOfNames() {
    assertThat(
            aws.run(
                    "n\n",
                    "--now",
                    NOW,
                    "--mapping-key",
                    "name",
                    "--mapping-values",
                    "front",
                    "--full-report",
                    "--keep-previous",
                    "8")
                .out())
        .isEqualTo(SeedOutput.BY_NAME);
  }

  @Test
  void showsTheTablesOfEachGroup() {
    assertThat(
            aws.run(
                    "n\n",
                    "--now",
                    NOW,
                    "--mapping-key",
                    "tags",
                    "--mapping-values",
                    "environment",
                    "role",
                    "--full-report",
                    "--keep-previous",
                    "3")
                .out())
        .isEqualTo(SeedOutput.OF_EACH_GROUP);
  }

  @Test
  void removesExactlyTheShownImagesAndTheirSnapshotsOnceConfirmed() {
    Set<String> images = aws.state().imageIds();
    Set<String> snapshots = aws.state().snapshotIds();

    CommandLineRun run =
        aws.run(
            "y\n",
            "--now",
            NOW,
            "--mapping-key",
            "name",
            "--mapping-values",
            "front",
            "--keep-previous",
            "8");

    images.removeAll(Set.of("ami-50504e36", "ami-52504e34"));
    snapshots.removeAll(Set.of("snap-0c4647159c324c985", "snap-17204e52db2221a58"));
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(aws.state().imageIds()).isEqualTo(images);
    assertThat(aws.state().snapshotIds()).isEqualTo(snapshots);
  }

  @Test
  void removesTheOldestOfEachGroup() {
    aws.run("y\n", "--now", NOW);

    assertThat(aws.changes())
        .containsExactly(
            "DeregisterImage ami-50504e36 with snapshots",
            "DeregisterImage ami-954658f3 with snapshots",
            "DeregisterImage ami-9d4759fb with snapshots",
            "DeregisterImage ami-fd4c529b with snapshots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "n\n", "\n", "yes please\n"})
  void changesNothingUnlessConfirmed(String answer) {
    CommandLineRun run = aws.run(answer, "--now", NOW);

    assertThat(run.status()).isZero();
    assertThat(aws.changes()).isEmpty();
  }
}
