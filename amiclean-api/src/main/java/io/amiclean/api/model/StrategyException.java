package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/** A strategy threw, or answered for something that it was not asked about. */
public class StrategyException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  private final String strategy;

  /**
   * Creates a failure of a strategy.
   *
   * @param strategy the description of the strategy
   * @param message what it did wrong, and at which image, snapshot or group
   * @param cause what it threw, or {@code null} if it did not throw
   */
  public StrategyException(String strategy, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.strategy = strategy;
  }

  /**
   * Returns which strategy failed.
   *
   * @return its description
   */
  public final String strategy() {
    return strategy;
  }
}
