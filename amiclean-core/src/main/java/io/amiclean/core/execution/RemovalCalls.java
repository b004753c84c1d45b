package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.internal.FlightRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that remove: each is announced in the journal, and where an answer is lost, what
 * happened is looked up instead of repeating the call. Thread-safe.
 */
final class RemovalCalls {

  private static final Logger LOG = LoggerFactory.getLogger(RemovalCalls.class);

  private final ImageOperations images;
  private final SnapshotOperations snapshots;
  private final ExecutionJournal journal;

  /** The snapshots of images whose answer was lost: they may have gone along. */
  private final Set<SnapshotId> perhapsGone = ConcurrentHashMap.newKeySet();

  RemovalCalls(ImageOperations images, SnapshotOperations snapshots, ExecutionJournal journal) {
    this.images = images;
    this.snapshots = snapshots;
    this.journal = journal;
  }

  /** Returns the account and region whose images are removed. */
  CleanupScope scope() {
    return images.scope();
  }

  ActionOutcome deregister(ImageId id) {
    return journaled(id, List.of(), () -> List.of(certain(id, () -> images.deregister(id)))).get(0);
  }

  /** Returns the outcome of the image, then those that EC2 gave of its snapshots. */
  List<ActionOutcome> deregisterWithSnapshots(ImageId id, Set<SnapshotId> along) {
    return journaled(
        id,
        List.copyOf(along),
        () -> {
          List<ActionOutcome> answers = new ArrayList<>();
          ActionOutcome image =
              certain(
                  id,
                  () -> {
                    answers.addAll(images.deregisterWithSnapshots(id));
                    return answers.isEmpty() ? unknown(id) : answers.get(0);
                  });
          if (image.code().equals(OutcomeCodes.FOUND_DONE)) {
            perhapsGone.addAll(along);
          }
          List<ActionOutcome> outcomes = new ArrayList<>();
          outcomes.add(image);
          outcomes.addAll(answers.subList(Math.min(1, answers.size()), answers.size()));
          return outcomes;
        });
  }

  ActionOutcome delete(SnapshotId id) {
    return journaled(
            id, List.of(), () -> List.of(unlessGone(certain(id, () -> snapshots.delete(id)), id)))
        .get(0);
  }

  /** A refusal says nothing of a snapshot that has gone along in a call whose answer was lost. */
  private ActionOutcome unlessGone(ActionOutcome outcome, SnapshotId id) {
    if (outcome.outcome() != Outcome.FAILED || !perhapsGone.contains(id)) {
      return outcome;
    }
    try {
      return exists(id)
          ? outcome
          : Outcomes.of(
              id,
              Outcome.ALREADY_GONE,
              OutcomeCodes.ALREADY_GONE,
              "The snapshot went along with its image");
    } catch (RuntimeException e) {
      LOG.debug("{} cannot be looked up; its refusal stands", id, e);
      return outcome;
    }
  }

  /** Returns that a snapshot is gone which was not found, or else the outcome by which it stays. */
  ActionOutcome goneOr(SnapshotId id, ActionOutcome staying) {
    try {
      if (exists(id)) {
        return staying;
      }
      return perhapsGone.contains(id)
          ? Outcomes.of(
              id,
              Outcome.SUCCEEDED,
              OutcomeCodes.FOUND_DONE,
              "The answer was lost, and the snapshot went along with its image")
          : Outcomes.of(
              id,
              Outcome.ALREADY_GONE,
              OutcomeCodes.ALREADY_GONE,
              "The snapshot was gone before the execution came to it");
    } catch (RuntimeException e) {
      LOG.debug("{} cannot be looked up; it stays", id, e);
      return staying;
    }
  }

  /** Returns an outcome that EC2 gave along with that of an image, looked up if it is unknown. */
  ActionOutcome certain(ActionOutcome given) {
    return certain(given.resource(), () -> given);
  }

