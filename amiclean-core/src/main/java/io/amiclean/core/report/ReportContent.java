package io.amiclean.core.report;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.report.CleanupReport;
import java.util.List;
import org.immutables.value.Value;

/** What a report tells of one or several scopes, and the prices that it reckons costs with. */
@Value.Immutable
@AmicleanStyle
public abstract class ReportContent {

  ReportContent() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without plans and results
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the plans, with their results where they were executed.
   *
   * @return the plans, in the order in which they are shown
   */
  public abstract List<CleanupReport> plans();

  /**
   * Returns results whose plans are not at hand.
   *
   * @return the results, in the order in which they are shown, after the plans
   */
  public abstract List<ExecutionResult> results();

  /**
   * Returns what storage costs, {@link PriceList#builtIn()} by default.
   *
   * @return the prices
   */
  @Value.Default
  public PriceList prices() {
    return PriceList.builtIn();
  }

  /** Builds a {@link ReportContent}. Not thread-safe. */
  public static final class Builder extends ImmutableReportContent.Builder {
    Builder() {}
  }
}
