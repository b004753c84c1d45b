package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;

/** Outcomes of images and snapshots alike. */
final class Outcomes {

  private Outcomes() {}

  static ActionOutcome of(ResourceId id, Outcome outcome, String code, String message) {
    return id instanceof ImageId image
        ? ActionOutcome.deregistration(image, outcome, code, message)
        : ActionOutcome.deletion((SnapshotId) id, outcome, code, message);
  }

  /** Returns whether there is nothing left to do. */
  static boolean isDone(ActionOutcome outcome) {
    return outcome.outcome() == Outcome.SUCCEEDED || outcome.outcome() == Outcome.ALREADY_GONE;
  }
}
