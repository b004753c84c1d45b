package io.amiclean.core.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import java.util.List;
import java.util.Optional;

/** What a planner protects without being asked. */
public enum Protection {
  /** Images that something uses. */
  IN_USE,
  /** Images of other accounts, or of unknown ones. */
  NOT_OWNED,
  /** Images that are pending, disabled, failed or in another state that cannot be launched. */
  NOT_AVAILABLE,
  /** Images that EC2 refuses to deregister. */
  DEREGISTRATION_PROTECTED,
  /** Images and snapshots that another service manages, such as AWS Backup. */
  MANAGED;

  /** The option of a plan that names the protections that were left out. */
  static final String LEFT_OUT = "without-protection";

  /**
   * Returns whether a plan was made with this protection, as its options say.
   *
   * @param plan the plan
   * @return whether it was not left out
   */
  public boolean protects(CleanupPlan plan) {
    return !plan.options().getOrDefault(LEFT_OUT, List.of()).contains(name());
  }

  ExclusionFilter filter() {
    return switch (this) {
      case IN_USE -> ExclusionFilters.inUse();
      case NOT_OWNED -> ExclusionFilters.notOwned();
      case NOT_AVAILABLE -> ExclusionFilters.notAvailable();
      case DEREGISTRATION_PROTECTED -> ExclusionFilters.deregistrationProtected();
      case MANAGED -> ExclusionFilters.managedByService();
    };
  }

  Optional<SnapshotExclusionFilter> snapshotFilter() {
    return this == MANAGED
        ? Optional.of(SnapshotExclusionFilters.managedByService())
        : Optional.empty();
  }
}
