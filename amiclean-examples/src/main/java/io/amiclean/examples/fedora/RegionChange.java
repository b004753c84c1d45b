package io.amiclean.examples.fedora;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;

/** Changes what a plan of Fedora's process selects in one region. */
@FunctionalInterface
interface RegionChange {

  /**
   * Executes a plan.
   *
   * @param step what is done to the images that the plan selects
   * @param plan the plan; its removals are the selected images
   * @param account the region of the plan
   * @return one outcome for each action
   * @throws io.amiclean.api.model.AmicleanException if nothing was executed
   */
  ExecutionResult execute(ProcessStep step, CleanupPlan plan, AwsAccount account);
}
