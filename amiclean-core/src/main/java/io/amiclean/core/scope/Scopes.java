package io.amiclean.core.scope;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Regions and accounts that are cleaned up side by side. Each is planned and executed for itself:
 * its limits count its own images only, and one that fails is reported and left alone while the
 * others go on.
 *
 * <pre>{@code
 * ScopedPlans<AwsScope> plans =
 *     Scopes.of(scopes.list()).plan(scope -> planner(account(scope)).plan());
 * List<ScopeOutcome<AwsScope, ExecutionResult>> results =
 *     plans.execute((scope, plan) -> executor(account(scope)).execute(plan));
 * }</pre>
 *
 * <p>What stands for a scope is the caller's to choose; it is only handed on. Immutable and
 * thread-safe.
 *
 * @param <S> what stands for a scope, such as an account with its clients
 */
public final class Scopes<S> {

  /** Each has token buckets of its own at EC2, which are what it mostly waits for. */
  private static final int DEFAULT_CONCURRENCY = 40;

  /**
   * What is done in a scope. It is called by several threads, once for each scope.
   *
   * @param <S> what stands for a scope
   * @param <T> what is made of it, such as a plan
   */
  @FunctionalInterface
  public interface Work<S, T> {

    /**
     * Works on a scope.
     *
     * @param scope the scope
     * @return what is made of it
     * @throws Exception if nothing is, for whatever reason; the others go on
     */
    T on(S scope) throws Exception;
  }

  private final List<S> scopes;
  private final int concurrency;

  private Scopes(List<S> scopes, int concurrency) {
    this.scopes = scopes;
    this.concurrency = concurrency;
  }

  /**
   * Returns the scopes, of which at most 40 are worked on at a time.
   *
   * @param <S> what stands for a scope
   * @param scopes the scopes, in the order in which they are reported; none, such as those of an
   *     organization without an active account, have no outcomes
   * @return the scopes
   * @throws IllegalArgumentException if one stands there twice
   */
  public static <S> Scopes<S> of(Collection<? extends S> scopes) {
    Set<S> seen = new LinkedHashSet<>();
    for (S scope : scopes) {
      if (!seen.add(scope)) {
        throw new IllegalArgumentException("The scope " + scope + " stands twice: expected once");
      }
    }
    return new Scopes<>(List.copyOf(seen), DEFAULT_CONCURRENCY);
  }

  /**
   * Sets how many scopes are worked on at a time. Each also uses the threads and the request rate
   * of its own planner and executor.
   *
   * @param most 1 or more; by default 40
   * @return the same scopes
   * @throws IllegalArgumentException if it is less than 1
   */
  public Scopes<S> concurrency(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("A concurrency of " + most + ": expected 1 or more");
    }
    return new Scopes<>(scopes, most);
  }

  /**
   * Plans every scope. A scope whose planning fails has a failure in place of a plan; so has one of
   * which another plan, of an earlier scope, is made already.
   *
   * <p>Interrupting the calling thread interrupts the plannings under way, and the scopes that were
   * not begun fail; the thread is interrupted when this returns.
   *
   * @param planning makes the plan of one scope
   * @return the plans and failures, in the order of the scopes
   */
  public ScopedPlans<S> plan(Work<? super S, CleanupPlan> planning) {
    Objects.requireNonNull(planning, "planning");
    List<ScopeOutcome<S, CleanupPlan>> outcomes = SideBySide.run(scopes, concurrency, planning);
    Map<CleanupScope, S> planned = new HashMap<>();
    return new ScopedPlans<>(
        outcomes.stream().map(outcome -> firstOfItsScope(outcome, planned)).toList(), concurrency);
  }

  /**
   * Plans every scope, as {@link #plan(Work)} does, and hands on each plan as soon as it is made,
   * such as to be written to a file. No plan is kept, so that thousands of scopes take no more
   * memory than those that are planned at a time.
   *
   * @param planning makes the plan of one scope
   * @param sink is given each plan or failure, one after the other, in the order in which they come
   *     about, by the calling thread; of two plans of one scope the second is a failure. If it
   *     throws, the plannings under way are interrupted and waited for, and what it threw is thrown
   */
  public void plan(
      Work<? super S, CleanupPlan> planning, Consumer<? super ScopeOutcome<S, CleanupPlan>> sink) {
    Objects.requireNonNull(planning, "planning");
    Objects.requireNonNull(sink, "sink");
    Map<CleanupScope, S> planned = new HashMap<>();
    SideBySide.<S, CleanupPlan>run(
        scopes, concurrency, planning, outcome -> sink.accept(firstOfItsScope(outcome, planned)));
  }

  /**
   * Works on every scope, such as to execute the plan that a file holds, and hands on what becomes
   * of each as soon as it is known. Nothing of it is kept.
   *
   * <p>Interrupting the calling thread interrupts the work under way, and the scopes that were not
   * begun fail; the thread is interrupted when this returns.
   *
   * @param <T> what is made of a scope
   * @param work what is done in each
   * @param sink is given each outcome, one after the other, in the order in which they come about,
   *     by the calling thread. If it throws, the work under way is interrupted and waited for, and
   *     what it threw is thrown
   */
  public <T> void each(
      Work<? super S, ? extends T> work, Consumer<? super ScopeOutcome<S, T>> sink) {
    Objects.requireNonNull(work, "work");
    Objects.requireNonNull(sink, "sink");
    SideBySide.<S, T>run(scopes, concurrency, work, sink);
  }

  /** Two executions in one scope would each take the other's removals for a surprise. */
  private static <S> ScopeOutcome<S, CleanupPlan> firstOfItsScope(
      ScopeOutcome<S, CleanupPlan> outcome, Map<CleanupScope, S> planned) {
    return outcome.then(
        plan -> {
          S first = planned.putIfAbsent(plan.scope(), outcome.scope());
          return first == null
              ? outcome
              : ScopeOutcome.failed(
                  outcome.scope(),
                  new PlanRefusedException(
                      plan.scope()
                          + " is planned as "
                          + first
                          + " already: expected each region of an account once"));
        });
  }
}
