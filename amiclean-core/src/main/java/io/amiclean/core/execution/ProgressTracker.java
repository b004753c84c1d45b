package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.plan.ExecutionProgress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What of a plan is removed, has ended, or is under way. Thread-safe. */
final class ProgressTracker {

  private final Set<ResourceId> removed = ConcurrentHashMap.newKeySet();
  private final Set<ImageId> ended = ConcurrentHashMap.newKeySet();
  private final Set<ImageId> begun = ConcurrentHashMap.newKeySet();

  /** Begins with what earlier executions removed, whatever part of the plan is executed now. */
  ProgressTracker(CleanupPlan plan, JournalReplay history) {
    for (ImageDecision removal : plan.removals()) {
      ImageId image = removal.imageId();
      if (history.isOpen(image)) {
        begun.add(image);
      }
      history.done(image).ifPresent(outcomes -> end(image, outcomes));
      endKnown(removal.snapshots(), history);
    }
    endKnown(plan.orphanSnapshots(), history);
  }

  private void endKnown(List<SnapshotDecision> snapshots, JournalReplay history) {
    for (SnapshotDecision snapshot : snapshots) {
      history
          .done(snapshot.snapshotId())
          .ifPresent(outcomes -> outcomes.forEach(outcome -> end(outcome)));
    }
  }

  /** Returns whether anything was removed yet, or may have been. */
  boolean hasBegun() {
    return !removed.isEmpty() || !begun.isEmpty();
  }

  void begin(ImageId image) {
    begun.add(image);
  }

  /** Notes the end of an image, and what was removed along with it. */
  void end(ImageId image, List<ActionOutcome> outcomes) {
    outcomes.forEach(this::end);
    ended.add(image);
  }

  void end(ActionOutcome outcome) {
    if (outcome.isDone()) {
      removed.add(outcome.resource());
    }
  }

  /** Returns how far the execution is, for a re-check of what is next. */
  ExecutionProgress progress(Set<ResourceId> next) {
    Set<ImageId> uncertain = new HashSet<>(begun);
    uncertain.removeAll(removed);
    return new ExecutionProgress(next, removed, ended, uncertain);
  }
}
