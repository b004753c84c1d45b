package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** An image, or an orphan snapshot, that a policy would have removed, and what is known since. */
@Value.Immutable
@AmicleanStyle
public abstract class BacktestRemoval {

  BacktestRemoval() {}

  static ImmutableBacktestRemoval.Builder builder() {
    return ImmutableBacktestRemoval.builder();
  }

  /**
   * Returns when it would have been removed.
   *
   * @return the time of the day
   */
  public abstract Instant removedAt();

  /**
   * Returns when the use was read that the plan of the day rests on.
   *
   * @return as {@link BacktestDay#usageReadAt()}
   */
  public abstract Optional<Instant> usageReadAt();

  /**
   * Returns the decision on the image.
   *
   * @return the decision with its reasons; empty if this is an orphan snapshot
   */
  public abstract Optional<ImageDecision> image();

  /**
   * Returns the snapshots that were deleted.
   *
   * @return those of the image; of an orphan snapshot, itself
   */
  public abstract List<SnapshotDecision> snapshots();

  /**
   * Returns the uses that recordings show afterwards.
   *
   * @return the first ten uses, in their order; empty if none is shown
   */
  public abstract List<LaterUse> evidence();

  /**
   * Returns how many more uses recordings show than {@link #evidence()} holds.
   *
   * @return the number, 0 if it holds all
   */
  public abstract int moreEvidence();

  /**
   * Returns until when recordings would show a launch.
   *
   * @return a time after the removal, 24 hours before the last recording that covers what was
   *     removed; empty if none does
   */
  public abstract Optional<Instant> coveredUntil();

  /**
   * Returns what recordings cannot show of this removal.
   *
   * @return the blind spots in addition to those of the {@linkplain BacktestReport#blindSpots()
   *     report}
   */
  public abstract Set<BlindSpot> blindSpots();

  /**
   * Returns what was removed.
   *
   * @return the id of the image, or of the orphan snapshot
   */
  public final ResourceId resource() {
    return image().<ResourceId>map(ImageDecision::imageId).orElseGet(this::orphan);
  }

  private ResourceId orphan() {
    return snapshots().get(0).snapshotId();
  }

  /**
   * Returns what recordings show of the removal afterwards.
   *
   * @return the verdict of hindsight
   */
  public final Hindsight hindsight() {
    if (!evidence().isEmpty()) {
      return Hindsight.REGRETTED;
    }
    return coveredUntil().isPresent() && blindSpots().isEmpty()
        ? Hindsight.NO_SIGN_OF_USE
        : Hindsight.NOT_KNOWN;
  }

  /**
   * Returns for how long after the removal recordings would show a launch.
   *
   * @return the time, or empty if no recording covers it
   */
  public final Optional<Duration> covered() {
    return coveredUntil().map(until -> Duration.between(removedAt(), until));
  }

  @Value.Check
  void check() {
    if (image().isEmpty() && snapshots().size() != 1) {
      throw new IllegalArgumentException(
          "A removal of no image and of "
              + snapshots().size()
              + " snapshots: expected one orphan snapshot");
    }
  }
}
