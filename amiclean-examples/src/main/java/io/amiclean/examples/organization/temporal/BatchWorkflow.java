package io.amiclean.examples.organization.temporal;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Has the scopes of one page done, and keeps what became of them. */
@WorkflowInterface
public interface BatchWorkflow {

  /**
   * Cleans up.
   *
   * @param settings how
   * @param run the id of the run, under which the store has the page
   * @param page the number of the page
   */
  @WorkflowMethod
  void clean(OrganizationSettings settings, String run, int page);
}
