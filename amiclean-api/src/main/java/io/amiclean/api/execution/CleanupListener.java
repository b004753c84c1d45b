package io.amiclean.api.execution;

import io.amiclean.api.model.CallListener;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.PlanListener;
import java.time.Duration;

/**
 * Receives what was planned, what was called and how each action ended, for metrics, traces and
 * audits. Each method does nothing unless it is overridden.
 *
 * <p>One listener serves the clients of AWS, planners and executors alike. Implementations must be
 * thread-safe, and should return quickly, because the work waits for them. An exception that they
 * throw is logged once, and never changes what is done; what receives the outcomes of an execution
 * as its result, and may stop it, is the executor's consumer of outcomes. How far a reading or an
 * execution has come is reported to a {@link io.amiclean.api.model.ProgressListener}.
 */
public interface CleanupListener extends CallListener, PlanListener {

  @Override
  default void planned(CleanupPlan plan, Duration duration) {}

  @Override
  default void called(ServiceCall call) {}

  /**
   * Receives how an action ended: one outcome for each action of an execution or of a restoring, in
   * the order of the {@linkplain ExecutionResult#order() result}, skipped actions included. An
   * execution that continues an earlier one by its journal reports the earlier outcomes again.
   *
   * @param scope the region of the account
   * @param outcome how the action ended
   */
  default void ended(CleanupScope scope, ActionOutcome outcome) {}

  /**
   * Returns a listener that does nothing.
   *
   * @return the listener
   */
  static CleanupListener none() {
    return new CleanupListener() {};
  }
}
