package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** What a policy would have done on one day, given what it had done on the days before. */
@Value.Immutable
@AmicleanStyle
public abstract class BacktestDay {

  BacktestDay() {}

  static ImmutableBacktestDay.Builder builder() {
    return ImmutableBacktestDay.builder();
  }

  /**
   * Returns when the plan of the day was made and executed.
   *
   * @return the time
   */
  public abstract Instant time();

  /**
   * Returns how many images the account held before.
   *
   * @return the number, without those that were removed on earlier days
   */
  public abstract int inventory();

  /**
   * Returns when the use was read that the plan rests on.
   *
   * @return the time of the last recording at or before this day; empty before the first one, whose
   *     use stands in
   */
  public abstract Optional<Instant> usageReadAt();

  /**
   * Returns how many images stayed only because the first recording, which is of a later time,
   * shows them in use.
   *
   * @return the number; 0 from the first recording on
   */
  public abstract int takenAsInUse();

  /**
   * Returns what was removed on this day.
   *
   * @return the figures
   */
  public abstract BacktestFigures removed();

  /**
   * Returns what was removed until the end of this day.
   *
   * @return the figures of this day and of all before
   */
  public abstract BacktestFigures removedSoFar();

  /**
   * Returns how many images were moved by a stage of the lifecycle.
   *
   * @return the number
   */
  public abstract int staged();

  /**
   * Returns how many images that were on the way to their removal were restored, because something
   * kept them again.
   *
   * @return the number
   */
  public abstract int restored();

  /**
   * Returns why the plan of the day was refused as a whole, such as each limit that it passes.
   *
   * @return the refusals; if there is one, nothing was done on this day
   */
  public abstract List<Refusal> refusals();
}
