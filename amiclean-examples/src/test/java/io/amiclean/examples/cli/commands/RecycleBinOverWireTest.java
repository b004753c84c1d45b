package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Recycle Bin on the command line. */
@Tag("slow")
class RecycleBinOverWireTest {

  private static final String ID = OverWire.ami(1);

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void isListed() {
    aws.state()
        .recycledImage(ID)
        .name("web-1")
        .entered("2024-06-01T00:00:00.000Z")
        .leaves("2024-06-08T00:00:00.000Z");

    CommandLineRun run = aws.run("", "recycle-bin");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo(
            ID
                + " (web-1): deregistered 2024-06-01T00:00:00Z,"
                + " deleted for good 2024-06-08T00:00:00Z\n");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void isSaidToBeEmpty() {
    CommandLineRun run = aws.run("", "recycle-bin");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("No AMIs in the Recycle Bin.\n");
  }

  @Test
  void isListedForTheGivenImages() {
    aws.state().recycledImage(ID);
    aws.state().recycledImage(OverWire.ami(2));

    assertThat(aws.run("", "recycle-bin", OverWire.ami(2), OverWire.ami(3)).out())
        .contains(OverWire.ami(2) + " (", OverWire.ami(3) + ": not in the Recycle Bin")
        .doesNotContain(ID);
  }

  @Test
  void givesAnImageBackAfterItsSnapshots() {
    aws.state().recycledImage(ID).device("/dev/xvda", OverWire.snap(1), 8);

    CommandLineRun run = aws.run("", "recycle-bin", "--restore", ID);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(OverWire.snap(1) + ": restored\n" + ID + ": restored\n");
    assertThat(aws.endpoint().requests())
        .extracting(WireRequest::action)
        .containsSubsequence("RestoreSnapshotFromRecycleBin", "RestoreImageFromRecycleBin");
    assertThat(aws.state().imageIds()).containsExactly(ID);
    assertThat(aws.state().snapshotIds()).containsExactly(OverWire.snap(1));
  }

  @Test
  void leavesWhatCannotBeGivenBack() {
    aws.state().recycledImage(ID).device("/dev/xvda", OverWire.snap(1), 8);
    aws.endpoint()
        .failAlways("RestoreSnapshotFromRecycleBin", 403, "UnauthorizedOperation", "Denied.");

    CommandLineRun run = aws.run("", "recycle-bin", "--restore", ID);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).contains("UnauthorizedOperation", ID + ": skipped");
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void saysThatAnImageIsNotInIt() {
    CommandLineRun run = aws.run("", "recycle-bin", "--restore", ID);

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).startsWith(ID + ": not in the Recycle Bin of 123456789012/eu-west-1\n");
  }

  @Test
  void restoresNothingUnlessToldWhat() {
    CommandLineRun run = aws.run("", "recycle-bin", "--restore");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("expected their ids");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void isListedForManyRegions() {
    aws.state().recycledImage(ID).name("web-1");
    WireState other = new WireState("123456789012", "us-east-1");
    other.recycledImage(OverWire.ami(2)).name("web-2");
    aws.endpoint().add(other);
    aws.endpoint().add(new WireState("123456789012", "us-west-1"));
    aws.endpoint().failRegion("us-west-1", 500, "InternalError", "An internal error.");

    CommandLineRun run =
        aws.run("", "recycle-bin", "--regions", "eu-west-1", "us-east-1", "us-west-1");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .contains("eu-west-1\n" + ID + " (web-1): ", "us-east-1\n" + OverWire.ami(2) + " (web-2): ")
        .endsWith("Scopes: 2 done, 1 failed: us-west-1\n");
    assertThat(run.err()).contains("amiclean: us-west-1: ");
  }

  @Test
  void givesBackImagesOfOneRegionOnly() {
    CommandLineRun run =
        aws.run("", "recycle-bin", ID, "--restore", "--regions", "eu-west-1", "us-east-1");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Images are of one region of one account: expected --region");
    assertThat(aws.endpoint().requests()).isEmpty();
  }

  @Test
  void knowsNoOptionsOfWhatIsReadForAPlan() {
    CommandLineRun run = aws.run("", "recycle-bin", "--skip-usage", "instances");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("Unknown option: '--skip-usage'");
  }

  @Test
  void isNotPartOfTheDemo() {
    CommandLineRun run = CommandLineRun.of("recycle-bin", "--demo");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("The embedded account has no Recycle Bin: expected one of AWS");
  }
}
