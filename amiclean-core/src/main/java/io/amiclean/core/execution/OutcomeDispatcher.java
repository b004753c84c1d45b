package io.amiclean.core.execution;

import com.google.common.base.Throwables;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands outcomes on and counts them. Once the receiver has thrown, it gets no more, and nothing
 * more is to be begun; observers get all of them. Not thread-safe.
 */
final class OutcomeDispatcher implements Consumer<ActionOutcome> {

  private final Consumer<? super ActionOutcome> receiver;
  private final Consumer<? super ActionOutcome> observers;
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private @Nullable Throwable failure;

  OutcomeDispatcher(
      Consumer<? super ActionOutcome> receiver, Consumer<? super ActionOutcome> observers) {
    this.receiver = receiver;
    this.observers = observers;
  }

  @Override
  public void accept(ActionOutcome outcome) {
    observers.accept(outcome);
    if (failure != null) {
      return;
    }
    counts.merge(outcome.outcome(), 1, Integer::sum);
    try {
      receiver.accept(outcome);
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  boolean hasFailed() {
    return failure != null;
  }

  /** Returns how many outcomes there were, or throws what the receiver threw. */
  Map<Outcome, Integer> counts() {
    if (failure != null) {
      Throwables.throwIfUnchecked(failure);
    }
    return counts;
  }
}
