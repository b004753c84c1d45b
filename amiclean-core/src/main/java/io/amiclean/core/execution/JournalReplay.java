package io.amiclean.core.execution;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.SetMultimap;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What earlier executions of the same plan did, as the journal says. */
final class JournalReplay {

  private final Map<ResourceId, List<ActionOutcome>> done = new HashMap<>();

  /** What may have been changed, with what was announced to change it. */
  private final SetMultimap<ResourceId, ResourceId> open = HashMultimap.create();

  private final Map<ResourceId, LaunchPermissions> recorded = new HashMap<>();

  JournalReplay(List<JournalStep> steps) {
    Map<ResourceId, List<SnapshotId>> along = new HashMap<>();
    for (JournalStep step : steps) {
      ResourceId id = step.resource();
      if (step.permissions().isPresent()) {
        recorded.merge(id, step.permissions().get(), LaunchPermissions::and);
      } else if (step.isAnnouncement()) {
        // It was there then, and with an image its snapshots: what was before had no effect.
        open.removeAll(id);
        along.getOrDefault(id, List.of()).forEach(snapshot -> open.remove(snapshot, id));
        along.put(id, step.along());
        open.put(id, id);
        step.along().forEach(snapshot -> open.put(snapshot, id));
      } else {
        end(step, along.getOrDefault(id, List.of()));
      }
    }
  }

  /**
   * Notes the end of a call. What went along stays open until its own end is there: an execution
   * that looked an image up may have been killed before it looked its snapshots up.
   */
  private void end(JournalStep step, List<SnapshotId> along) {
    ResourceId id = step.resource();
    ActionOutcome outcome = step.outcomes().get(0);
    if (outcome.isDone()) {
      note(id, step.outcomes());
    } else if (outcome.outcome() != Outcome.UNKNOWN) {
      along.forEach(snapshot -> open.remove(snapshot, id));
    }
    step.outcomes().stream()
        .skip(1)
        .filter(ActionOutcome::isDone)
        .forEach(ended -> note(ended.resource(), List.of(ended)));
    step.outcomes().stream()
        .filter(ended -> ended.outcome() != Outcome.UNKNOWN)
        .forEach(ended -> open.remove(ended.resource(), id));
  }

  /** Of two executions at once, one finds gone what the other removed. */
  private void note(ResourceId id, List<ActionOutcome> outcomes) {
    done.merge(
        id,
        outcomes,
        (before, later) -> before.get(0).outcome() == Outcome.SUCCEEDED ? before : later);
  }

  /** Returns how a call ended that is not to be repeated: its outcome first, then those along. */
  Optional<List<ActionOutcome>> done(ResourceId id) {
    return Optional.ofNullable(done.get(id));
  }

  /** Returns the launch permissions that were recorded before they were taken away. */
  Optional<LaunchPermissions> recorded(ResourceId id) {
    return Optional.ofNullable(recorded.get(id));
  }

  /** Returns everything that is known to be done. */
  Stream<ResourceId> done() {
    return done.values().stream()
        .flatMap(List::stream)
        .filter(ActionOutcome::isDone)
        .map(ActionOutcome::resource);
  }

  /** Returns whether something may have been removed without anybody knowing. */
  boolean isOpen(ResourceId id) {
    return open.containsKey(id);
  }
}
