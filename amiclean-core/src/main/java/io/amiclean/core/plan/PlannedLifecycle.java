package io.amiclean.core.plan;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Strategy;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the options of a plan tell of the lifecycle that it was made with. */
public final class PlannedLifecycle {

  private static final String RULES = "lifecycle";
  private static final String MARKS = "lifecycle-marks";
  private static final String TAGS = "lifecycle-tags";

  private PlannedLifecycle() {}

  static void describe(LifecyclePolicy policy, Map<String, List<String>> options) {
    options.put(RULES, policy.rules().stream().map(LifecycleRule::description).toList());
    options.put(MARKS, policy.readers().stream().map(Strategy::description).toList());
    options.put(TAGS, policy.tags().keys());
  }

  /**
   * Returns the tags by which a plan was made.
   *
   * @param plan the plan
   * @return the tags, or empty if the plan was made without a lifecycle
   * @throws PlanRefusedException if the plan names tags that cannot be
   */
  public static Optional<LifecycleTags> tags(CleanupPlan plan) {
    try {
      return Optional.ofNullable(plan.options().get(TAGS)).map(LifecycleTags::ofKeys);
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException(
          "The option '" + TAGS + "' of the plan is broken: " + e.getMessage());
    }
  }
}
