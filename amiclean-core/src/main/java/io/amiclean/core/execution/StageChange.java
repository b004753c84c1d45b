package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A change of one image, in three steps, of which each is made at most once and after the one
 * before it: tags, then what the change is about, then tags again. Many images take the tags of a
 * step together ({@link StageBatch}). Every step may be lost with the process.
 */
abstract class StageChange {

  private static final Logger LOG = LoggerFactory.getLogger(StageChange.class);

  private final Action action;
  private final Image image;

  /**
   * Creates a change.
   *
   * @param action what its outcome is of
   * @param image the image as it was just seen
   */
  StageChange(Action action, Image image) {
    this.action = action;
    this.image = image;
  }

  /** A step that did not do what it should: it ends the change. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ActionOutcome outcome;

    Ended(ActionOutcome outcome) {
      super(outcome.message(), null, false, false);
      this.outcome = outcome;
    }

    ActionOutcome outcome() {
      return outcome;
    }
  }

  final Action action() {
    return action;
  }

  final Image image() {
    return image;
  }

  final ImageId id() {
    return image.id();
  }

  /** Returns the tags that have to be there before anything is done. */
  abstract Tagging before() throws Ended;

  /** Does what the change is about, and returns its outcome. */
  abstract ActionOutcome act() throws Ended;

  /**
   * Returns the tags that say what was done.
   *
   * @param marked a time that is not before that
   */
  abstract Tagging after(Instant marked) throws Ended;

  /** Adds a step to a journal; without it, nothing more is done. */
  final void append(ExecutionJournal journal, JournalStep step) throws Ended {
    try {
      journal.append(step);
    } catch (RuntimeException e) {
      throw failed(
          OutcomeCodes.JOURNAL_FAILED,
          "Not tried, because the journal could not be written: " + e.getMessage());
    }
  }

  /** Makes a call until its answer is known, at most twice: doing it again changes nothing. */
  final ActionOutcome require(Supplier<ActionOutcome> call) throws Ended {
    ActionOutcome answer = answer(call);
    if (answer.outcome() == Outcome.UNKNOWN) {
      answer = answer(call);
    }
    ActionOutcome outcome = outcome(answer.outcome(), answer.code(), answer.message());
    if (outcome.outcome() != Outcome.SUCCEEDED) {
      throw new Ended(outcome);
    }
    return outcome;
  }

  private ActionOutcome answer(Supplier<ActionOutcome> call) {
    try {
      ActionOutcome answer = call.get();
      if (answer != null && answer.resource().equals(id())) {
        return answer;
      }
    } catch (RuntimeException e) {
      LOG.warn("{} of {} failed unexpectedly", action, id(), e);
    }
    return outcome(Outcome.UNKNOWN, OutcomeCodes.UNEXPECTED, "No usable answer");
  }

  final ActionOutcome outcome(Outcome outcome, String code, String message) {
    return ActionOutcome.change(action, id(), outcome, code, message);
  }

  final ActionOutcome succeeded(String message) {
    return outcome(Outcome.SUCCEEDED, "success", message);
  }

  final Ended failed(String code, String message) {
    return new Ended(outcome(Outcome.FAILED, code, message));
  }

  /** Returns the change that puts an image on hold which has nothing to be restored. */
  static StageChange holding(Image image, LifecycleTags tags, String hold) {
    return new Holding(image, tags, hold);
  }

  /** Returns the change that takes the hold of an image away. */
  static StageChange liftingHold(Image image, LifecycleTags tags) {
    return new LiftingHold(image, tags);
  }

  /** Puts an image on hold that has nothing to be restored. */
  private static final class Holding extends StageChange {

    private final LifecycleTags tags;
    private final String hold;

    Holding(Image image, LifecycleTags tags, String hold) {
      super(Action.RESTORE_IMAGE, image);
      this.tags = tags;
      this.hold = hold;
    }

    @Override
    Tagging before() {
      return new Tagging(Map.of(tags.hold(), hold), Set.of());
    }

    @Override
    ActionOutcome act() throws Ended {
      throw new Ended(
          outcome(
              Outcome.SKIPPED,
              OutcomeCodes.NEVER_STAGED,
              "The image was never in a stage: there is nothing to give back; it is on hold now"));
    }

    @Override
    Tagging after(Instant marked) {
      return Tagging.none();
    }
  }

  /** Takes the hold of an image away. */
  private static final class LiftingHold extends StageChange {

    private final LifecycleTags tags;

    LiftingHold(Image image, LifecycleTags tags) {
      super(Action.TAG_IMAGE, image);
      this.tags = tags;
    }

    @Override
    Tagging before() {
      return Tagging.none();
    }

    @Override
    ActionOutcome act() throws Ended {
      if (tags.holdOn(image()).isEmpty()) {
        throw new Ended(
            outcome(Outcome.ALREADY_GONE, OutcomeCodes.ALREADY_DONE, "The image is not on hold"));
      }
      return succeeded("The image is not on hold any more");
    }

    @Override
    Tagging after(Instant marked) {
      return Tagging.without(Set.of(tags.hold()));
    }
  }
}
