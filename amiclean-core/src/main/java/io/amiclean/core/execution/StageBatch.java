package io.amiclean.core.execution;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.core.execution.StageChange.Ended;
import io.amiclean.core.internal.FlightRecording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes images together: all of them take a step before any takes the next one, so that those
 * with the same tags share the calls that write them. In each step images go side by side, and what
 * becomes of one harms no other. The order of each image stays: no image is acted on before its own
 * tags are written, and none is marked that was not acted on.
 *
 * <p>What is interrupted is not acted on any more; what was acted on still gets its tags.
 */
final class StageBatch {

  private static final Logger LOG = LoggerFactory.getLogger(StageBatch.class);

  private final LifecycleOperations operations;
  private final ExecutionJournal journal;
  private final Supplier<Instant> markedAt;
  private final Workers workers;

  /**
   * Creates rounds.
   *
   * @param markedAt the time of what was done just now
   */
  StageBatch(
      LifecycleOperations operations,
      ExecutionJournal journal,
      Supplier<Instant> markedAt,
      Workers workers) {
    this.operations = operations;
    this.journal = journal;
    this.markedAt = markedAt;
    this.workers = workers;
  }

  private enum State {
    /** Not begun, and so not announced. */
    UNTOUCHED,
    UNDER_WAY,
    /** Left to another round. */
    WAITING,
    ENDED
  }

  /**
   * How far a change has come.
   *
   * @param due the tags to be written next
   * @param outcome how it ended, or will end if nothing goes wrong any more
   */
  private record Way(
      StageChange change, State state, Tagging due, Optional<ActionOutcome> outcome) {

    Way due(Tagging next) {
      return new Way(change, state, next, outcome);
    }

    Way acted(ActionOutcome done) {
      return new Way(change, state, Tagging.none(), Optional.of(done));
    }

    Way ended(ActionOutcome end) {
      return new Way(change, State.ENDED, Tagging.none(), Optional.of(end));
    }

    boolean isUnderWay() {
      return state == State.UNDER_WAY;
    }
  }

  /** What becomes of a change that is under way. */
  @FunctionalInterface
  private interface Step {
    Way take(Way way) throws Ended;
  }

  /**
   * Makes changes.
   *
   * @param changes the changes, each of another image
   * @param permits whether an image may be acted on now
   * @param meanwhile is done while they are acted on
   * @return the outcome of each image, empty for what is not permitted any more
   */
  Map<ImageId, Optional<ActionOutcome>> make(
      List<StageChange> changes, Predicate<ImageId> permits, Runnable meanwhile) {
    List<Way> ways = workers.forEach(changes, this::begin);
    ways = tag(ways, () -> workers.stopped().isPresent());
    List<Way> acted = new ArrayList<>(ways.size());
    workers.forEach(ways, way -> recorded(way, permits), meanwhile, (begun, way) -> acted.add(way));
    Instant marked = markedAt.get();
    ways =
        acted.stream()
            .map(way -> step(way, done -> done.due(done.change().after(marked))))
            .toList();
    ways = tag(ways, () -> false);
    workers.forEach(ways, this::end);
    return ways.stream().collect(toMap(way -> way.change().id(), Way::outcome));
  }

  private Way begin(StageChange change) {
    Optional<ActionOutcome> skipped = skipped(change);
    if (skipped.isPresent()) {
      return new Way(change, State.UNTOUCHED, Tagging.none(), skipped);
    }
    return step(
        new Way(change, State.UNDER_WAY, Tagging.none(), Optional.empty()),
        way -> {
          change.append(journal, JournalStep.announced(change.id(), List.of()));
          return way.due(change.before());
        });
  }

  private Way recorded(Way way, Predicate<ImageId> permits) {
    @Nullable ActionEvent event =
        way.isUnderWay() && FlightRecording.isOn() ? ActionEvent.begun() : null;
    Way acted = step(way, begun -> act(begun, permits));
    if (event != null) {
      acted.outcome().ifPresent(outcome -> event.ended(operations.scope(), outcome, 0));
    }
    return acted;
  }

  private Way act(Way way, Predicate<ImageId> permits) throws Ended {
    Optional<ActionOutcome> skipped = skipped(way.change());
    if (skipped.isPresent()) {
      return way.ended(skipped.get());
    }
    return permits.test(way.change().id())
        ? way.acted(way.change().act())
        : new Way(way.change(), State.WAITING, Tagging.none(), Optional.empty());
  }

  private static Way step(Way way, Step step) {
    if (!way.isUnderWay()) {
      return way;
    }
    try {
      return step.take(way);
    } catch (Ended e) {
      return way.ended(e.outcome());
    } catch (MalformedStageException e) {
      LOG.debug("The marks of {} are malformed", way.change().id(), e);
      return way.ended(
          way.change()
              .outcome(
                  Outcome.FAILED, ReasonCodes.MALFORMED_STAGE, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.warn("{} of {} failed unexpectedly", way.change().action(), way.change().id(), e);
      return way.ended(
          way.change().outcome(Outcome.UNKNOWN, OutcomeCodes.UNEXPECTED, "It failed: " + e));
    }
  }

  private Optional<ActionOutcome> skipped(StageChange change) {
    return workers.stopped().map(stop -> stop.skipped(change.action(), change.id()));
  }

  /** Writes the tags that are due, by one call for all images of which they are the same. */
  private List<Way> tag(List<Way> ways, BooleanSupplier stop) {
    Map<Tagging, Set<ImageId>> together =
        ways.stream()
            .filter(way -> way.isUnderWay() && !way.due().isNone())
            .collect(
                groupingBy(
                    Way::due,
                    LinkedHashMap::new,
                    mapping(way -> way.change().id(), toCollection(TreeSet::new))));
    Map<ImageId, ActionOutcome> undone = new HashMap<>();
    workers
        .forEach(
            List.copyOf(together.entrySet()),
            entry ->
                // Whatever is stopped stays so, and is not acted on.
                stop.getAsBoolean()
                    ? Map.<ImageId, ActionOutcome>of()
                    : entry.getKey().make(operations, entry.getValue()))
        .forEach(undone::putAll);
    return ways.stream()
        .map(
            way -> {
              ActionOutcome failure = undone.get(way.change().id());
              return failure == null || !way.isUnderWay()
                  ? way
                  : way.ended(
                      way.change().outcome(failure.outcome(), failure.code(), failure.message()));
            })
        .toList();
  }

  private Optional<ActionOutcome> end(Way way) {
    if (way.state() != State.UNTOUCHED) {
      way.outcome()
          .filter(outcome -> !outcome.code().equals(OutcomeCodes.JOURNAL_FAILED))
          .ifPresent(this::journal);
    }
    return way.outcome();
  }

  private void journal(ActionOutcome outcome) {
    try {
      journal.append(JournalStep.ended(List.of(outcome)));
    } catch (RuntimeException e) {
      LOG.warn("The outcome of {} could not be journaled: {}", outcome.resource(), e.getMessage());
      LOG.debug("Journaling failed", e);
    }
  }
}
