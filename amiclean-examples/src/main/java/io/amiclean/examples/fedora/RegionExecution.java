package io.amiclean.examples.fedora;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.execution.ExecutionJournal;
import io.amiclean.core.execution.PlanExecutor;
import java.time.Instant;

/** Changes what a plan of Fedora's process selects in one region. */
final class RegionExecution {

  private RegionExecution() {}

  /**
   * Executes a plan.
   *
   * @param journal keeps each step before it is taken, and with it the launch permissions that are
   *     taken away, whatever becomes of the tags of their images
   * @param now since when images are private that become so
   */
  static ExecutionResult execute(
      CleanupPlan plan, AwsAccount account, ExecutionJournal journal, Instant now) {
    return PlanExecutor.builder()
        .operations(account.operations())
        .lifecycle(account.lifecycle())
        .markedAt(now)
        .recheckImages(account.images())
        .recheckUsage(account.allUsage())
        .recheckCandidates(account.lastLook())
        .journal(journal)
        .build()
        .execute(plan);
  }
}
