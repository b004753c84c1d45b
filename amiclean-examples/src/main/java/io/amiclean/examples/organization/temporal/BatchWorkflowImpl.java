package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Starts a workflow for each scope of its page, and reports on each. */
public final class BatchWorkflowImpl implements BatchWorkflow {

  @Override
  public void clean(OrganizationSettings settings, String run, int page) {
    Map<OrganizationScope, Promise<ScopeReport>> scopes = new LinkedHashMap<>();
    for (OrganizationScope scope : Stubs.store().scopes(run, page)) {
      scopes.put(
          scope,
          Async.function(
              Stubs.child(ScopeWorkflow.class, ScopeWorkflow.id(scope.name()))::clean,
              settings,
              scope));
    }
    List<ScopeReport> reports = new ArrayList<>();
    scopes.forEach((scope, report) -> reports.add(await(scope, report)));
    Workflow.newDetachedCancellationScope(() -> Stubs.store().put(run, page, reports)).run();
  }

  private static ScopeReport await(OrganizationScope scope, Promise<ScopeReport> report) {
    try {
      return report.get();
    } catch (CanceledFailure e) {
      return ScopeReport.withoutPlan(scope.name(), ScopeStatus.CANCELLED, "Not begun");
    } catch (ChildWorkflowFailure e) {
      return e.getCause() instanceof WorkflowExecutionAlreadyStarted
          ? ScopeReport.withoutPlan(
              scope.name(), ScopeStatus.BUSY, "An earlier run works on it still")
          : ScopeReport.withoutPlan(
              scope.name(),
              e.getCause() instanceof CanceledFailure ? ScopeStatus.CANCELLED : ScopeStatus.FAILED,
              "Its workflow ended without a report: " + e.getMessage());
    }
  }
}
