package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.ScopeSource;
import io.temporal.worker.Worker;

/** What a worker of the organization does: workflows, activities, or both. */
public final class OrganizationWorker {

  private OrganizationWorker() {}

  /**
   * Has a worker run the workflows, which reach nothing but the engine.
   *
   * @param worker the worker, which is not started yet
   */
  public static void registerWorkflows(Worker worker) {
    worker.registerWorkflowImplementationTypes(
        OrganizationWorkflowImpl.class, BatchWorkflowImpl.class, ScopeWorkflowImpl.class);
  }

  /**
   * Has a worker read and change accounts.
   *
   * @param worker the worker, which is not started yet
   * @param source lists and opens the scopes
   * @param store keeps plans, journals, results and reports
   */
  public static void registerActivities(Worker worker, ScopeSource source, ObjectStore store) {
    worker.registerActivitiesImplementations(new OrganizationActivitiesImpl(source, store));
  }
}
