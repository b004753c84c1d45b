package io.amiclean.examples.library;

import static io.amiclean.api.retention.RetentionStrategy.anyOf;
import static io.amiclean.core.exclusion.ExclusionFilters.tagged;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.plan.PlanLimits.removeAtMostPercent;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static io.amiclean.core.retention.RetentionStrategies.youngerThan;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.report.TextReport;
import java.time.Duration;

/** Keeps the newest images of each environment and role, and removes the others. */
public final class KeepNewestPerTag {

  private final AwsAccount aws;

  /**
   * Creates the program.
   *
   * @param aws the region of the account to clean up
   */
  public KeepNewestPerTag(AwsAccount aws) {
    this.aws = aws;
  }

  /**
   * Shows what would go from one region of the account of the environment's credentials.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    try (AwsClients clients = AwsClients.builder().region("eu-west-1").build()) {
      AwsAccount aws = AwsAccount.builder().clients(clients).build();
      System.out.println(TextReport.removals(new KeepNewestPerTag(aws).plan()));
    }
  }

  /**
   * Decides what would go, and changes nothing.
   *
   * @return the plan, with a reason for every image
   */
  public CleanupPlan plan() {
    return CleanupPlanner.builder()
        .images(aws.images())
        .snapshots(aws.snapshots())
        .usage(aws.allUsage()) // images in use stay from here on
        .check(aws.lastLook()) // so do those that are shared, and what EC2 itself knows of
        .exclude(tagged("keep"))
        .groupBy(tags("environment", "role"))
        .retain(anyOf(keepNewest(4), youngerThan(Duration.ofDays(30))))
        .limits(removeAtMostPercent(20))
        .build()
        .plan();
  }

  /**
   * Does what a plan says.
   *
   * @param plan the plan, reviewed
   * @return one outcome for each image and snapshot
   */
  public ExecutionResult execute(CleanupPlan plan) {
    return PlanExecutor.builder()
        .operations(aws.operations())
        .recheckImages(aws.images())
        .recheckUsage(aws.allUsage())
        .recheckCandidates(aws.lastLook())
        .build()
        .execute(plan);
  }

  /**
   * Returns an account whose images are shared with another one, which says what it does with them.
   *
   * @param ours the clients of the account that owns the images
   * @param theirs the clients of the other account, in the same region
   * @return the account
   */
  public static AwsAccount withUsageElsewhere(AwsClients ours, AwsClients theirs) {
    return AwsAccount.builder()
        .clients(ours)
        .usageIn(AwsAccount.builder().clients(theirs).build())
        .build();
  }
}
