package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.internal.call.Refusal;

/**
 * A change of an image.
 *
 * @param permission the IAM action
 * @param code the code of success
 * @param done the sentence of success
 */
record ImageChange(Action action, ImageId image, String permission, String code, String done) {

  ActionOutcome outcome(Outcome outcome, String outcomeCode, String message) {
    return ActionOutcome.change(action, image, outcome, outcomeCode, message);
  }

  ActionOutcome of(Refusal refusal) {
    return outcome(refusal.outcome(), refusal.code(), refusal.message());
  }

  ActionOutcome nothing() {
    return outcome(Outcome.SUCCEEDED, "nothing-to-change", "Nothing was to be changed");
  }
}
