package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.plan.PlanDrift;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * When the account is re-checked. A re-check permits a limited number of removals, for a limited
 * time, of the resources that it covered; for others it can only say that they stay. Thread-safe,
 * but for {@link #use}, during which no other thread may use it.
 */
final class RecheckSchedule {

  private final Optional<Function<Set<ResourceId>, Recheck>> look;
  private final int removals;
  private final long nanos;
  private final LongSupplier ticker;
  private final AtomicInteger permitted = new AtomicInteger();
  private volatile Optional<Permit> last = Optional.empty();
  private volatile long readAt;

  /**
   * A look at the account.
   *
   * @param recheck what was seen
   * @param things what it was taken for
   * @param before how many removals may have been made since it began
   * @param readAt when the reading ended, by the ticker
   */
  record Permit(Recheck recheck, Set<ResourceId> things, int before, long readAt) {

    boolean isFor(ResourceId thing) {
      return things.contains(thing)
          && !(thing instanceof SnapshotId snapshot && recheck.again().isPending(snapshot));
    }
  }

  /**
   * Creates a schedule without any re-check: the plan itself counts as the first.
   *
   * @param look reads the account, and closer at some images and snapshots; empty to trust the plan
   *     for ever
   * @param removals how many removals a look permits
   * @param time how long a look permits them, from the end of its reading
   * @param ticker monotonic, in nanoseconds: a clock that is set back would make a look last longer
   * @param planAge how long ago what the plan rests on was read
   */
  RecheckSchedule(
      Optional<Function<Set<ResourceId>, Recheck>> look,
      int removals,
      Duration time,
      LongSupplier ticker,
      Duration planAge) {
    this.look = look;
    this.removals = removals;
    this.nanos = TimeUnit.NANOSECONDS.convert(time);
    this.ticker = ticker;
    this.readAt = ticker.getAsLong() - Math.min(TimeUnit.NANOSECONDS.convert(planAge), nanos);
  }

  /**
   * Looks at the account, while the look before still counts.
   *
   * @param things the images and snapshots that it is for
   * @param meanwhile how many removals may be made until it is used
   */
  Optional<Permit> take(Set<ResourceId> things, int meanwhile) {
    return look.map(
        account -> {
          Recheck recheck = account.apply(things);
          return new Permit(recheck, things, meanwhile, ticker.getAsLong());
        });
  }

  /** Has a look count from now on, in place of the one before. */
  void use(Permit next) {
    last = Optional.of(next);
    readAt = next.readAt();
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
  boolean canRecheckDuring(int batch) {
    return look.isPresent() && batch < removals;
  }

  /** Returns how many removals may have been made since the look began that counts now. */
  int made() {
    return Math.min(permitted.get(), removals - 1);
  }

  /** Returns whether the look that counts now was taken for something. */
  boolean isFor(ResourceId thing) {
    return last.isEmpty() || last.get().isFor(thing);
  }

  /** Returns whether something may be removed without looking again. */
  boolean permits(ResourceId thing) {
    return look.isEmpty() || (isFor(thing) && isOpen(permitted.get()));
  }

  /** Permits the removal of something, or says that it is time to re-check. */
  boolean permitsRemoval(ResourceId thing) {
    return look.isEmpty()
        || (isFor(thing) && isOpen(permitted.getAndUpdate(count -> Math.min(count + 1, removals))));
  }

  private boolean isOpen(int before) {
    return before < removals && ticker.getAsLong() - readAt < nanos;
  }

  /** Returns what changed since the plan was made, as of the last re-check. */
  Optional<PlanDrift> drift() {
    return last.map(current -> current.recheck().again().drift());
  }

  /** Returns how an image ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(ImageId image) {
    return last.flatMap(current -> current.recheck().settled(image));
  }

  /** Returns how a snapshot ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(SnapshotId snapshot) {
    return last.flatMap(current -> current.recheck().settled(snapshot));
  }

  /** Returns whether a snapshot that is to be deleted was not found. */
  boolean isMissing(SnapshotId snapshot) {
    return last.filter(current -> current.recheck().again().isMissing(snapshot)).isPresent();
  }

  /** Returns an image as it was last seen. */
  Optional<Image> seen(ImageId image) {
    return last.flatMap(current -> current.recheck().again().image(image));
  }

  /** Returns the snapshots that an image was seen to refer to. */
  Set<SnapshotId> snapshotsOf(ImageId image) {
    return last.map(current -> current.recheck().snapshotsOf(image)).orElse(Set.of());
  }
}
