package io.amiclean.api.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.plan.CleanupPlan;
import java.util.Optional;
import org.immutables.value.Value;

/** A plan in a report, and its result if it was executed. Immutable and thread-safe. */
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
}
