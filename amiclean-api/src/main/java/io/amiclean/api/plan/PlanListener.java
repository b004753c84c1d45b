package io.amiclean.api.plan;

import java.time.Duration;

/**
 * Receives every plan that was made, for metrics and traces.
 *
 * <p>Implementations must be thread-safe where planners run in parallel. They should return
 * quickly, because the thread that plans waits for them. An exception that they throw is logged
 * once, and changes nothing about the plan.
 */
@FunctionalInterface
public interface PlanListener {

  /**
   * Receives a plan. A planning that fails throws, and is not reported here.
   *
   * @param plan the plan, which may be {@linkplain CleanupPlan#refusals() refused}; its {@linkplain
   *     CleanupPlan#summary() figures} are what metrics need, and a listener that keeps the plan
   *     keeps every image of the account in memory
   * @param duration how long the planning took, the reading included if it read, 0 or more
   */
  void planned(CleanupPlan plan, Duration duration);
}
