package io.amiclean.api.testing;

import static io.amiclean.api.testing.OutcomeAssertions.assertDeletion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.SnapshotId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What all {@link SnapshotOperations} promise. They work on an account that is new for each test;
 * JUnit makes an instance of the test class for each.
 */
public abstract class SnapshotOperationsContract {

  /**
   * Returns the operations.
   *
   * @return operations on one account, the same in every call of a test
   */
  protected abstract SnapshotOperations operations();

  /**
   * Returns the scope of the account.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns a snapshot that no image refers to.
   *
   * @return the id
   */
  protected abstract SnapshotId snapshot();

  /**
   * Returns a snapshot that a registered image refers to.
   *
   * @return the id
   */
  protected abstract SnapshotId snapshotOfRegisteredImage();

  /**
   * Returns a snapshot that does not exist.
   *
   * @return the id
   */
  protected abstract SnapshotId missingSnapshot();

  /**
   * Returns operations on the same account whose answer to the next deletion is lost on the way,
   * none by default.
   *
   * @return the operations, or empty if answers cannot be lost
   */
  protected Optional<SnapshotOperations> operationsWithLostAnswer() {
    return Optional.empty();
  }

  @Test
  void nameTheScopeOfTheAccount() {
    assertThat(operations().scope()).isEqualTo(scope());
  }

  @Test
  void tellWhetherASnapshotExists() {
    assertThat(operations().exists(snapshot())).isTrue();
    assertThat(operations().exists(missingSnapshot())).isFalse();
  }

  @Test
  void deleteASnapshot() {
    ActionOutcome outcome = operations().delete(snapshot());

    assertDeletion(outcome, snapshot(), Outcome.SUCCEEDED);
    assertThat(operations().exists(snapshot())).isFalse();
  }

  @Test
  void findASnapshotGoneTheSecondTime() {
    operations().delete(snapshot());

    assertDeletion(operations().delete(snapshot()), snapshot(), Outcome.ALREADY_GONE);
  }

  @Test
  void findASnapshotThatDoesNotExistGone() {
    assertDeletion(operations().delete(missingSnapshot()), missingSnapshot(), Outcome.ALREADY_GONE);
  }

  @Test
  void failOnASnapshotOfARegisteredImageAndLeaveIt() {
    ActionOutcome outcome = operations().delete(snapshotOfRegisteredImage());

    assertDeletion(outcome, snapshotOfRegisteredImage(), Outcome.FAILED);
    assertThat(operations().exists(snapshotOfRegisteredImage())).isTrue();
  }

  @Test
  void deleteTheOthersAfterARefusal() {
    operations().delete(snapshotOfRegisteredImage());

    assertDeletion(operations().delete(snapshot()), snapshot(), Outcome.SUCCEEDED);
  }

  @Test
  void deleteASnapshotOnceForSeveralThreads() throws Exception {
    SnapshotOperations operations = operations();
    SnapshotId snapshot = snapshot();

    assertThat(Threads.answers(() -> operations.delete(snapshot).outcome()))
        .containsOnlyOnce(Outcome.SUCCEEDED)
        .containsOnly(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
  }

  @Test
  void reportALostAnswerAsUnknownAndLookItUp() {
    Optional<SnapshotOperations> lossy = operationsWithLostAnswer();
    assumeTrue(lossy.isPresent(), "No operations are supplied whose answer is lost");

    ActionOutcome outcome = lossy.orElseThrow().delete(snapshot());

    assertDeletion(outcome, snapshot(), Outcome.UNKNOWN);
    assertThat(lossy.orElseThrow().exists(snapshot())).isEqualTo(operations().exists(snapshot()));
  }
}
