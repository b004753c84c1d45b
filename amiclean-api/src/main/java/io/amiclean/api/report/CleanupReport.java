package io.amiclean.api.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.plan.CleanupPlan;
import java.util.Optional;
import org.immutables.value.Value;

/** What there is to tell: a plan, and its result once it was executed. */
@Value.Immutable
@AmicleanStyle
public abstract class CleanupReport {

  CleanupReport() {}

  /**
   * Returns the report of a plan that was not executed.
   *
   * @param plan the plan
   * @return the report
   */
  public static CleanupReport of(CleanupPlan plan) {
    return ImmutableCleanupReport.of(plan, Optional.empty());
  }

  /**
   * Returns the report of an executed plan.
   *
   * @param plan the plan
   * @param result its result
   * @return the report
   */
  public static CleanupReport of(CleanupPlan plan, ExecutionResult result) {
    return ImmutableCleanupReport.of(plan, Optional.of(result));
  }

  /**
   * Returns the plan.
   *
   * @return the plan
   */
  @Value.Parameter
  public abstract CleanupPlan plan();

  /**
   * Returns what became of the plan.
   *
   * @return the result, or empty if it was not executed
   */
  @Value.Parameter
  public abstract Optional<ExecutionResult> result();
}
