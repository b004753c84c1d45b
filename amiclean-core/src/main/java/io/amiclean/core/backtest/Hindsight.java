package io.amiclean.core.backtest;

/** What recordings show of a removal afterwards. */
public enum Hindsight {
  /** What was removed was used afterwards; {@link BacktestRemoval#evidence()} says how. */
  REGRETTED,
  /**
   * No recording that covers it shows a use. That does not prove that there was none: {@link
   * BacktestRemoval#coveredUntil()} says how far the recordings reach.
   */
  NO_SIGN_OF_USE,
  /**
   * No recording covers the time after the removal; {@link BacktestRemoval#blindSpots()} says why.
   */
  NOT_KNOWN
}
