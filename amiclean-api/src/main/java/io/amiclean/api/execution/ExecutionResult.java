package io.amiclean.api.execution;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ResourceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/** What became of a plan: one outcome for each of its actions. */
@Value.Immutable
@AmicleanStyle
public abstract class ExecutionResult {

  ExecutionResult() {}

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
   * Returns how each action ended.
   *
   * @return the outcomes, in their {@linkplain #order() order}
   */
  public abstract List<ActionOutcome> outcomes();

  /**
   * Returns how many actions ended how.
   *
   * @return a count for every {@link Outcome}, in their order
   */
  public final Map<Outcome, Integer> counts() {
    return summary().counts();
  }

  /**
   * Returns whether something failed or is unknown.
   *
   * @return whether a person should review the outcomes
   */
  public final boolean hasFailures() {
    return summary().hasFailures();
  }

  /**
   * Returns the result without its outcomes.
   *
   * @return their numbers
   */
  @Value.Lazy
  public ExecutionSummary summary() {
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    for (ActionOutcome outcome : outcomes()) {
      counts.merge(outcome.outcome(), 1, Integer::sum);
    }
    return ExecutionSummary.builder()
        .startedAt(startedAt())
        .finishedAt(finishedAt())
        .scope(scope())
        .counts(counts)
        .build();
  }

  /**
   * Returns the order of the outcomes of a result.
   *
   * @return by action, in the order of {@link io.amiclean.api.plan.Action}, then by id
   */
  public static Comparator<ActionOutcome> order() {
    return Comparator.comparing(ActionOutcome::action)
        .thenComparing(outcome -> outcome.resource().value());
  }

  @Value.Check
  ExecutionResult normalized() {
    Set<ResourceId> known = new HashSet<>();
    for (ActionOutcome outcome : outcomes()) {
      if (!known.add(outcome.resource())) {
        throw new IllegalArgumentException(
            "The result has two outcomes of "
                + outcome.resource().value()
                + ": expected one for each action");
      }
    }
    List<ActionOutcome> sorted = outcomes().stream().sorted(order()).toList();
    return sorted.equals(outcomes())
        ? this
        : ImmutableExecutionResult.builder().from(this).outcomes(sorted).build();
  }

  /**
   * Builds an {@link ExecutionResult}; {@code startedAt}, {@code finishedAt} and {@code scope} have
   * to be set. Not thread-safe.
   */
  public static final class Builder extends ImmutableExecutionResult.Builder {
    Builder() {}
  }
}
