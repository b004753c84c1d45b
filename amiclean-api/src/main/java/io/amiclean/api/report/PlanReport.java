package io.amiclean.api.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.plan.CleanupPlan;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A plan in a report, its result if it was executed, and the earlier plan that it is compared with
 * if any. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PlanReport {

  PlanReport() {}

  /**
   * Returns a plan that was not executed.
   *
   * @param plan the plan
   * @return its part of a report
   */
  public static PlanReport of(CleanupPlan plan) {
    return ImmutablePlanReport.of(plan, Optional.empty());
  }

  /**
   * Returns a plan that was executed.
   *
   * @param plan the plan
   * @param result its result
   * @return its part of a report
   */
  public static PlanReport of(CleanupPlan plan, ExecutionResult result) {
    Objects.requireNonNull(result, "result");
    return ImmutablePlanReport.of(plan, Optional.of(result));
  }

  /**
   * Returns the plan.
   *
   * @return the plan
   */
  @Value.Parameter
  public abstract CleanupPlan plan();

  /**
   * Returns the result of the plan.
   *
   * @return the result, or empty if the plan was not executed
   */
  @Value.Parameter
  public abstract Optional<ExecutionResult> result();

  /**
   * Returns the earlier plan of the same scope that the plan is compared with, such as that of last
   * week. Formats for people and CSV show what changed since; JSON leaves it out.
   *
   * @return the earlier plan, or empty if the plan is not compared
   */
  public abstract Optional<CleanupPlan> since();

  /**
   * Returns this part of a report with what changed since an earlier plan.
   *
   * @param earlier the earlier plan, of the same scope
   * @return the part of the report
   * @throws IllegalArgumentException if the plans are of two scopes
   */
  public final PlanReport since(CleanupPlan earlier) {
    Objects.requireNonNull(earlier, "earlier");
    return ImmutablePlanReport.builder().from(this).since(earlier).build();
  }

  /** Refuses a comparison with a plan of another account or region. */
  @Value.Check
  void check() {
    since()
        .map(CleanupPlan::scope)
        .filter(scope -> !scope.equals(plan().scope()))
        .ifPresent(
            scope -> {
              throw new IllegalArgumentException(
                  "The plan of "
                      + plan().scope()
                      + " is compared with one of "
                      + scope
                      + ": expected an earlier plan of the same scope");
            });
  }
}
