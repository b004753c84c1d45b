package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.plan.PlanDrift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  private final Optional<Function<Set<ResourceId>, Recheck>> rechecker;
  private final int removals;
  private final long nanos;
  private final LongSupplier ticker;
  private final AtomicInteger permitted = new AtomicInteger();
  private volatile Optional<Permit> last = Optional.empty();
  private volatile long readAt;

  /**
   * What a re-check permits.
   *
   * @param recheck what it found
   * @param covered the resources that it covers
   * @param before how many removals may have been made since it began
   */
  record Permit(Recheck recheck, Set<ResourceId> covered, int before) {

    boolean covers(ResourceId resource) {
      return covered.contains(resource)
          && !(resource instanceof SnapshotId snapshot && recheck.again().isPending(snapshot));
    }
  }

  /**
   * Creates a schedule without any re-check: the plan itself counts as the first.
   *
   * @param rechecker reads the account, and asks the candidate checks about the given images and
   *     snapshots; empty to trust the plan for ever
   * @param removals how many removals a re-check permits
   * @param time how long a re-check permits them, from the end of its reading
   * @param ticker monotonic, in nanoseconds: a clock that is set back would make a re-check permit
   *     removals for longer
   * @param planAge how long ago what the plan rests on was read
   */
  RecheckSchedule(
      Optional<Function<Set<ResourceId>, Recheck>> rechecker,
      int removals,
      Duration time,
      LongSupplier ticker,
      Duration planAge) {
    this.rechecker = rechecker;
    this.removals = removals;
    this.nanos = TimeUnit.NANOSECONDS.convert(time);
    this.ticker = ticker;
    this.readAt = ticker.getAsLong() - Math.min(TimeUnit.NANOSECONDS.convert(planAge), nanos);
  }

  /**
   * Returns how long ago the oldest evidence of a plan was read. A plan of unknown age, or from the
   * future by this clock, is re-checked.
   */
  static Optional<Duration> evidenceAge(CleanupPlan plan, Instant now) {
    List<Evidence> read = plan.evidence().stream().filter(evidence -> !evidence.skipped()).toList();
    return read.isEmpty()
            || read.stream()
                .map(Evidence::readAt)
                .anyMatch(at -> at.isEmpty() || at.get().isAfter(now))
        ? Optional.empty()
        : read.stream()
            .map(evidence -> Duration.between(evidence.readAt().orElseThrow(), now))
            .max(Duration::compareTo);
  }

  /**
   * Re-checks the account, while the previous re-check still counts.
   *
   * @param covered the images and snapshots to cover
   * @param meanwhile how many removals may be made until it is used
   */
  Optional<Permit> take(Set<ResourceId> covered, int meanwhile) {
    return rechecker.map(account -> new Permit(account.apply(covered), covered, meanwhile));
  }

  /** Makes a re-check count from here on, in place of the previous one. */
  void use(Permit next) {
    last = Optional.of(next);
    readAt = next.recheck().readAt();
    permitted.set(next.before());
  }

  /**
   * Returns how many removals the next re-check covers: all if one re-check permits them, or else
   * so few that the following one can run meanwhile.
   *
   * @param remaining how many there are
   * @param meanwhile how many are made between the begin of that re-check and its use
   * @return 1 or more
   */
  int batch(int remaining, int meanwhile) {
    if (rechecker.isEmpty() || remaining <= removals - meanwhile) {
      return remaining;
    }
    return Math.max(1, Math.min(removals / 2, removals - meanwhile));
  }

  /** Returns whether another re-check can run while so many removals are made. */
  boolean canRecheckDuring(int batch) {
    return rechecker.isPresent() && batch < removals;
  }

  /** Returns how many removals may have been made since the re-check began that counts. */
  int made() {
    return Math.min(permitted.get(), removals - 1);
  }

  /** Returns whether the re-check that counts covers a resource. */
  boolean covers(ResourceId resource) {
    return last.isEmpty() || last.get().covers(resource);
  }

  /** Returns whether a resource may be removed without another re-check. */
  boolean permits(ResourceId resource) {
    return rechecker.isEmpty() || (covers(resource) && isOpen(permitted.get()));
  }

  /** Permits the removal of a resource, or says that it is time to re-check. */
  boolean permitsRemoval(ResourceId resource) {
    return rechecker.isEmpty()
        || (covers(resource)
            && isOpen(permitted.getAndUpdate(count -> Math.min(count + 1, removals))));
  }

  private boolean isOpen(int before) {
    return before < removals && !isExpired();
  }

  /** Returns whether the reading of the re-check that counts is too long ago. */
  boolean isExpired() {
    return rechecker.isPresent() && ticker.getAsLong() - readAt >= nanos;
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
