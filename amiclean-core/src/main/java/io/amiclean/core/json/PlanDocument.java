package io.amiclean.core.json;

import io.amiclean.api.plan.CleanupPlan;
import java.util.Optional;

/** A plan that was read, edited or not. Immutable and thread-safe. */
public final class PlanDocument {

  private final CleanupPlan plan;
  private final Optional<String> statedDigest;
  private final PlanDigest digest;

  PlanDocument(CleanupPlan plan, Optional<String> statedDigest) {
    this.plan = plan;
    this.statedDigest = statedDigest;
    this.digest = PlanJson.digest(plan);
  }

  /**
   * Returns the plan, edited or not. It is consistent in itself all the same.
   *
   * @return the plan as the document says it
   */
  public CleanupPlan plan() {
    return plan;
  }

  /**
   * Returns the digest of the plan, whatever the document states.
   *
   * @return the digest of what the document says
   */
  public PlanDigest digest() {
    return digest;
  }

  /**
   * Returns the plan if it is as it was written.
   *
   * @return the plan
   * @throws EditedPlanException if the document states another digest, or none
   */
  public CleanupPlan unedited() {
    if (isEdited()) {
      throw new EditedPlanException(statedDigest, digest, ": make a new plan");
    }
    return plan;
  }

  private boolean isEdited() {
    return statedDigest.filter(digest.toString()::equals).isEmpty();
  }

  /**
   * Returns the failure that says the document was edited.
   *
   * @return what {@link #unedited} would throw, without advice in its message, or empty if the plan
   *     is as it was written
   */
  public Optional<EditedPlanException> edit() {
    return isEdited()
        ? Optional.of(new EditedPlanException(statedDigest, digest, ""))
        : Optional.empty();
  }
}
