package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import java.util.Map;

/**
 * Plans a scope, and says what comes next: {@code EXECUTE} with the decision of the limits, {@code
 * ASK} a person, or {@code DONE} with the report of the scope.
 */
public final class PlanScopeHandler extends StateHandler {

  /** Creates the handler, as Lambda does. */
  public PlanScopeHandler() {
    this(Environment.of(System.getenv()));
  }

  PlanScopeHandler(Environment environment) {
    super(environment);
  }

  @Override
  Map<String, Object> handle(Environment with, Input input, Context context) throws Exception {
    PlannedScope plan;
    try {
      plan = with.work().plan(input.scope(), input.policyKey());
    } catch (Exception e) {
      return done(input, ended(input, "Planning", e));
    }
    if (!plan.refusal().isEmpty()) {
      return done(input, report(input, ScopeStatus.REFUSED, plan, plan.refusal()));
    }
    if (plan.changes() == 0) {
      return done(input, report(input, ScopeStatus.NOTHING_TO_DO, plan, ""));
    }
    return input.approval().approve(plan)
        ? Map.of(
            "scope",
            input.scope(),
            "plan",
            plan,
            "decision",
            new Decision(plan.digest(), "limits"),
            "next",
            "EXECUTE")
        : Map.of("scope", input.scope(), "plan", plan, "next", "ASK");
  }

  private static ScopeReport report(
      Input input, ScopeStatus status, PlannedScope plan, String message) {
    return new ScopeReport(input.scope().name(), status, plan, "", Map.of(), message);
  }

  private static Map<String, Object> done(Input input, ScopeReport report) {
    return Map.of("scope", input.scope(), "next", "DONE", "report", report);
  }
}
