package io.amiclean.examples.library;

import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.execution.ImageRestorer;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Retires images that others launch, so that their users can object before they are removed. */
public final class RetireInStages {

  private final AwsAccount aws;

  /**
   * Creates the program.
   *
   * @param aws the region of the account whose images are retired
   */
  public RetireInStages(AwsAccount aws) {
    this.aws = aws;
  }

  /**
   * Returns what decides which images move by a stage, and changes nothing.
   *
   * @return the planner
   */
  public CleanupPlanner planner() {
    return CleanupPlanner.builder()
        .account(aws)
        .groupBy(tags("role"))
        .retain(keepNewest(4))
        .lifecycle(
            LifecyclePolicy.of(
                deprecate(Duration.ofDays(30)), // announced 30 days ahead
                makePrivate().after(Duration.ofDays(60)),
                deregister().after(Duration.ofDays(10))))
        .build();
  }

  /**
   * Moves images by a stage.
   *
   * @param plan the plan, reviewed
   * @param file where the journal is, which holds all launch permissions that are taken away
   * @return one outcome for each image
   * @throws IOException if the journal cannot be written
   */
  public ExecutionResult execute(CleanupPlan plan, Path file) throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      return PlanExecutor.builder()
          .operations(aws.operations())
          .lifecycle(aws.lifecycle())
          .planner(planner())
          .journal(journal)
          .build()
          .execute(plan);
    }
  }

  /**
   * Brings an image back, and keeps it from the next plans.
   *
   * @param image the image to restore
   * @param who who misses it
   * @return the outcome
   */
  public ExecutionResult restore(ImageId image, String who) {
    return ImageRestorer.builder()
        .operations(aws.lifecycle())
        .images(aws.images())
        .holdBy(who)
        .build()
        .restore(List.of(image));
  }
}
