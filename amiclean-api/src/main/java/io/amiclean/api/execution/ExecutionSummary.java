package io.amiclean.api.execution;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.immutables.value.Value;

/**
 * What became of a plan in numbers, for executions whose outcomes are handed on one by one: an
 * {@link ExecutionResult} without them.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ExecutionSummary {

  ExecutionSummary() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without scope and times
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns when the execution began.
   *
   * @return the time of the executor's clock
   */
  public abstract Instant startedAt();

  /**
   * Returns when the execution ended.
   *
   * @return the time of the executor's clock
   */
  public abstract Instant finishedAt();

  /**
   * Returns the scope that was changed.
   *
   * @return the scope of the plan
   */
  public abstract CleanupScope scope();

  /**
   * Returns how many actions ended how.
   *
   * @return a count for every {@link Outcome}, in their order; those that were not given are 0
   */
  public abstract Map<Outcome, Integer> counts();

  /**
   * Returns whether something failed or is unknown.
   *
   * @return whether a person should review the outcomes
   */
  public final boolean hasFailures() {
    return counts().getOrDefault(Outcome.FAILED, 0) + counts().getOrDefault(Outcome.UNKNOWN, 0) > 0;
  }

  @Value.Check
  ExecutionSummary completed() {
    if (counts().size() == Outcome.values().length) {
      return this;
    }
    Map<Outcome, Integer> all = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      all.put(outcome, counts().getOrDefault(outcome, 0));
    }
    return ImmutableExecutionSummary.builder().from(this).counts(all).build();
  }

  /**
   * Builds an {@link ExecutionSummary}; {@code startedAt}, {@code finishedAt} and {@code scope}
   * have to be set. Not thread-safe.
   */
  public static final class Builder extends ImmutableExecutionSummary.Builder {
    Builder() {}
  }
}
