package io.amiclean.api.testing;

import static io.amiclean.api.testing.OutcomeAssertions.assertDeletion;
import static io.amiclean.api.testing.OutcomeAssertions.assertDeregistration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What all {@link ImageOperations} promise. They work on an account that is new for each test;
 * JUnit makes an instance of the test class for each.
 */
public abstract class ImageOperationsContract {

  /**
   * Returns the operations.
   *
   * @return operations on one account, the same in every call of a test
   */
  protected abstract ImageOperations operations();

  /**
   * Returns the scope of the account.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns a registered image whose snapshots no other image refers to.
   *
   * @return the id
   */
  protected abstract ImageId image();

  /**
   * Returns the snapshots of {@link #image()}.
   *
   * @return the ids, at least two
   */
  protected abstract Set<SnapshotId> snapshotsOfImage();

  /**
   * Returns another registered image, whose only snapshot a third registered image refers to.
   *
   * @return the id
   */
  protected abstract ImageId imageWithSharedSnapshot();

  /**
   * Returns the snapshot of {@link #imageWithSharedSnapshot()}.
   *
   * @return the id
   */
  protected abstract SnapshotId sharedSnapshot();

  /**
   * Returns an image that does not exist.
   *
   * @return the id
   */
  protected abstract ImageId missingImage();

  /**
   * Returns a registered image that may not be deregistered, such as a protected one; none by
   * default.
   *
   * @return the id, or empty if everything may be deregistered
   */
  protected Optional<ImageId> refusedImage() {
    return Optional.empty();
  }

  /**
   * Looks into the account, past the operations.
   *
   * @param snapshot the id
   * @return whether the snapshot exists
   */
  protected abstract boolean snapshotExists(SnapshotId snapshot);

  /**
   * Returns operations on the same account whose answer to the next removal is lost on the way,
   * none by default.
   *
   * @return the operations, or empty if answers cannot be lost
   */
  protected Optional<ImageOperations> operationsWithLostAnswer() {
    return Optional.empty();
  }

  @Test
  void nameTheScopeOfTheAccount() {
    assertThat(operations().scope()).isEqualTo(scope());
  }

  @Test
  void tellWhetherAnImageExists() {
    assertThat(operations().exists(image())).isTrue();
    assertThat(operations().exists(missingImage())).isFalse();
  }

  @Test
  void tellWhoOwnsImages() {
    assertThat(operations().owners(Set.of(image(), missingImage())))
        .containsOnly(Map.entry(image(), scope().accountId()));
  }

  @Test
  void deregisterAnImage() {
    ActionOutcome outcome = operations().deregister(image());

    assertDeregistration(outcome, image(), Outcome.SUCCEEDED);
    assertThat(operations().exists(image())).isFalse();
  }

  @Test
  void leaveTheSnapshotsOfADeregisteredImage() {
    operations().deregister(image());

    assertThat(snapshotsOfImage()).hasSizeGreaterThan(1).allMatch(this::snapshotExists);
  }

  @Test
  void leaveOtherImagesAlone() {
    operations().deregister(image());

    assertThat(operations().exists(imageWithSharedSnapshot())).isTrue();
  }

  @Test
  void findAnImageGoneTheSecondTime() {
    operations().deregister(image());

    assertDeregistration(operations().deregister(image()), image(), Outcome.ALREADY_GONE);
  }

  @Test
  void findAnImageThatDoesNotExistGone() {
    assertDeregistration(
        operations().deregister(missingImage()), missingImage(), Outcome.ALREADY_GONE);
  }

  @Test
  void deregisterAnImageTogetherWithItsSnapshots() {
    List<ActionOutcome> outcomes = operations().deregisterWithSnapshots(image());

    assertDeregistration(outcomes.get(0), image(), Outcome.SUCCEEDED);
    assertThat(outcomes.subList(1, outcomes.size()))
        .as("the outcomes after that of the image")
        .extracting(ActionOutcome::resource)
        .containsExactlyInAnyOrderElementsOf(snapshotsOfImage());
    assertThat(outcomes.subList(1, outcomes.size()))
        .allSatisfy(
            outcome -> assertDeletion(outcome, (SnapshotId) outcome.resource(), Outcome.SUCCEEDED));
    assertThat(operations().exists(image())).isFalse();
    assertThat(snapshotsOfImage()).noneMatch(this::snapshotExists);
  }

