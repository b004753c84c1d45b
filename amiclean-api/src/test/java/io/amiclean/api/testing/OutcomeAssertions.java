package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;

/** What all who change an account promise of an outcome. */
final class OutcomeAssertions {

  private OutcomeAssertions() {}

  static void assertDeregistration(ActionOutcome outcome, ImageId image, Outcome expected) {
    assertOutcome(outcome, Action.DEREGISTER_IMAGE, image, expected);
  }

  static void assertDeletion(ActionOutcome outcome, SnapshotId snapshot, Outcome expected) {
    assertOutcome(outcome, Action.DELETE_SNAPSHOT, snapshot, expected);
  }

  private static void assertOutcome(
      ActionOutcome outcome, Action action, ResourceId resource, Outcome expected) {
    assertThat(outcome.action()).isEqualTo(action);
    assertThat(outcome.resource()).isEqualTo(resource);
    assertThat(outcome.outcome()).as("%s", outcome).isEqualTo(expected);
    assertThat(outcome.code()).as("the code of %s", outcome).isNotBlank();
    assertThat(outcome.message()).as("the message of %s", outcome).isNotBlank();
  }
}
