package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.Action;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the calls that move an image by a stage, in the order that survives being killed: write the
 * record, then act, then mark; and back: hold, give back, then take the marks away. Every call can
 * be made twice, so that a lost answer is asked for again, and a run after a killed one begins from
 * the start. Thread-safe.
 */
final class StageChanges {

  private static final Logger LOG = LoggerFactory.getLogger(StageChanges.class);

  /** EC2 deprecates no image in the past, and rounds to the minute. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /** EC2 deprecates each public image by then (EC2 User Guide, "Deprecate an Amazon EC2 AMI"). */
  private static final Period LONGEST_PUBLIC = Period.ofYears(2);

  private static final LaunchPermissions EVERYBODY =
      LaunchPermissions.builder().everybody(true).build();

  private final LifecycleOperations operations;
  private final LifecycleTags tags;
  private final ExecutionJournal journal;
  private final Clock clock;
  private final Supplier<Instant> markedAt;
  private final Optional<LaunchPermissions> chosen;
  private final Duration notice;

  /**
   * Creates the changes.
   *
   * @param chosen whose launch permissions are taken away of what is made private; empty for all
   * @param notice how long after now deprecations take effect
   */
  StageChanges(
      LifecycleOperations operations,
      LifecycleTags tags,
      ExecutionJournal journal,
      Clock clock,
      Supplier<Instant> markedAt,
      Optional<LaunchPermissions> chosen,
      Duration notice) {
    this.operations = operations;
    this.tags = tags;
    this.journal = journal;
    this.clock = clock;
    this.markedAt = markedAt;
    this.chosen = chosen;
    this.notice = notice;
  }

  /** A call that did not do what it should: it ends the change. */
  private static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient ActionOutcome outcome;

