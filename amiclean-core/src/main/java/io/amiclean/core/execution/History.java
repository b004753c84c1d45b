package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What earlier executions of the same plan did, as the journal tells it. */
final class History {

  private final Map<ResourceId, List<ActionOutcome>> done = new HashMap<>();
  private final Set<ResourceId> open = new HashSet<>();
  private final Map<ResourceId, LaunchPermissions> recorded = new HashMap<>();

  History(List<JournalStep> steps) {
    Map<ResourceId, JournalStep> announced = new HashMap<>();
    for (JournalStep step : steps) {
      if (step.permissions().isPresent()) {
        recorded.merge(step.resource(), step.permissions().get(), LaunchPermissions::and);
        continue;
      }
      if (step.isAnnouncement()) {
        announced.put(step.resource(), step);
        continue;
      }
      ActionOutcome outcome = step.outcomes().get(0);
      if (outcome.outcome() != Outcome.UNKNOWN) {
        announced.remove(step.resource());
      }
      if (Outcomes.isDone(outcome)) {
        done.put(step.resource(), step.outcomes());
      }
    }
    for (JournalStep step : announced.values()) {
      open.add(step.resource());
      open.addAll(step.along());
    }
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
        .filter(Outcomes::isDone)
        .map(ActionOutcome::resource);
  }

  /** Returns whether something may have been removed without anybody knowing. */
  boolean isOpen(ResourceId id) {
    return open.contains(id);
  }
}
