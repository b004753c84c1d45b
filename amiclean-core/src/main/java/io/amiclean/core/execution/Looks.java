package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
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
 * for a time, then the account is looked at again. Thread-safe, but for {@link #again}, during
 * which nobody else may use it.
 */
final class Looks {

  private final Optional<Function<Set<SnapshotId>, Recheck>> look;
  private final int removals;
  private final Duration time;
  private final Clock clock;
  private final AtomicInteger permitted = new AtomicInteger();
  private volatile Optional<Recheck> last = Optional.empty();
  private volatile Instant end;

  /**
   * Creates looks of which none was taken yet: the plan itself counts as the first.
   *
   * @param look looks at the account, and at the snapshots that are still to be deleted; empty to
   *     trust the plan for ever
   */
  Looks(
      Optional<Function<Set<SnapshotId>, Recheck>> look, int removals, Duration time, Clock clock) {
    this.look = look;
    this.removals = removals;
    this.time = time;
    this.clock = clock;
    this.end = clock.instant().plus(time);
  }

  /**
   * Looks at the account; if that fails, nothing more is permitted by the look before.
   *
   * @param remaining the snapshots that are still to be deleted
   */
  void again(Set<SnapshotId> remaining) {
    if (look.isPresent()) {
      last = Optional.of(look.get().apply(remaining));
      end = clock.instant().plus(time);
      permitted.set(0);
    }
  }

  /**
   * Returns how many removals one look permits.
   *
   * @return 1 or more
   */
  int removals() {
    return look.isPresent() ? removals : Integer.MAX_VALUE;
  }

  /** Permits one removal, or tells that it is time to look again. */
  boolean permitsRemoval() {
    if (look.isEmpty()) {
      return true;
    }
    int before = permitted.getAndUpdate(count -> Math.min(count + 1, removals));
    // The first is permitted at any time: a look may take longer than it lasts.
    return before == 0 || (before < removals && clock.instant().isBefore(end));
  }

  /** Returns what changed since the plan was made, as of the last look. */
  Optional<PlanDrift> drift() {
    return last.map(Recheck::drift);
  }

  /** Returns how an image ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(ImageId image) {
    return last.flatMap(recheck -> recheck.settled(image));
  }

  /** Returns how a snapshot ends without anything being done to it, if it does. */
  Optional<ActionOutcome> settled(SnapshotId snapshot) {
    return last.flatMap(recheck -> recheck.settled(snapshot));
  }

  /** Returns an image as it was last seen. */
  Optional<Image> seen(ImageId image) {
    return last.flatMap(recheck -> recheck.seen(image));
  }

  /** Returns the snapshots that an image was seen to refer to. */
  Set<SnapshotId> snapshotsOf(ImageId image) {
    return last.map(recheck -> recheck.snapshotsOf(image)).orElse(Set.of());
  }
}