    Ended(ActionOutcome outcome) {
      super(outcome.message(), null, false, false);
      this.outcome = outcome;
    }
  }

  /** The calls of a change. */
  @FunctionalInterface
  private interface Calls {
    ActionOutcome make() throws Ended;
  }

  /**
   * Changes an image as it is planned.
   *
   * @param image the image as it was just seen
   * @param recorded the launch permissions that the journal holds of it
   */
  ActionOutcome change(Action action, Image image, Optional<LaunchPermissions> recorded) {
    return action == Action.RESTORE_IMAGE
        ? restore(image, Optional.empty(), recorded)
        : journaled(
            action, image, () -> move(action, image, recorded.orElse(LaunchPermissions.none())));
  }

  /**
   * Restores an image as far as it can be, and puts it on hold before anything else if there is a
   * text for that. The tags that hold the record go last, and only if nothing of it is left to give
   * back.
   *
   * @param recorded the launch permissions that journals hold of it
   */
  ActionOutcome restore(Image image, Optional<String> hold, Optional<LaunchPermissions> recorded) {
    return journaled(Action.RESTORE_IMAGE, image, () -> undo(image, hold, recorded));
  }

  private ActionOutcome journaled(Action action, Image image, Calls calls) {
    ActionOutcome outcome;
    try {
      append(action, JournalStep.announced(image.id(), List.of()));
      outcome = calls.make();
    } catch (Ended e) {
      outcome = e.outcome;
      if (outcome.code().equals(OutcomeCodes.JOURNAL_FAILED)) {
        return outcome;
      }
    }
    try {
      journal.append(JournalStep.ended(List.of(outcome)));
    } catch (RuntimeException e) {
      LOG.warn("The outcome of {} could not be journaled", image.id(), e);
    }
    return outcome;
  }

  private void append(Action action, JournalStep step) throws Ended {
    try {
      journal.append(step);
    } catch (RuntimeException e) {
      throw failed(
          action,
          (ImageId) step.resource(),
          OutcomeCodes.JOURNAL_FAILED,
          "Not tried, because the journal could not be written: " + e.getMessage());
    }
  }

  private ActionOutcome move(Action action, Image image, LaunchPermissions recorded) throws Ended {
    ImageId id = image.id();
    Stage stage = Stage.enteredBy(action).orElseThrow();
    Map<String, String> record = new TreeMap<>();
    record.put(tags.next(), stage.word());
    LaunchPermissions taken = LaunchPermissions.none();
    Instant now = clock.instant();
    Instant effect = now;
    if (stage == Stage.DEPRECATED) {
      effect = deprecation(image, now);
      if (!image.tags().containsKey(tags.deprecation())) {
        record.putAll(tags.deprecationRecord(image));
      }
    } else {
      taken = taken(stage, permissions(action, id));
      record.putAll(record(action, image, taken.and(recorded)));
    }
    require(action, id, () -> operations.tag(id, record));
    ActionOutcome done = act(stage, image, taken, effect);
    Instant since = markedAt.get().plus(Duration.between(now, effect));
    require(action, id, () -> operations.tag(id, tags.mark(stage, since)));
    return done;
  }

  /** Returns what an image loses: disabling it takes everything. */
  private LaunchPermissions taken(Stage stage, LaunchPermissions present) {
    return stage == Stage.PRIVATE
        ? chosen.map(some -> present.without(present.without(some))).orElse(present)
        : present;
  }

  /** Returns when a deprecation takes effect: at the end of the notice, or before if it did. */
  private Instant deprecation(Image image, Instant now) {
    Instant asked = now.plus(notice);
    if (image.sharing() == Sharing.PUBLIC) {
      asked = earlier(asked, image.creationDate().map(StageChanges::latestOfPublic).orElse(asked));
    }
    Instant effect = earlier(asked, image.deprecationTime().orElse(asked));
    return effect.isBefore(now) ? now : effect;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The latest that EC2 lets a public image be deprecated, less what it would round up. */
  private static Instant latestOfPublic(Instant created) {
    return created
        .atOffset(ZoneOffset.UTC)
        .plus(LONGEST_PUBLIC)
        .truncatedTo(ChronoUnit.MINUTES)
        .toInstant();
  }

  private Map<String, String> record(Action action, Image image, LaunchPermissions permissions)
      throws Ended {
    // A record that is there is never overwritten with less.
    LaunchPermissions all = permissions.and(tags.record(image).orElse(LaunchPermissions.none()));
    if (!all.isNone() || !isRecordedElsewhere(image)) {
      append(action, JournalStep.recorded(image.id(), all));
    }
    Map<String, String> record = tags.record(image, all);
    if (!tags.isComplete(record) && !journal.isLasting()) {
      throw failed(
          action,
          image.id(),
          OutcomeCodes.RECORD_TOO_LONG,
          "Not tried, because the tags have no room for the record of "
              + all.size()
              + " launch permissions: execute with a journal");
    }
    return record;
  }

  private ActionOutcome act(Stage stage, Image image, LaunchPermissions taken, Instant effect)
      throws Ended {
    ImageId id = image.id();
    Action action = stage.action();
    return switch (stage) {
      case DEPRECATED -> {
        Instant now = clock.instant();
        Instant earliest = now.plus(AHEAD);
        yield image.deprecationTime().filter(time -> !time.isAfter(effect)).isPresent()
            ? succeeded(action, id, "The image was to be deprecated by then before")
            : require(
                action,
                id,
                () -> operations.deprecate(id, effect.isBefore(earliest) ? earliest : effect));
      }
      case PRIVATE ->
          taken.isNone()
              ? succeeded(action, id, "Nobody had these launch permissions")
              : require(action, id, () -> operations.revoke(id, taken));
      case DISABLED -> require(action, id, () -> operations.disable(id));
    };
  }

  private ActionOutcome undo(
      Image image, Optional<String> hold, Optional<LaunchPermissions> recorded) throws Ended {
    ImageId id = image.id();
    Action action = Action.RESTORE_IMAGE;
    if (hold.isPresent()) {
      require(action, id, () -> operations.tag(id, Map.of(tags.hold(), hold.get())));
    }
    LaunchPermissions inTags = tags.record(image).orElse(LaunchPermissions.none());
    LaunchPermissions all = inTags.and(recorded.orElse(LaunchPermissions.none()));
    if (image.state() == ImageState.DISABLED) {
      require(action, id, () -> operations.enable(id));
    }
    // Before the permissions: EC2 does not cancel the deprecation of a public image (EC2 User
    // Guide, "Deprecate an Amazon EC2 AMI").
    restoreDeprecation(image);
    if (!all.isNone()) {
      grant(id, all.without(permissions(action, id)));
    }
    if (isRecordedElsewhere(image) && recorded.isEmpty()) {
      throw incomplete(id, "its launch permissions");
    }
    int lacking = tags.missingInRecord(image) - (all.size() - inTags.size());
    if (lacking > 0) {
      throw incomplete(id, lacking + " of its launch permissions");
    }
    if (!tags.traces(image).isEmpty()) {
      require(action, id, () -> operations.untag(id, tags.traces(image)));
    }
    return succeeded(
        action,
        id,
        all.isNone()
            ? "Restored; no launch permissions were recorded"
            : "Restored with " + all.size() + " launch permissions");
  }

  /**
   * Whether launch permissions were taken away when the tags had no room for any record of them.
   */
  private boolean isRecordedElsewhere(Image image) {
    return tags.record(image).isEmpty()
        && Stream.concat(tags.next(image).stream(), tags.read(image).map(StageMark::stage).stream())
            .anyMatch(stage -> stage != Stage.DEPRECATED);
  }

  private static Ended incomplete(ImageId id, String what) {
    return failed(
        Action.RESTORE_IMAGE,
        id,
        OutcomeCodes.RECORD_INCOMPLETE,
        "The tags of the image had no room for "
            + what
            + ": restore it with the journal of the run that took them away");
  }

  /**
   * Everybody is a call of its own: where public access to images is blocked, EC2 refuses the whole
   * call (EC2 User Guide, "Block public access to your AMIs").
   */
  private void grant(ImageId id, LaunchPermissions missing) throws Ended {
    List<ActionOutcome> refused = new ArrayList<>();
    for (LaunchPermissions part :
        List.of(
            missing.without(EVERYBODY),
            missing.everybody() ? EVERYBODY : LaunchPermissions.none())) {
      if (!part.isNone()) {
        try {
          require(Action.RESTORE_IMAGE, id, () -> operations.grant(id, part));
        } catch (Ended e) {
          String whom =
              part.everybody() ? "everybody" : part.size() + " accounts and organizations";
          refused.add(
              ActionOutcome.change(
                  Action.RESTORE_IMAGE,
                  id,
                  e.outcome.outcome(),
                  e.outcome.code(),
                  "The launch permissions of "
                      + whom
                      + " were not given back, and stay recorded: "
                      + e.outcome.message()));
        }
      }
    }
    if (!refused.isEmpty()) {
      throw new Ended(
          ActionOutcome.change(
              Action.RESTORE_IMAGE,
              id,
              refused.get(0).outcome(),
              refused.get(0).code(),
              refused.stream().map(ActionOutcome::message).collect(Collectors.joining("; "))));
    }
  }

  private void restoreDeprecation(Image image) throws Ended {
    ImageId id = image.id();
    Optional<Instant> before = tags.deprecationBefore(image);
    boolean recorded = image.tags().containsKey(tags.deprecation());
    boolean marked =
        tags.read(image).map(StageMark::stage).filter(Stage.DEPRECATED::equals).isPresent();
    if (before.isPresent()) {
      if (before.get().isAfter(clock.instant())) {
        require(Action.RESTORE_IMAGE, id, () -> operations.deprecate(id, before.get()));
      }
    } else if ((recorded || marked) && image.deprecationTime().isPresent()) {
      if (image.sharing() == Sharing.PUBLIC) {
        postponeDeprecation(image);
      } else {
        require(Action.RESTORE_IMAGE, id, () -> operations.cancelDeprecation(id));
      }
    }
  }

  /** A public image cannot be without a deprecation: it gets the one that EC2 itself gives it. */
  private void postponeDeprecation(Image image) throws Ended {
    Optional<Instant> latest =
        image
            .creationDate()
            .map(StageChanges::latestOfPublic)
            .filter(time -> time.isAfter(clock.instant().plus(AHEAD)));
    if (latest.isPresent()) {
      require(
          Action.RESTORE_IMAGE, image.id(), () -> operations.deprecate(image.id(), latest.get()));
    }
  }

  private LaunchPermissions permissions(Action action, ImageId id) throws Ended {
    try {
      return operations.launchPermissions(id);
    } catch (EvidenceException e) {
      LOG.debug("The launch permissions of {} cannot be read", id, e);
      throw failed(
          action,
          id,
          OutcomeCodes.PERMISSIONS_UNKNOWN,
          "Who may launch the image cannot be read: " + e.getMessage());
    }
  }

  /** Makes a call until its answer is known, at most twice: doing it again changes nothing. */
  private static ActionOutcome require(Action action, ImageId id, Supplier<ActionOutcome> call)
      throws Ended {
    ActionOutcome answer = answer(action, id, call);
    if (answer.outcome() == Outcome.UNKNOWN) {
      answer = answer(action, id, call);
    }
    ActionOutcome outcome =
        ActionOutcome.change(action, id, answer.outcome(), answer.code(), answer.message());
    if (outcome.outcome() != Outcome.SUCCEEDED) {
      throw new Ended(outcome);
    }
    return outcome;
  }

  private static ActionOutcome answer(Action action, ImageId id, Supplier<ActionOutcome> call) {
    try {
      ActionOutcome answer = call.get();
      if (answer != null && answer.resource().equals(id)) {
        return answer;
      }
    } catch (RuntimeException e) {
      LOG.warn("{} of {} failed unexpectedly", action, id, e);
    }
    return ActionOutcome.change(action, id, Outcome.UNKNOWN, "unexpected", "No usable answer");
  }

  private static ActionOutcome succeeded(Action action, ImageId id, String message) {
    return ActionOutcome.change(action, id, Outcome.SUCCEEDED, "success", message);
  }

  private static Ended failed(Action action, ImageId id, String code, String message) {
    return new Ended(ActionOutcome.change(action, id, Outcome.FAILED, code, message));
  }
}
