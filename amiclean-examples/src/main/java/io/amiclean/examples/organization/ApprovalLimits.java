package io.amiclean.examples.organization;

/**
 * What is approved without a person. Each image that a plan removes or moves by a stage counts, and
 * each orphan snapshot that it deletes; both limits have to hold.
 *
 * @param changes the most that a plan may change; 0 to ask a person about every plan
 * @param percent the same in percent of the images of the scope, 100 for no such limit
 */
public record ApprovalLimits(int changes, int percent) {

  /** Checks the limits. */
  public ApprovalLimits {
    if (changes < 0) {
      throw new IllegalArgumentException(
          "Plans of up to " + changes + " changes cannot be approved: expected 0 or more");
    }
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "Plans of up to " + percent + " percent cannot be approved: expected 0 to 100");
    }
  }

  /**
   * Returns whether a plan may be executed without a person's approval.
   *
   * @param plan the plan
   * @return whether it is within both limits
   */
  public boolean approve(PlannedScope plan) {
    return plan.refusal().isEmpty()
        && plan.changes() <= changes
        && 100L * plan.changes() <= (long) percent * plan.images();
  }
}
