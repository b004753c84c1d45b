package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.policy.CleanupPolicy;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What one policy would have done in the period of a {@link BacktestReport}. */
@Value.Immutable
@AmicleanStyle
public abstract class BacktestResult {

  BacktestResult() {}

  static ImmutableBacktestResult.Builder builder() {
    return ImmutableBacktestResult.builder();
  }

  /**
   * Returns the policy.
   *
   * @return the policy
   */
  public abstract CleanupPolicy policy();

  /**
   * Returns the days.
   *
   * @return each day of the period, the first one first
   */
  public abstract List<BacktestDay> days();

  /**
   * Returns what was removed.
   *
   * @return the images and orphan snapshots by day, those of a day sorted by id, images first
   */
  public abstract List<BacktestRemoval> removals();

  /**
   * Returns all that was removed.
   *
   * @return the figures at the end of the last day
   */
  public final BacktestFigures removed() {
    return days().get(days().size() - 1).removedSoFar();
  }

  /**
   * Returns how many removals hindsight judges how.
   *
   * @return a number for each verdict of hindsight, 0 included
   */
  @Value.Lazy
  public Map<Hindsight, Integer> counts() {
    Map<Hindsight, Integer> counts = new EnumMap<>(Hindsight.class);
    for (Hindsight hindsight : Hindsight.values()) {
      counts.put(hindsight, 0);
    }
    removals().forEach(removal -> counts.merge(removal.hindsight(), 1, Integer::sum));
    return counts;
  }

  /**
   * Returns the removals that hindsight judges in one way.
   *
   * @param hindsight how
   * @return the removals, in their order
   */
  public final List<BacktestRemoval> removals(Hindsight hindsight) {
    return removals().stream().filter(removal -> removal.hindsight() == hindsight).toList();
  }

  /**
   * Returns on how many days the plan was refused as a whole.
   *
   * @return the number
   */
  public final long refusedDays() {
    return days().stream().filter(day -> !day.refusals().isEmpty()).count();
  }
}
