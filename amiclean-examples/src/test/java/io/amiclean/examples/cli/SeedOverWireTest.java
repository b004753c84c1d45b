package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The account of the seed {@code 000_d2e5cc670baa94a0.txt}, and the tables that the seed shows. */
class SeedOverWireTest {

  private static final String NOW = "2017-06-16T00:00:00Z";

  @RegisterExtension private final OverWire aws = OverWire.ofTheSeed();

  @Test
  void showsTheTableOfTheDefaults() {
    assertThat(aws.run("", "--now", NOW).out())
        .isEqualTo(
            """

            Default values : ==>
            mapping_key : tags
            mapping_values : ['environment', 'role']
            keep_previous : 4

            Retrieving AMIs to clean ...

            AMIs to be removed:
            +--------------------+------------+
            |     Group name     | candidates |
            +--------------------+------------+
            |      back.dev      |     1      |
            |     back.prod      |     1      |
            |     dev.front      |     1      |
            |     front.prod     |     1      |
            | no-tags (excluded) |     1      |
            +--------------------+------------+
            Do you want to continue and remove 4 AMIs [y/N] ? :\s
            """);
  }

  @Test
  void showsTheTableOfTwoKeptImages() {
    assertThat(aws.run("", "--now", NOW, "--keep-previous", "2").out())
        .isEqualTo(
            """

            Default values : ==>
            mapping_key : tags
            mapping_values : ['environment', 'role']
            keep_previous : 2

            Retrieving AMIs to clean ...

            AMIs to be removed:
            +--------------------+------------+
            |     Group name     | candidates |
            +--------------------+------------+
            |      back.dev      |     3      |
            |     back.prod      |     3      |
            |     dev.front      |     3      |
            |     front.prod     |     3      |
            | no-tags (excluded) |     1      |
            +--------------------+------------+
            Do you want to continue and remove 12 AMIs [y/N] ? :\s
            """);
  }

  @Test
  void showsTheTablesOfNames() {
    assertThat(
            aws.run(
                    "",
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
        .isEqualTo(
            """

            Default values : ==>
            mapping_key : name
            mapping_values : ['front']
            keep_previous : 8

            Retrieving AMIs to clean ...
            front
            +--------------+---------------+--------------------------+
            |    AMI ID    |    AMI Name   |      Creation Date       |
            +--------------+---------------+--------------------------+
            | ami-50504e36 | front-a3c56c4 | 2017-06-15T09:55:42.000Z |
            | ami-52504e34 | front-ff5eac7 | 2017-06-15T09:56:43.000Z |
            +--------------+---------------+--------------------------+


            AMIs to be removed:
            +------------+------------+
            | Group name | candidates |
            +------------+------------+
            |   front    |     2      |
            +------------+------------+
            Do you want to continue and remove 2 AMIs [y/N] ? :\s
            """);
  }

  @Test
  void showsTheTablesOfEachGroup() {
    assertThat(
            aws.run(
                    "",
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
        .isEqualTo(
            """

            Default values : ==>
            mapping_key : tags
            mapping_values : ['environment', 'role']
            keep_previous : 3

            Retrieving AMIs to clean ...
            back.dev
            +--------------+--------------+--------------------------+
            |    AMI ID    |   AMI Name   |      Creation Date       |
            +--------------+--------------+--------------------------+
            | ami-a74856c1 | back-285244c | 2017-06-15T11:47:57.000Z |
            | ami-954658f3 | back-d358afc | 2017-06-15T11:46:56.000Z |
            +--------------+--------------+--------------------------+


            back.prod
            +--------------+--------------+--------------------------+
            |    AMI ID    |   AMI Name   |      Creation Date       |
            +--------------+--------------+--------------------------+
            | ami-55495733 | back-579c0f6 | 2017-06-15T11:53:07.000Z |
            | ami-9d4759fb | back-c58de50 | 2017-06-15T11:52:05.000Z |
            +--------------+--------------+--------------------------+


            dev.front
            +--------------+---------------+--------------------------+
            |    AMI ID    |    AMI Name   |      Creation Date       |
            +--------------+---------------+--------------------------+
            | ami-50504e36 | front-a3c56c4 | 2017-06-15T09:55:42.000Z |
            | ami-52504e34 | front-ff5eac7 | 2017-06-15T09:56:43.000Z |
            +--------------+---------------+--------------------------+


            front.prod
            +--------------+---------------+--------------------------+
            |    AMI ID    |    AMI Name   |      Creation Date       |
            +--------------+---------------+--------------------------+
            | ami-fd4c529b | front-31d05d8 | 2017-06-15T10:05:39.000Z |
            | ami-50514f36 | front-a4b33c9 | 2017-06-15T10:06:42.000Z |
            +--------------+---------------+--------------------------+


            no-tags (excluded)
            +--------------+-------------+--------------------------+
            |    AMI ID    |   AMI Name  |      Creation Date       |
            +--------------+-------------+--------------------------+
            | ami-2bf48158 | test-delete | 2016-08-16T17:40:15.000Z |
            +--------------+-------------+--------------------------+


            AMIs to be removed:
            +--------------------+------------+
            |     Group name     | candidates |
            +--------------------+------------+
            |      back.dev      |     2      |
            |     back.prod      |     2      |
            |     dev.front      |     2      |
            |     front.prod     |     2      |
            | no-tags (excluded) |     1      |
            +--------------------+------------+
            Do you want to continue and remove 8 AMIs [y/N] ? :\s
            """);
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
  @ValueSource(strings = {"", "n\n", "\n", "yes\n"})
  void changesNothingUnlessConfirmed(String answer) {
    CommandLineRun run = aws.run(answer, "--now", NOW);

    assertThat(run.status()).isZero();
    assertThat(aws.changes()).isEmpty();
  }
}
