package io.amiclean.examples.organization.temporal;

import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.PlannedScope;
import io.amiclean.examples.organization.ScopeReport;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Cleans one scope up: plans it, waits for the approval of exactly that plan, and executes it. Its
 * workflow id is that of the scope, so that the engine runs one of a scope at a time.
 */
@WorkflowInterface
public interface ScopeWorkflow {

  /** The memo that holds the plan while it waits for a person: in lists without any query. */
  String UNDECIDED = "undecided";

  /** What the scope waits for. */
  enum Phase {
    /** The plan is made. */
    PLANNING,
    /** The plan waits for a person. */
    DECIDING,
    /** The plan is executed. */
    EXECUTING,
    /** It has ended. */
    ENDED
  }

  /**
   * A person's decision.
   *
   * @param digest the digest of the plan that the person has read
   * @param by who decided
   * @param note why; may be empty
   */
  record Decision(String digest, String by, String note) {}

  /**
   * How far the scope has come.
   *
   * @param phase what it waits for
   * @param plan its plan; one without digest while there is none
   * @param ignored how many decisions were about other plans, and had no effect
   */
  record State(Phase phase, PlannedScope plan, int ignored) {}

  /**
   * Cleans up.
   *
   * @param settings how
   * @param scope the scope
   * @return what became of it
   */
  @WorkflowMethod
  ScopeReport clean(OrganizationSettings settings, OrganizationScope scope);

  /**
   * Approves a plan. Only the first decision on a plan counts, and one on another plan has no
   * effect.
   *
   * @param decision the decision
   */
  @SignalMethod
  void approve(Decision decision);

  /**
   * Declines a plan, as {@link #approve} approves it.
   *
   * @param decision the decision
   */
  @SignalMethod
  void decline(Decision decision);

  /**
   * Returns how far it has come.
   *
   * @return the state
   */
  @QueryMethod
  State state();

  /**
   * Returns the workflow id of a scope.
   *
   * @param scope the scope, such as {@code 123456789012/eu-west-1}
   * @return the id
   */
  static String id(String scope) {
    return "amiclean/" + scope;
  }
}
