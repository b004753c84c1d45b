package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import org.immutables.value.Value;

/**
 * What policies would have removed in a period of the past, day by day, and which removals would
 * have been regretted. Immutable and thread-safe. {@link Backtest} makes it.
 */
@Value.Immutable
@AmicleanStyle
public abstract class BacktestReport {

  BacktestReport() {}

  static ImmutableBacktestReport.Builder builder() {
    return ImmutableBacktestReport.builder();
  }

  /**
   * Returns the scope of the recordings.
   *
   * @return the scope
   */
  public abstract CleanupScope scope();

  /**
   * Returns the end of the period: one day after the last day that was planned.
   *
   * @return the time
   */
  public abstract Instant until();

  /**
   * Returns what was known.
   *
   * @return the recordings, the earliest first
   */
  public abstract List<Recording> recordings();

  /**
   * Returns the currency of all costs.
   *
   * @return the currency of the price list
   */
  public abstract Currency currency();

  /**
   * Returns what the recordings cannot show of this period.
   *
   * @return the blind spots
   */
  public abstract Set<BlindSpot> blindSpots();

  /**
   * Returns what became of each policy.
   *
   * @return a result for each policy, at least one, in the order in which they were given
   */
  public abstract List<BacktestResult> results();

  /**
   * A recording that was used.
   *
   * @param readAt when it was made
   * @param images how many images it holds
   * @param skippedSources the sources of usage that it left out, sorted
   */
  public record Recording(Instant readAt, int images, SortedSet<String> skippedSources) {}
}
