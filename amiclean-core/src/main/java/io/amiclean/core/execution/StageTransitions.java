package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.Action;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.core.execution.StageChange.Ended;
import io.amiclean.core.lifecycle.LifecycleSpecs;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes that move an image by a stage, in the order that survives being killed: write the
 * record, then act, then mark; and back: hold, give back, then take the marks away. Every call can
 * be made twice, so that a lost answer is asked for again, and a run after a killed one begins from
 * the start. Thread-safe.
 */
final class StageTransitions {

  private static final Logger LOG = LoggerFactory.getLogger(StageTransitions.class);

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
   * @param markedAt the time of what was done just now
   * @param chosen whose launch permissions are taken away of what is made private; empty for all
   * @param notice how long after now deprecations take effect
   */
  StageTransitions(
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

  /**
   * Returns the changes that a policy's lifecycle asks for.
   *
   * @param markedAt the time of what was done just now
   */
  static StageTransitions of(
      CleanupPolicy policy,
      LifecycleOperations operations,
      ExecutionJournal journal,
      Clock clock,
      Supplier<Instant> markedAt) {
    Optional<LifecycleSpec> lifecycle = policy.lifecycle();
    return new StageTransitions(
        operations,
        lifecycle.map(LifecycleSpecs::tags).orElseGet(LifecycleTags::defaults),
        journal,
        clock,
        markedAt,
        lifecycle.flatMap(LifecycleSpecs::revoked),
        lifecycle.map(LifecycleSpecs::notice).orElse(Duration.ZERO));
  }

  /** Returns what makes changes together. */
  StageBatch round(Workers workers) {
    return new StageBatch(operations, journal, markedAt, workers);
  }

  /**
   * Returns the change of an image that is planned.
   *
   * @param image the image as it was just seen
   * @param recorded the launch permissions that the journal holds of it
   */
  StageChange change(Action action, Image image, Optional<LaunchPermissions> recorded) {
    return action == Action.RESTORE_IMAGE
        ? restore(image, Optional.empty(), recorded)
        : new Move(action, image, recorded);
  }

  /**
   * Returns the change that restores an image as far as it can be, and puts it on hold before
   * anything else if there is a text for that. The tags that hold the record go last, and only if
   * nothing of it is left to give back.
   *
   * @param recorded the launch permissions that journals hold of it
   */
  StageChange restore(Image image, Optional<String> hold, Optional<LaunchPermissions> recorded) {
    return new WayBack(image, hold, recorded);
  }

  /** Moves an image into a stage. */
  private final class Move extends StageChange {

    private final Stage stage;
    private final Optional<LaunchPermissions> recorded;
    private LaunchPermissions taken = LaunchPermissions.none();
    private Instant begun = Instant.MIN;
    private Instant effect = Instant.MIN;

    Move(Action action, Image image, Optional<LaunchPermissions> recorded) {
      super(action, image);
      this.stage = Stage.enteredBy(action).orElseThrow();
      this.recorded = recorded;
    }

    @Override
    Tagging before() throws Ended {
      Map<String, String> record = new TreeMap<>();
      record.put(tags.next(), stage.word());
      begun = clock.instant();
      effect = begun;
      if (stage == Stage.DEPRECATED) {
        effect = deprecation(image(), begun);
        if (!image().tags().containsKey(tags.deprecation())) {
          record.putAll(tags.deprecationRecord(image()));
        }
        requireRoom(record);
      } else {
        taken = taken(permissions(this));
        record.putAll(record());
      }
      return Tagging.of(record);
    }

    /** What cannot be marked afterwards is not begun. */
    private void requireRoom(Map<String, String> record) throws Ended {
      int tooMany = tags.tagsTooMany(image(), record);
      if (tooMany > 0) {
        throw failed(
            OutcomeCodes.TOO_MANY_TAGS,
            "Not tried, because the image would have "
                + tooMany
                + " tags more than EC2 accepts: remove as many others");
      }
    }

    /** Returns what the image loses: disabling it takes everything. */
    private LaunchPermissions taken(LaunchPermissions present) {
      return stage == Stage.PRIVATE
          ? chosen.map(some -> present.without(present.without(some))).orElse(present)
          : present;
    }

    private Map<String, String> record() throws Ended {
      if (tags.isRecordMissing(image()) && recorded.isEmpty()) {
        throw failed(
            OutcomeCodes.RECORD_MISSING,
            "Not tried, because the tags that record its launch permissions were removed, and what"
                + " is taken away next could not be distinguished from what was taken before: restore the"
                + " image with its journal, or remove its tags of the stage");
      }
      // A record that is there is never overwritten with less.
      LaunchPermissions all =
          taken
              .and(recorded.orElse(LaunchPermissions.none()))
              .and(tags.record(image()).orElse(LaunchPermissions.none()));
      Map<String, String> record = tags.record(image(), all);
      if (!tags.isComplete(record) && !journal.isLasting()) {
        throw failed(
            OutcomeCodes.RECORD_TOO_LONG,
            "Not tried, because the tags have no room for the record of "
                + all.size()
                + " launch permissions: execute with a journal");
      }
      requireRoom(record);
      append(journal, JournalStep.recorded(id(), all));
      return record;
    }

    @Override
    ActionOutcome act() throws Ended {
      return switch (stage) {
        case DEPRECATED -> {
          Instant earliest = clock.instant().plus(AHEAD);
          yield image().deprecationTime().filter(time -> !time.isAfter(effect)).isPresent()
              ? succeeded("The image was to be deprecated by then before")
              : require(
                  () -> operations.deprecate(id(), effect.isBefore(earliest) ? earliest : effect));
        }
        case PRIVATE ->
            taken.isNone()
                ? succeeded("Nobody had these launch permissions")
                : require(() -> operations.revoke(id(), taken));
        case DISABLED -> {
          recordLate();
          yield require(() -> operations.disable(id()));
        }
      };
    }

    /** Disabling also takes what was given while other images of the round were recorded. */
    private void recordLate() throws Ended {
      LaunchPermissions late = permissions(this).without(taken);
      if (!late.isNone()) {
        taken = taken.and(late);
        ActionOutcome undone = Tagging.of(record()).make(operations, Set.of(id())).get(id());
        if (undone != null) {
          throw new Ended(outcome(undone.outcome(), undone.code(), undone.message()));
        }
      }
    }

    @Override
    Tagging after(Instant marked) {
      return Tagging.of(tags.mark(stage, marked.plus(Duration.between(begun, effect))));
    }
  }

  /** Gives back what was taken away. */
  private final class WayBack extends StageChange {

    private final Optional<String> hold;
    private final Optional<LaunchPermissions> recorded;

    WayBack(Image image, Optional<String> hold, Optional<LaunchPermissions> recorded) {
      super(Action.RESTORE_IMAGE, image);
      this.hold = hold;
      this.recorded = recorded;
    }

    @Override
    Tagging before() {
      return hold.map(
              text ->
                  new Tagging(
                      Map.of(tags.hold(), text),
                      tags.spareTag(image()).map(Set::of).orElseGet(Set::of)))
          .orElseGet(Tagging::none);
    }

    @Override
    ActionOutcome act() throws Ended {
      LaunchPermissions inTags = tags.record(image()).orElse(LaunchPermissions.none());
      LaunchPermissions all = inTags.and(recorded.orElse(LaunchPermissions.none()));
      if (image().state() == ImageState.DISABLED) {
        require(() -> operations.enable(id()));
      }
      // Before the permissions: EC2 does not cancel the deprecation of a public image (EC2 User
      // Guide, "Deprecate an Amazon EC2 AMI").
      restoreDeprecation();
      if (!all.isNone()) {
        grant(all.without(permissions(this)));
      }
      if (tags.isRecordMissing(image()) && recorded.isEmpty()) {
        throw failed(
            OutcomeCodes.RECORD_MISSING,
            "The tags that record its launch permissions were removed: restore the image with the"
                + " journal of the run that took them away");
      }
      int lacking = tags.missingInRecord(image()) - (all.size() - inTags.size());
      if (lacking > 0) {
        throw failed(
            OutcomeCodes.RECORD_INCOMPLETE,
            "The tags of the image had no room for "
                + lacking
                + " of its launch permissions: restore it with the journal of the run that took"
                + " them away");
      }
      return succeeded(
          all.isNone()
              ? "Restored; no launch permissions were recorded"
              : "Restored with " + all.size() + " launch permissions");
    }

    /**
     * Everybody is a call of its own: where public access to images is blocked, EC2 refuses the
     * whole call (EC2 User Guide, "Block public access to your AMIs").
     */
    private void grant(LaunchPermissions missing) throws Ended {
      List<ActionOutcome> refused = new ArrayList<>();
      for (LaunchPermissions part :
          List.of(
              missing.without(EVERYBODY),
              missing.everybody() ? EVERYBODY : LaunchPermissions.none())) {
        if (!part.isNone()) {
          try {
            require(() -> operations.grant(id(), part));
          } catch (Ended e) {
            String whom =
                part.everybody() ? "everybody" : part.size() + " accounts and organizations";
            refused.add(
                outcome(
                    e.outcome().outcome(),
                    e.outcome().code(),
                    "The launch permissions of "
                        + whom
                        + " were not given back, and stay recorded: "
                        + e.outcome().message()));
          }
        }
      }
      if (!refused.isEmpty()) {
        throw new Ended(
            outcome(
                refused.get(0).outcome(),
                refused.get(0).code(),
                refused.stream().map(ActionOutcome::message).collect(Collectors.joining("; "))));
      }
    }

    private void restoreDeprecation() throws Ended {
      Optional<Instant> before = tags.deprecationBefore(image());
      boolean wasDeprecated =
          image().tags().containsKey(tags.deprecation())
              || tags.read(image())
                  .map(StageMark::stage)
                  .filter(Stage.DEPRECATED::equals)
                  .isPresent();
      if (before.isPresent()) {
        if (before.get().isAfter(clock.instant())) {
          require(() -> operations.deprecate(id(), before.get()));
        }
      } else if (wasDeprecated && image().deprecationTime().isPresent()) {
        if (image().sharing() == Sharing.PUBLIC) {
          postponeDeprecation();
        } else {
          require(() -> operations.cancelDeprecation(id()));
        }
      }
    }

    /** A public image cannot be without a deprecation: it gets the one that EC2 itself gives it. */
    private void postponeDeprecation() throws Ended {
      Optional<Instant> latest =
          image()
              .creationDate()
              .map(StageTransitions::latestOfPublic)
              .filter(time -> time.isAfter(clock.instant().plus(AHEAD)));
      if (latest.isPresent()) {
        require(() -> operations.deprecate(id(), latest.get()));
      }
    }

    @Override
    Tagging after(Instant marked) {
      return Tagging.without(tags.traces(image()));
    }
  }

  /** Returns when a deprecation takes effect: at the end of the notice, or before if it did. */
  private Instant deprecation(Image image, Instant now) {
    Instant asked = now.plus(notice);
    if (image.sharing() == Sharing.PUBLIC) {
      asked =
          earlier(asked, image.creationDate().map(StageTransitions::latestOfPublic).orElse(asked));
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

  private LaunchPermissions permissions(StageChange change) throws Ended {
    try {
      return operations.launchPermissions(change.id());
    } catch (EvidenceException e) {
      LOG.debug("The launch permissions of {} cannot be read", change.id(), e);
      throw change.failed(
          OutcomeCodes.PERMISSIONS_UNKNOWN,
          "Who may launch the image cannot be read: " + e.getMessage());
    }
  }
}
