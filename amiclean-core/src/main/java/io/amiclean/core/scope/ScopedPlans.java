package io.amiclean.core.scope;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The plans of many scopes, made by {@link Scopes#plan}. Immutable and thread-safe.
 *
 * @param <S> what stands for a scope
 */
public final class ScopedPlans<S> {

  /**
   * Executes the plan of a scope. It is called by several threads, once for each plan.
   *
   * @param <S> what stands for a scope
   * @param <R> what an execution returns, such as an {@link ExecutionResult}
   */
  @FunctionalInterface
  public interface Execution<S, R> {

    /**
     * Executes.
     *
     * @param scope the scope
     * @param plan its plan, which has no refusals
     * @return the result
     * @throws Exception if nothing was executed, for whatever reason
     */
    R execute(S scope, CleanupPlan plan) throws Exception;
  }

  private record Planned<S>(S scope, CleanupPlan plan) {

    @Override
    public String toString() {
      return scope.toString();
    }
  }

  private final List<ScopeOutcome<S, CleanupPlan>> outcomes;
  private final int concurrency;

  ScopedPlans(List<ScopeOutcome<S, CleanupPlan>> outcomes, int concurrency) {
    this.outcomes = outcomes;
    this.concurrency = concurrency;
  }

  /**
   * Returns what became of each scope. A plan may still have {@linkplain CleanupPlan#refusals()
   * refusals}.
   *
   * @return plans and failures, in the order of the scopes
   */
  public List<ScopeOutcome<S, CleanupPlan>> outcomes() {
    return outcomes;
  }

  /**
   * Executes every plan that there is. Scopes without a plan keep their failure, and a plan with
   * refusals is a failure too: nothing is called for either.
   *
   * <p>Interrupting the calling thread interrupts the executions under way, which an executor takes
   * as the order to stop after the calls in flight; the scopes that were not begun fail, and the
   * thread is interrupted when this returns.
   *
   * @param <R> what an execution returns, such as an {@link ExecutionResult}
   * @param execution executes the plan of one scope
   * @return results and failures, in the order of the scopes
   */
  public <R> List<ScopeOutcome<S, R>> execute(Execution<? super S, ? extends R> execution) {
    List<Planned<S>> accepted = new ArrayList<>();
    for (ScopeOutcome<S, CleanupPlan> outcome : outcomes) {
      outcome
          .value()
          .filter(plan -> plan.refusals().isEmpty())
          .ifPresent(plan -> accepted.add(new Planned<>(outcome.scope(), plan)));
    }
    Deque<ScopeOutcome<Planned<S>, R>> results =
        new ArrayDeque<>(
            SideBySide.run(
                accepted,
                concurrency,
                planned -> execution.execute(planned.scope(), planned.plan())));
    return outcomes.stream()
        .map(
            outcome ->
                outcome.then(
                    plan ->
                        plan.refusals().isEmpty()
                            ? ofScope(results.remove())
                            : ScopeOutcome.<S, R>failed(
                                outcome.scope(), new PlanRefusedException(plan.refusals()))))
        .toList();
  }

  private static <S, R> ScopeOutcome<S, R> ofScope(ScopeOutcome<Planned<S>, R> result) {
    S scope = result.scope().scope();
    Optional<R> value = result.value();
    return value.isPresent()
        ? ScopeOutcome.done(scope, value.get())
        : ScopeOutcome.failed(scope, result.failure().orElseThrow());
  }
}
