package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeWork;
import java.util.Map;

/** Plans a scope, and says what comes next. */
public final class PlanScopeHandler extends ScopeHandler {

  /** Creates the handler, as Lambda does. */
  public PlanScopeHandler() {
    this(ofEnvironment(System.getenv()));
  }

  PlanScopeHandler(ScopeWork work) {
    super(work);
  }

  @Override
  Map<String, Object> handle(ScopeWork scopes, Input input, Context context) throws Exception {
    PlannedScope plan = scopes.plan(input.scope(), input.policyKey());
    return Map.of("scope", input.scope(), "plan", plan, "next", next(input, plan));
  }

  private static String next(Input input, PlannedScope plan) {
    if (!plan.refusal().isEmpty()) {
      return "REFUSED";
    }
    if (plan.changes() == 0) {
      return "NOTHING_TO_DO";
    }
    return input.approval().approve(plan) ? "EXECUTE" : "ASK";
  }
}