  /**
   * Looks up what became of a call that was announced by an execution that was killed.
   *
   * @return how it ended, or empty if it has had no effect
   */
  Optional<ActionOutcome> lookUpOpen(ResourceId id) {
    ActionOutcome outcome;
    try {
      if (exists(id)) {
        return Optional.empty();
      }
      outcome = foundDone(id, "it no longer exists");
    } catch (RuntimeException e) {
      return Optional.of(
          Outcomes.of(
              id,
              Outcome.UNKNOWN,
              "unexpected",
              "An earlier execution was about to remove it; looking it up failed: "
                  + e.getMessage()));
    }
    return Optional.of(foundDone(outcome));
  }

  /** Returns the outcome of what an execution had begun that was killed. */
  static ActionOutcome foundDone(ResourceId id, String finding) {
    return Outcomes.of(
        id,
        Outcome.SUCCEEDED,
        OutcomeCodes.FOUND_DONE,
        "An earlier execution was about to do it, and " + finding);
  }

  /** Keeps what was found, so that it need not be looked up again. */
  ActionOutcome foundDone(ActionOutcome found) {
    tellEnd(List.of(found));
    return found;
  }

  private List<ActionOutcome> journaled(
      ResourceId id, List<SnapshotId> along, Supplier<List<ActionOutcome>> call) {
    try {
      journal.append(JournalStep.announced(id, along));
    } catch (RuntimeException e) {
      return List.of(
          Outcomes.of(
              id,
              Outcome.FAILED,
              OutcomeCodes.JOURNAL_FAILED,
              "Not tried, because the journal could not be written: " + e.getMessage()));
    }
    @Nullable ActionEvent event = FlightRecording.isOn() ? ActionEvent.begun() : null;
    List<ActionOutcome> outcomes = call.get();
    if (event != null) {
      event.ended(images.scope(), outcomes.get(0), along.size());
    }
    tellEnd(outcomes);
    return outcomes;
  }

  /** What has happened is known, with or without the journal; at worst it is looked up again. */
  private void tellEnd(List<ActionOutcome> outcomes) {
    try {
      journal.append(JournalStep.ended(outcomes));
    } catch (RuntimeException e) {
      ResourceId id = outcomes.get(0).resource();
      LOG.warn(
          "The outcome of {} in {} could not be journaled: {}",
          id.value(),
          images.scope(),
          e.getMessage());
      LOG.debug("Journaling failed", e);
    }
  }

  private ActionOutcome certain(ResourceId id, Supplier<ActionOutcome> call) {
    ActionOutcome outcome;
    try {
      outcome = call.get();
    } catch (RuntimeException e) {
      LOG.warn("The removal of {} in {} failed unexpectedly", id.value(), images.scope(), e);
      outcome = unknown(id);
    }
    if (outcome == null || !outcome.resource().equals(id)) {
      outcome = unknown(id);
    }
    return outcome.outcome() == Outcome.UNKNOWN ? lookUp(outcome) : outcome;
  }

  /** It belongs to the call: an interrupt of this thread waits until it has ended. */
  private ActionOutcome lookUp(ActionOutcome lost) {
    ResourceId id = lost.resource();
    boolean interrupted = Thread.interrupted();
    try {
      return exists(id)
          ? Outcomes.of(
              id,
              Outcome.FAILED,
              OutcomeCodes.FOUND_UNDONE,
              "The answer was lost (" + lost.message() + "), and it still exists: run it again")
          : Outcomes.of(
              id,
              Outcome.SUCCEEDED,
              OutcomeCodes.FOUND_DONE,
              "The answer was lost (" + lost.message() + "), and it no longer exists");
    } catch (RuntimeException e) {
      return Outcomes.of(
          id,
          Outcome.UNKNOWN,
          lost.code(),
          lost.message() + "; looking it up failed as well: " + e.getMessage());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean exists(ResourceId id) {
    return id instanceof ImageId image ? images.exists(image) : snapshots.exists((SnapshotId) id);
  }

  private static ActionOutcome unknown(ResourceId id) {
    return Outcomes.of(id, Outcome.UNKNOWN, "unexpected", "No usable answer");
  }
}
