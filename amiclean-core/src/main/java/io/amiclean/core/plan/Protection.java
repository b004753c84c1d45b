package io.amiclean.core.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a planner protects without being asked. What protects snapshots keeps those snapshots alone,
 * not their images.
 */
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
  MANAGED,
  /** Images with a product code of AWS Marketplace. */
  MARKETPLACE,
  /**
   * Images that somebody put on hold, by a tag of the name that {@link
   * io.amiclean.core.lifecycle.LifecycleTags#hold()} has by default. A lifecycle protects them by
   * its own tag, whether this is left out or not.
   */
  ON_HOLD,
  /** Snapshots that EC2 refuses to delete because they are locked. */
  SNAPSHOT_LOCKED,
  /**
   * Snapshots that were archived less than 90 days ago: EBS bills them for that time even if they
   * are deleted earlier (Amazon EBS User Guide, "Archive Amazon EBS snapshots").
   */
  SNAPSHOT_ARCHIVED,
  /** Snapshots that are prepared for being restored fast, which somebody pays for by the hour. */
  SNAPSHOT_FAST_RESTORE;

  private static final Duration MINIMUM_ARCHIVE_TIME = Duration.ofDays(90);

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

  /** Returns what protects images, if it does. */
  Optional<ExclusionFilter> filter() {
    return switch (this) {
      case IN_USE -> Optional.of(ExclusionFilters.inUse());
      case NOT_OWNED -> Optional.of(ExclusionFilters.notOwned());
      case NOT_AVAILABLE -> Optional.of(ExclusionFilters.notAvailable());
      case DEREGISTRATION_PROTECTED -> Optional.of(ExclusionFilters.deregistrationProtected());
      case MANAGED -> Optional.of(ExclusionFilters.managedByService());
      case MARKETPLACE -> Optional.of(ExclusionFilters.marketplaceProduct());
      case ON_HOLD -> Optional.of(LifecycleEvaluation.onHold(LifecycleTags.defaults()));
      case SNAPSHOT_LOCKED, SNAPSHOT_ARCHIVED, SNAPSHOT_FAST_RESTORE -> Optional.empty();
    };
  }

  /** Returns what protects snapshots, if it does. */
  Optional<SnapshotExclusionFilter> snapshotFilter() {
    return switch (this) {
      case IN_USE, NOT_OWNED, NOT_AVAILABLE, DEREGISTRATION_PROTECTED, MARKETPLACE, ON_HOLD ->
          Optional.empty();
      case MANAGED -> Optional.of(SnapshotExclusionFilters.managedByService());
      case SNAPSHOT_LOCKED -> Optional.of(SnapshotExclusionFilters.locked());
      case SNAPSHOT_ARCHIVED ->
          Optional.of(SnapshotExclusionFilters.archivedLessThan(MINIMUM_ARCHIVE_TIME));
      case SNAPSHOT_FAST_RESTORE -> Optional.of(SnapshotExclusionFilters.fastRestore());
    };
  }
}
