package io.amiclean.examples.library;

import static io.amiclean.api.exclusion.ExclusionFilter.when;
import static io.amiclean.api.policy.PlanLimits.removeAtMostPercent;
import static io.amiclean.api.retention.RetentionStrategy.anyOf;
import static io.amiclean.core.exclusion.ExclusionFilters.tagged;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.retention.RetentionStrategies.youngerThan;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.report.TextReport;
import java.time.Duration;
import java.util.List;

/** Keeps the newest images of each environment and role, and removes the others. */
public final class KeepNewestPerTag {

  private KeepNewestPerTag() {}

  /** Shows what would go from one region, and removes it with {@code --execute}. */
  public static void main(String[] args) {
    try (AwsClients clients = AwsClients.builder().region("eu-west-1").build()) {
      AwsAccount aws = AwsAccount.builder().clients(clients).build();
      CleanupPlanner planner = planner(aws);
      CleanupPlan plan = planner.plan(); // what would go, and why; changes nothing
      System.out.println(TextReport.removals(plan));
      if (List.of(args).contains("--execute")) {
        System.out.println(executor(aws, planner).execute(plan).counts());
      }
    }
  }

  static CleanupPlanner planner(AwsAccount aws) {
    return CleanupPlanner.builder()
        .account(aws) // images in use stay, and those that are shared
        .exclude(
            tagged("keep"),
            when("release", "Part of a release", image -> image.name().startsWith("release-")))
        .groupBy(tags("environment", "role"))
        .retain(anyOf(keepNewest(4), youngerThan(Duration.ofDays(30))))
        .limits(removeAtMostPercent(20))
        .build();
  }

  static PlanExecutor executor(AwsAccount aws, CleanupPlanner planner) {
    return PlanExecutor.builder()
        .operations(aws.operations())
        .planner(planner) // plans again, and does what both plans hold
        .build();
  }
}
