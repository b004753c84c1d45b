package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a plan that was signed off, until a minute before Lambda would end the function. The
 * state machine calls it again while {@code unfinished} is not empty, and the journal goes on.
 */
public final class ExecutePlanHandler extends StateHandler {

  /** For calls in flight, and for writing the result. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  /** Less would pass with reading the account, and the state machine would call without end. */
  private static final Duration AT_LEAST = MARGIN.plusMinutes(1);

  private final InstantSource clock;

  /** Creates the handler, as Lambda does. */
  public ExecutePlanHandler() {
    this(Environment.of(System.getenv()), InstantSource.system());
  }

  ExecutePlanHandler(Environment environment, InstantSource clock) {
    super(environment);
    this.clock = clock;
  }

  @Override
  Map<String, Object> handle(Environment with, Input input, Context context) throws Exception {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
    ExecutedScope executed;
    ScopeReport report;
    try {
      if (left.compareTo(AT_LEAST) < 0) {
        throw new IllegalStateException(
            "The function has "
                + left.toSeconds()
                + " seconds left, and needs at least "
                + AT_LEAST.toSeconds()
                + ": raise its time-out");
      }
      executed =
          with.work()
              .execute(
                  input.scope(),
                  input.digest(),
                  ProgressListener.none(),
                  Optional.of(clock.instant().plus(left).minus(MARGIN)));
      report =
          new ScopeReport(
              input.scope().name(),
              executed.hasFailures() ? ScopeStatus.EXECUTED_WITH_FAILURES : ScopeStatus.EXECUTED,
              input.plan(),
              input.decision().by(),
              executed.counts(),
              "");
    } catch (Exception e) {
      executed = new ExecutedScope(Map.of(), "");
      report = ended(input, "Executing", e);
    }
    return Map.of(
        "scope", input.scope(),
        "digest", input.digest(),
        "plan", input.plan(),
        "decision", input.decision(),
        "executed", executed,
        "report", report);
  }
}
