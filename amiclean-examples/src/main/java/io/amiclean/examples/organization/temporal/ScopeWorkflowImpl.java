package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.FailureKind;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Workflow;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plans a scope, waits for a decision and executes. */
public final class ScopeWorkflowImpl implements ScopeWorkflow {

  private Phase phase = Phase.PLANNING;
  private PlannedScope plan = PlannedScope.NONE;
  private @Nullable Decision decision;
  private boolean approved;
  private String decidedBy = "";
  private int ignored;

  @Override
  public ScopeReport clean(OrganizationSettings settings, OrganizationScope scope) {
    try {
      plan = Stubs.work(settings).plan(scope, settings.policyKey());
      if (!plan.refusal().isEmpty()) {
        return report(scope, ScopeStatus.REFUSED, plan.refusal());
      }
      if (plan.changes() == 0) {
        return report(scope, ScopeStatus.NOTHING_TO_DO, "");
      }
      if (settings.approval().approve(plan)) {
        decidedBy = "limits";
        return execute(settings, scope);
      }
      phase = Phase.DECIDING;
      Workflow.upsertMemo(Map.of(UNDECIDED, plan));
      Workflow.await(settings.decideWithin(), () -> decision != null);
      Workflow.upsertMemo(Collections.singletonMap(UNDECIDED, null));
      Decision made = decision;
      if (made == null) {
        return report(
            scope,
            ScopeStatus.UNDECIDED,
            "Nobody decided within " + settings.decideWithin() + "; the next run plans it again");
      }
      decidedBy = made.by();
      return approved ? execute(settings, scope) : report(scope, ScopeStatus.DECLINED, made.note());
    } catch (ActivityFailure e) {
      return failed(scope, e);
    } catch (CanceledFailure e) {
      return report(scope, ScopeStatus.CANCELLED, "Nothing was executed");
    } finally {
      phase = Phase.ENDED;
    }
  }

  private ScopeReport execute(OrganizationSettings settings, OrganizationScope scope) {
    phase = Phase.EXECUTING;
    ExecutedScope executed = Stubs.work(settings).execute(scope, plan.digest());
    return new ScopeReport(
        scope.name(),
        executed.hasFailures() ? ScopeStatus.EXECUTED_WITH_FAILURES : ScopeStatus.EXECUTED,
        plan,
        decidedBy,
        executed.counts(),
        "");
  }

  /** What an execution had done until it was given up stands in its journal in the store. */
  private ScopeReport failed(OrganizationScope scope, ActivityFailure failure) {
    String during = phase == Phase.EXECUTING ? "Executing: " : "Planning: ";
    Throwable cause = failure.getCause();
    while (cause instanceof TimeoutFailure && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof CanceledFailure) {
      return report(scope, ScopeStatus.CANCELLED, during + "stopped in order");
    }
    if (cause instanceof ApplicationFailure known) {
      return report(
          scope, FailureKind.named(known.getType()).status(), during + known.getOriginalMessage());
    }
    return report(scope, ScopeStatus.FAILED, during + failure.getMessage());
  }

  private ScopeReport report(OrganizationScope scope, ScopeStatus status, String message) {
    return new ScopeReport(scope.name(), status, plan, decidedBy, Map.of(), message);
  }

  @Override
  public void approve(Decision made) {
    decide(made, true);
  }

  @Override
  public void decline(Decision made) {
    decide(made, false);
  }

  /** A person has read one plan: a decision on another one is none. */
  private void decide(Decision made, boolean approving) {
    if (phase == Phase.DECIDING && decision == null && made.digest().equals(plan.digest())) {
      decision = made;
      approved = approving;
    } else {
      ignored++;
    }
  }

  @Override
  public State state() {
    return new State(phase, plan, ignored);
  }
}
