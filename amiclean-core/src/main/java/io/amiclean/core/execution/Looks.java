package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.plan.PlanDrift;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What the account says, and how long that counts: a look permits a number of removals and lasts
 * for a time, then the account is looked at again. It is for the things that it was taken for:
 * others may be kept by it, but not removed. Thread-safe, but for {@link #use}, during which nobody
 * else may use it.
 */
final class Looks {

  private final Optional<Function<Set<ResourceId>, Recheck>> look;
  private final int removals;
  private final Duration time;
  private final Clock clock;
  private final AtomicInteger permitted = new AtomicInteger();
  private volatile Optional<Look> last = Optional.empty();
  private volatile Instant end;

  /**
   * A look at the account.
   *
   * @param recheck what was seen
   * @param things what it was taken for
   * @param before how many removals may have been made since it began
   * @param end until when it lasts
   */
  record Look(Recheck recheck, Set<ResourceId> things, int before, Instant end) {}

  /**
   * Creates looks of which none was taken yet: the plan itself counts as the first.
   *
   * @param look looks at the account, and closer at some images and snapshots; empty to trust the
   *     plan for ever
   */
  Looks(
      Optional<Function<Set<ResourceId>, Recheck>> look, int removals, Duration time, Clock clock) {
    this.look = look;
    this.removals = removals;
    this.time = time;
    this.clock = clock;
    this.end = clock.instant().plus(time);
  }

  /**
   * Looks at the account, while the look before still counts.
   *
   * @param things the images and snapshots that it is for
   * @param meanwhile how many removals may be made until it is used
   */
  Optional<Look> take(Set<ResourceId> things, int meanwhile) {
    return look.map(
        account -> {
          Recheck recheck = account.apply(things);
          return new Look(recheck, things, meanwhile, clock.instant().plus(time));
        });
  }

  /** Has a look count from now on, in place of the one before. */
  void use(Look next) {
    last = Optional.of(next);
    end = next.end();
    permitted.set(next.before());
  }

  /**
   * Returns for how many removals a look is taken: for all if one look permits them, or else for so
   * few that the next one can be taken meanwhile.
   *
   * @param remaining how many there are
   * @param meanwhile how many are made between the begin of that look and its use
   * @return 1 or more
   */
  int batch(int remaining, int meanwhile) {
    if (look.isEmpty() || remaining <= removals - meanwhile) {
      return remaining;
    }
    return Math.max(1, Math.min(removals / 2, removals - meanwhile));
  }

  /** Returns whether another look can be taken while so many removals are made. */
  boolean canLookDuring(int batch) {
    return look.isPresent() && batch < removals;
  }

  /** Returns how many removals may have been made since the look began that counts now. */
  int made() {
    return Math.min(permitted.get(), removals - 1);
  }

  /** Returns whether the look that counts now was taken for something. */
  boolean isFor(ResourceId thing) {
    return last.isEmpty() || last.get().things().contains(thing);
  }

  /** Returns whether something may be removed without looking again. */
  boolean permits(ResourceId thing) {
    return look.isEmpty() || (isFor(thing) && isOpen(permitted.get()));
  }

  /** Permits the removal of something, or tells that it is time to look again. */
  boolean permitsRemoval(ResourceId thing) {
    return look.isEmpty()
        || (isFor(thing) && isOpen(permitted.getAndUpdate(count -> Math.min(count + 1, removals))));
  }

  /** The first is permitted at any time: a look may take longer than it lasts. */
  private boolean isOpen(int before) {
    return before == 0 || (before < removals && clock.instant().isBefore(end));
  }

  /** Returns what changed since the plan was made, as of the last look. */
  Optional<PlanDrift> drift() {
    return last.map(current -> current.recheck().drift());
  }

  /** Returns how an image ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(ImageId image) {
    return last.flatMap(current -> current.recheck().settled(image));
  }

  /** Returns how a snapshot ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(SnapshotId snapshot) {
    return last.flatMap(current -> current.recheck().settled(snapshot));
  }

  /** Returns an image as it was last seen. */
  Optional<Image> seen(ImageId image) {
    return last.flatMap(current -> current.recheck().seen(image));
  }

  /** Returns the snapshots that an image was seen to refer to. */
  Set<SnapshotId> snapshotsOf(ImageId image) {
    return last.map(current -> current.recheck().snapshotsOf(image)).orElse(Set.of());
  }
}
