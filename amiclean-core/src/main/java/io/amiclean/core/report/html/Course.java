package io.amiclean.core.report.html;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.report.html.ImageView.OutcomeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of the images and snapshots of a plan: what the plan says, and once it was executed
 * what was done, which may be less.
 */
final class Course {

  private final boolean executed;
  private final Map<ResourceId, ActionOutcome> outcomes = new HashMap<>();

  Course(Optional<ExecutionResult> result) {
    executed = result.isPresent();
    result.ifPresent(
        done -> done.outcomes().forEach(outcome -> outcomes.put(outcome.resource(), outcome)));
  }

  boolean executed() {
    return executed;
  }

  /** Returns whether the image is to be removed, or is gone. */
  boolean removes(ImageDecision image) {
    return image.isRemoval() && happens(image.imageId());
  }

  /** Returns whether the image is to be moved by a stage, or was. */
  boolean moves(ImageDecision image) {
    return image.stageChange().isPresent() && happens(image.imageId());
  }

  /** Returns whether the snapshot is to be deleted, or is gone. */
  boolean deletes(SnapshotDecision snapshot) {
    return snapshot.isDeletion() && happens(snapshot.snapshotId());
  }

  private boolean happens(ResourceId resource) {
    return !executed
        || Optional.ofNullable(outcomes.get(resource)).filter(ActionOutcome::isDone).isPresent();
  }

  /** Returns how the action on an image or a snapshot ended, if there was one. */
  Optional<OutcomeView> outcome(ResourceId resource) {
    return Optional.ofNullable(outcomes.get(resource)).map(OutcomeView::new);
  }

  /** Says of images what {@link #removes} asks. */
  String removed() {
    return executed ? "removed" : "to be removed";
  }

  /** Says of snapshots what {@link #deletes} asks. */
  String deleted() {
    return executed ? "deleted" : "to be deleted";
  }
}
