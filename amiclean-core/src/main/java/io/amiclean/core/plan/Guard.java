package io.amiclean.core.plan;

import io.amiclean.api.model.Strategy;
import io.amiclean.api.model.StrategyException;
import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls strategies of others: what they throw, or answer unasked, stops the planning and is named.
 */
final class Guard {

  private Guard() {}

  static <T> T call(Strategy strategy, Object subject, Supplier<@Nullable T> call) {
    T answer;
    try {
      answer = call.get();
    } catch (RuntimeException e) {
      throw new StrategyException(
          strategy.description(),
          "The strategy " + strategy.description() + " failed at " + subject + ": " + e,
          e);
    }
    if (answer == null) {
      throw new StrategyException(
          strategy.description(),
          "The strategy " + strategy.description() + " answered null at " + subject,
          null);
    }
    return answer;
  }

  static <T> void requireAsked(
      Strategy strategy, Object subject, Collection<T> answered, Set<T> asked) {
    for (T id : answered) {
      if (!asked.contains(id)) {
        throw new StrategyException(
            strategy.description(),
            "The strategy "
                + strategy.description()
                + " answered at "
                + subject
                + " for "
                + id
                + ", which it was not asked about",
            null);
      }
    }
  }
}
