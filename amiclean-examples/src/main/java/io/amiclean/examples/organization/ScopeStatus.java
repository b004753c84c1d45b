package io.amiclean.examples.organization;

/** What became of a scope. */
public enum ScopeStatus {
  /** The plan changes nothing. */
  NOTHING_TO_DO,
  /** The plan was executed; every action succeeded, was done already or was skipped. */
  EXECUTED,
  /** The plan was executed, and an action failed or nobody knows how it ended. */
  EXECUTED_WITH_FAILURES,
  /** A person declined the plan. */
  DECLINED,
  /** Nobody decided on the plan in time. */
  UNDECIDED,
  /** The plan must not be executed: it passes a limit, or does not fit the account any more. */
  REFUSED,
  /** A permission is missing. */
  DENIED,
  /** Reading or executing failed, and was given up. */
  FAILED,
  /** An earlier run works on the scope still. */
  BUSY,
  /** The run was cancelled; a plan that was being executed stopped in order. */
  CANCELLED
}
