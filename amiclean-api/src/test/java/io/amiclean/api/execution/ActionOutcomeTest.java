package io.amiclean.api.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.plan.Action;
import io.amiclean.api.testing.Samples;
import org.junit.jupiter.api.Test;

class ActionOutcomeTest {

  @Test
  void isADeregistrationOfAnImage() {
    ActionOutcome outcome =
        ActionOutcome.deregistration(Samples.imageId(1), Outcome.FAILED, "code", "A sentence.");

    assertThat(outcome.action()).isEqualTo(Action.DEREGISTER_IMAGE);
    assertThat(outcome.resource()).isEqualTo(Samples.imageId(1));
    assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(outcome.code()).isEqualTo("code");
    assertThat(outcome.message()).isEqualTo("A sentence.");
  }

  @Test
  void isADeletionOfASnapshot() {
    ActionOutcome outcome =
        ActionOutcome.deletion(Samples.snapshotId(1), Outcome.SUCCEEDED, "code", "A sentence.");

    assertThat(outcome.action()).isEqualTo(Action.DELETE_SNAPSHOT);
    assertThat(outcome.resource()).isEqualTo(Samples.snapshotId(1));
  }

  @Test
  void isTheRestoringOfASnapshot() {
    ActionOutcome outcome =
        ActionOutcome.change(
            Action.RESTORE_SNAPSHOT,
            Samples.snapshotId(1),
            Outcome.SUCCEEDED,
            "code",
            "A sentence.");

    assertThat(outcome.action()).isEqualTo(Action.RESTORE_SNAPSHOT);
    assertThat(outcome.resource()).isEqualTo(Samples.snapshotId(1));
  }

  @Test
  void refusesADeregistrationOfASnapshot() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImmutableActionOutcome.of(
                    Action.DEREGISTER_IMAGE,
                    Samples.snapshotId(1),
                    Outcome.FAILED,
                    "code",
                    "A sentence."))
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @Test
  void refusesADeletionOfAnImage() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImmutableActionOutcome.of(
                    Action.DELETE_SNAPSHOT,
                    Samples.imageId(1),
                    Outcome.FAILED,
                    "code",
                    "A sentence."))
        .withMessageContaining(Samples.imageId(1).value());
  }
}
