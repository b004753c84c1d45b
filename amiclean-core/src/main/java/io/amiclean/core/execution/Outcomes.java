package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.Action;

/** Outcomes of removals, of images and snapshots alike. */
final class Outcomes {

  private Outcomes() {}

  static ActionOutcome of(ResourceId id, Outcome outcome, String code, String message) {
    return ActionOutcome.change(
        id instanceof ImageId ? Action.DEREGISTER_IMAGE : Action.DELETE_SNAPSHOT,
        id,
        outcome,
        code,
        message);
  }
}
