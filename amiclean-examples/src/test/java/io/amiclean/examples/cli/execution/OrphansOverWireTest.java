package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that were made for images which no longer exist. */
@Tag("slow")
class OrphansOverWireTest {

  private static final int ORPHAN = 9;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void makeAnImageAndAnOrphan() {
    aws.image(1);
    orphan();
  }

  @ParameterizedTest
  @CsvSource({"y, y, false, false", "y, n, false, true", "n, y, true, false", "n, n, true, true"})
  void removesWhatIsConfirmed(
      String orphans, String images, boolean orphanStays, boolean imageStays) {
    CommandLineRun run = answering(orphans + "\n" + images + "\n");

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            """
            +------------------------+
            |    Orphan Snapshots    |
            +------------------------+
            | snap-00000000000000009 |
            +------------------------+
            Account 123456789012, region eu-west-1
            1 orphan snapshot to delete, 8 GiB, at most USD 0.40 a month
            Removal is for good: no rule of the Recycle Bin holds it
            Do you want to continue and remove 1 orphan snapshots [y/N] ? :\s
            """,
            "Do you want to continue and remove 1 AMIs [y/N] ? : ");
    assertThat(aws.state().snapshotIds().contains(snap(ORPHAN))).isEqualTo(orphanStays);
    assertThat(aws.state().imageIds().contains(ami(1))).isEqualTo(imageStays);
    assertThat(aws.state().snapshotIds().contains(snap(1))).isEqualTo(imageStays);
  }

  @Test
  void areLeftAloneUnlessAskedFor() {
    aws.removeAll();

    assertThat(aws.state().snapshotIds()).containsExactly(snap(ORPHAN));
  }

  @Test
  void goEvenIfThereIsNoImage() {
    aws.state().remove(ami(1));

    aws.removeAll("--check-orphans");

    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "error", "recoverable", "recovering"})
  void areCompleted(String state) {
    aws.state().snapshot(snap(ORPHAN)).state(state);

    assertKept();
  }

  @Test
  void belongToTheAccount() {
    aws.state().snapshot(snap(ORPHAN)).owner("210987654321").shared();

    assertKept();
  }

  @Test
  void saySoInTheirDescription() {
    aws.state().snapshot(snap(ORPHAN)).description("My backup of " + ami(ORPHAN));

    assertKept();
  }

  @Test
  void areOnNoImageWhateverTheirDescription() {
    aws.imageWithoutSnapshot(2).state("disabled").device("/dev/xvda", snap(ORPHAN), 8);

    assertKept();
  }

  @Test
  void areMadeForNoImageInTheRecycleBin() {
    aws.state().recycledImage(ami(ORPHAN));

    assertKept();
  }

  @Test
  void areNamedByNoLaunchTemplate() {
    aws.state().launchTemplate("lt-00000000000000001").version(ami(3), snap(ORPHAN));

    assertKept();
  }

  @Test
  void areNotLocked() {
    aws.state().snapshot(snap(ORPHAN)).locked();

    assertKept();
  }

  @Test
  void haveNoExcludedTag() {
    aws.state().snapshot(snap(ORPHAN)).tag("keep", "yes");

    aws.removeAll("--check-orphans", "--tag-exclude", "keep=yes");

    assertThat(aws.state().snapshotIds()).containsExactly(snap(ORPHAN));
  }

  @Test
  void thatCannotBeDeletedDoNotStopTheOthers() {
    orphan(8);
    aws.state().snapshot(snap(ORPHAN)).locked();

    CommandLineRun run = aws.removeAll("--check-orphans", "--skip-usage", "locked-snapshots");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).contains(snap(ORPHAN) + ": failed, OperationNotPermitted");
    assertThat(aws.state().snapshotIds()).containsExactly(snap(ORPHAN));
  }

  private void orphan() {
    orphan(ORPHAN);
  }

  private void orphan(int number) {
    aws.state()
        .snapshot(snap(number))
        .description(
            "Created by CreateImage(i-06a469f2d64822242) for "
                + ami(number)
                + " from vol-06caf0d5af00505e7");
  }

  private CommandLineRun answering(String answers) {
    return aws.run(answers, "--check-orphans", "--keep-previous", "0", "--now", OverWire.NOW);
  }

  private void assertKept() {
    CommandLineRun run = aws.removeAll("--check-orphans");

    assertThat(run.status()).isZero();
    assertThat(aws.state().snapshotIds()).containsExactly(snap(ORPHAN));
  }

  @ParameterizedTest
  @CsvSource({
    "'y', 'Left out, as no answer was given: remove 1 AMIs'",
    "'y,n', 'Left out, as it was not confirmed: remove 1 AMIs'",
    "'n,y', 'Left out, as it was not confirmed: remove 1 orphan snapshots'"
  })
  void saysWhatOfBothIsNotDone(String answers, String said) {
    CommandLineRun run = answering(answers.replace(',', '\n') + "\n");

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("amiclean: " + said + "\n");
  }
}
