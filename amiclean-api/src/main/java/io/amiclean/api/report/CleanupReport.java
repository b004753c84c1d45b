package io.amiclean.api.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.plan.CleanupPlan;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What a report contains: the plans of one or several scopes, the results of those that were
 * executed, and the scopes that have no plan because something failed.
 *
 * <p>A {@link ReportRenderer} writes it in a format, and a {@link ReportSink} publishes it.
 * Immutable and thread-safe.
 */
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
    return builder().addPlans(PlanReport.of(plan)).build();
  }

  /**
   * Returns the report of an executed plan.
   *
   * @param plan the plan
   * @param result its result
   * @return the report
   */
  public static CleanupReport of(CleanupPlan plan, ExecutionResult result) {
    Objects.requireNonNull(result, "result");
    return builder().addPlans(PlanReport.of(plan, result)).build();
  }

  /**
   * Returns a new builder. Nothing has to be set.
   *
   * @return a builder without plans, results and failures
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the title, for the subject of a message or of an issue. By default, {@code AMI cleanup}
   * and the day (in UTC) of the first plan or result.
   *
   * @return the title, on one line
   */
  @Value.Default
  public String title() {
    return "AMI cleanup"
        + Stream.concat(
                plans().stream().map(report -> report.plan().createdAt()),
                results().stream().map(ExecutionResult::startedAt))
            .findFirst()
            .map(CleanupReport::day)
            .orElse("");
  }

  private static String day(Instant time) {
    return ", " + time.atZone(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * Returns the plans, each with its result if it was executed.
   *
   * @return the plans, in the order in which they are shown
   */
  public abstract List<PlanReport> plans();

  /**
   * Returns results whose plans are not at hand.
   *
   * @return the results, in the order in which they are shown, after the plans
   */
  public abstract List<ExecutionResult> results();

  /**
   * Returns the scopes that were left alone because planning or executing failed, such as a region
   * whose evidence is denied.
   *
   * <p>Formats for people show them. CSV and JSON contain what plans and results contain, and leave
   * them out.
   *
   * @return the reasons, by what names the scope for people
   */
  public abstract Map<String, String> failures();

  /** Builds a {@link CleanupReport}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableCleanupReport.Builder {
    Builder() {}
  }
}
