package io.amiclean.examples.organization.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Cleans an organization up: lists its scopes, has each batch of them done, and reports. */
@WorkflowInterface
public interface OrganizationWorkflow {

  /**
   * Cleans up.
   *
   * @param settings how
   * @param from {@link OrganizationState#begin()}, or where an earlier run of it has come to
   * @return the counts, and the key of the report
   */
  @WorkflowMethod
  OrganizationState clean(OrganizationSettings settings, OrganizationState from);

  /**
   * Returns how far it has come.
   *
   * @return the state
   */
  @QueryMethod
  OrganizationState state();
}
