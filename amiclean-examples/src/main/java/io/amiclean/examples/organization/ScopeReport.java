package io.amiclean.examples.organization;

import java.util.Map;

/**
 * What became of a scope, and why.
 *
 * @param scope the scope, as {@link OrganizationScope#name()} has it
 * @param status what became of it
 * @param plan its plan, or {@link PlannedScope#NONE}
 * @param decidedBy who approved or declined: {@code limits}, or a person; empty if nobody
 * @param outcomes how many actions ended how, as {@link ExecutedScope#counts()} has it
 * @param message why, where the status does not say it; of a bounded length
 */
public record ScopeReport(
    String scope,
    ScopeStatus status,
    PlannedScope plan,
    String decidedBy,
    Map<String, Integer> outcomes,
    String message) {

  /** An engine bounds what it keeps of each scope. */
  private static final int LONGEST_MESSAGE = 400;

  /** Shortens the message. */
  public ScopeReport {
    message =
        message.length() > LONGEST_MESSAGE
            ? message.substring(0, LONGEST_MESSAGE - 1) + "…"
            : message;
  }

  /**
   * Returns the report of a scope without a plan.
   *
   * @param scope the scope
   * @param status what became of it
   * @param message why
   * @return the report
   */
  public static ScopeReport withoutPlan(String scope, ScopeStatus status, String message) {
    return new ScopeReport(scope, status, PlannedScope.NONE, "", Map.of(), message);
  }
}
