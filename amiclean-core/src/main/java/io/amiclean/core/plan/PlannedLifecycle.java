package io.amiclean.core.plan;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Strategy;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.internal.LaunchPermissionFormat;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the options of a plan tell of the lifecycle that it was made with. */
public final class PlannedLifecycle {

  private static final String RULES = "lifecycle";
  private static final String MARKS = "lifecycle-marks";
  private static final String TAGS = "lifecycle-tags";
  private static final String REVOKED = "lifecycle-revoked";
  private static final String NOTICE = "lifecycle-notice";

  private PlannedLifecycle() {}

  static void describe(LifecyclePolicy policy, Map<String, List<String>> options) {
    options.put(RULES, policy.rules().stream().map(LifecycleRule::description).toList());
    options.put(MARKS, policy.readers().stream().map(Strategy::description).toList());
    options.put(TAGS, policy.tags().keys());
    for (LifecycleRule rule : policy.rules()) {
      rule.chosen().ifPresent(chosen -> options.put(REVOKED, LaunchPermissionFormat.of(chosen)));
      if (!rule.notice().isZero()) {
        options.put(NOTICE, List.of(rule.notice().toString()));
      }
    }
  }

  /**
   * Returns the tags by which a plan was made.
   *
   * @param plan the plan
   * @return the tags, or empty if the plan was made without a lifecycle
   * @throws PlanRefusedException if the plan names tags that cannot be
   */
  public static Optional<LifecycleTags> tags(CleanupPlan plan) {
    return option(plan, TAGS, LifecycleTags::ofKeys);
  }

  /**
   * Returns whose launch permissions a plan takes away of the images that it makes private.
   *
   * @param plan the plan
   * @return the permissions, or empty for all that an image has
   * @throws PlanRefusedException if the plan names permissions that cannot be
   */
  public static Optional<LaunchPermissions> revoked(CleanupPlan plan) {
    return option(plan, REVOKED, LaunchPermissionFormat::parse);
  }

  /**
   * Returns how long after its execution the deprecations of a plan take effect.
   *
   * @param plan the plan
   * @return the time, 0 or more
   * @throws PlanRefusedException if the plan names a time that cannot be
   */
  public static Duration notice(CleanupPlan plan) {
    return option(plan, NOTICE, PlannedLifecycle::duration).orElse(Duration.ZERO);
  }

  private static Duration duration(List<String> texts) {
    Duration duration = Duration.parse(String.join(" ", texts));
    return LifecycleRule.deprecate(duration).notice();
  }

  private static <T> Optional<T> option(
      CleanupPlan plan, String name, Function<List<String>, T> reading) {
    try {
      return Optional.ofNullable(plan.options().get(name)).map(reading);
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new PlanRefusedException(
          "The option '" + name + "' of the plan is broken: " + e.getMessage());
    }
  }
}
