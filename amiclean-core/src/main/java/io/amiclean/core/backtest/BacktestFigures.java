package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.core.cost.StorageCost;
import java.util.Optional;
import org.immutables.value.Value;

/** How much was removed. */
@Value.Immutable
@AmicleanStyle
public abstract class BacktestFigures {

  BacktestFigures() {}

  static BacktestFigures figures(int images, int snapshots, long gib, Optional<StorageCost> cost) {
    return ImmutableBacktestFigures.of(images, snapshots, gib, cost);
  }

  /**
   * Returns the number of images that were deregistered.
   *
   * @return the number
   */
  @Value.Parameter
  public abstract int images();

  /**
   * Returns the number of snapshots that were deleted, orphans included.
   *
   * @return the number
   */
  @Value.Parameter
  public abstract int snapshots();

  /**
   * Returns the sum of the known volume sizes of these snapshots, in GiB: an upper bound of what
   * becomes free.
   *
   * @return the sum
   */
  @Value.Parameter
  public abstract long gib();

  /**
   * Returns what these snapshots cost a month, at most.
   *
   * @return the cost, or empty if the prices do not name the region
   */
  @Value.Parameter
  public abstract Optional<StorageCost> cost();

  /**
   * Returns these figures and others.
   *
   * @param other the others, of the same region and prices
   * @return the sums
   */
  public final BacktestFigures plus(BacktestFigures other) {
    return figures(
        images() + other.images(),
        snapshots() + other.snapshots(),
        gib() + other.gib(),
        cost().flatMap(one -> other.cost().map(one::plus)));
  }
}
