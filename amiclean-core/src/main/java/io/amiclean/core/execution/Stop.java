package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;

/** Why nothing more is begun. */
enum Stop {
  INTERRUPTED(OutcomeCodes.INTERRUPTED, "The execution was interrupted before"),
  DEADLINE(OutcomeCodes.DEADLINE, "The deadline of the execution passed before");

  private final String code;
  private final String message;

  Stop(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** Returns the outcome of what is not removed for it. */
  ActionOutcome skipped(ResourceId id) {
    return Outcomes.of(id, Outcome.SKIPPED, code, message);
  }

  /** Returns the outcome of a change of an image that is not made for it. */
  ActionOutcome skipped(Action action, ImageId id) {
    return ActionOutcome.change(action, id, Outcome.SKIPPED, code, message);
  }
}