  @Test
  void findAnImageGoneTheSecondTimeTogetherWithItsSnapshots() {
    operations().deregisterWithSnapshots(image());

    List<ActionOutcome> outcomes = operations().deregisterWithSnapshots(image());

    assertDeregistration(outcomes.get(0), image(), Outcome.ALREADY_GONE);
    assertThat(outcomes.subList(1, outcomes.size()))
        .extracting(ActionOutcome::outcome)
        .doesNotContain(Outcome.SUCCEEDED);
  }

  @Test
  void claimNoSnapshotOfAnImageThatDoesNotExist() {
    List<ActionOutcome> outcomes = operations().deregisterWithSnapshots(missingImage());

    assertThat(outcomes).hasSize(1);
    assertDeregistration(outcomes.get(0), missingImage(), Outcome.ALREADY_GONE);
  }

  @Test
  void skipASnapshotThatAnotherImageRefersTo() {
    List<ActionOutcome> outcomes = operations().deregisterWithSnapshots(imageWithSharedSnapshot());

    assertThat(outcomes).hasSize(2);
    assertDeregistration(outcomes.get(0), imageWithSharedSnapshot(), Outcome.SUCCEEDED);
    assertDeletion(outcomes.get(1), sharedSnapshot(), Outcome.SKIPPED);
    assertThat(snapshotExists(sharedSnapshot())).isTrue();
  }

  @Test
  void reportARefusalAsFailedAndChangeNothing() {
    Optional<ImageId> refused = refusedImage();
    assumeTrue(refused.isPresent(), "No image is supplied that may not be deregistered");

    Stream.of(
            operations().deregister(refused.orElseThrow()),
            operations().deregisterWithSnapshots(refused.orElseThrow()).get(0))
        .forEach(outcome -> assertDeregistration(outcome, refused.orElseThrow(), Outcome.FAILED));
    assertThat(operations().exists(refused.orElseThrow())).isTrue();
  }

  @Test
  void deregisterTheOthersAfterARefusal() {
    Optional<ImageId> refused = refusedImage();
    assumeTrue(refused.isPresent(), "No image is supplied that may not be deregistered");

    operations().deregister(refused.orElseThrow());

    assertDeregistration(operations().deregister(image()), image(), Outcome.SUCCEEDED);
  }

  @Test
  void deregisterAnImageOnceForSeveralThreads() throws Exception {
    ImageOperations operations = operations();
    ImageId image = image();

    assertThat(Threads.answers(() -> operations.deregister(image).outcome()))
        .containsOnlyOnce(Outcome.SUCCEEDED)
        .containsOnly(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
  }

  @Test
  void claimNoSnapshotIfTheAnswerIsLost() {
    Optional<ImageOperations> lossy = operationsWithLostAnswer();
    assumeTrue(lossy.isPresent(), "No operations are supplied whose answer is lost");

    List<ActionOutcome> outcomes = lossy.orElseThrow().deregisterWithSnapshots(image());

    assertThat(outcomes).hasSize(1);
    assertDeregistration(outcomes.get(0), image(), Outcome.UNKNOWN);
  }

  @Test
  void reportALostAnswerAsUnknownAndLookItUp() {
    Optional<ImageOperations> lossy = operationsWithLostAnswer();
    assumeTrue(lossy.isPresent(), "No operations are supplied whose answer is lost");

    ActionOutcome outcome = lossy.orElseThrow().deregister(image());

    assertDeregistration(outcome, image(), Outcome.UNKNOWN);
    assertThat(lossy.orElseThrow().exists(image())).isEqualTo(operations().exists(image()));
  }
}
