package io.amiclean.core.exclusion.internal;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Duration;
import java.util.Optional;

/** The filters that protections stand for. */
public final class ProtectionFilters {

  private static final Duration MINIMUM_ARCHIVE_TIME = Duration.ofDays(90);

  private ProtectionFilters() {}

  /**
   * Returns what protects images.
   *
   * @param protection the protection
   * @return the filter, or empty if the protection is one of snapshots only
   */
  public static Optional<ExclusionFilter> filter(Protection protection) {
    return switch (protection) {
      case IN_USE -> Optional.of(ExclusionFilters.inUse());
      case NOT_OWNED -> Optional.of(ExclusionFilters.notOwned());
      case NOT_AVAILABLE -> Optional.of(ExclusionFilters.notAvailable());
      case DEREGISTRATION_PROTECTED -> Optional.of(ExclusionFilters.deregistrationProtected());
      case MANAGED -> Optional.of(ExclusionFilters.managedByService());
      case MARKETPLACE -> Optional.of(ExclusionFilters.marketplaceProduct());
      case ON_HOLD -> Optional.of(LifecycleFilters.onHold(LifecycleTags.defaults()));
      case SNAPSHOT_LOCKED, SNAPSHOT_ARCHIVED, SNAPSHOT_FAST_RESTORE -> Optional.empty();
    };
  }

  /**
   * Returns what protects snapshots.
   *
   * @param protection the protection
   * @return the filter, or empty if the protection is one of images only
   */
  public static Optional<SnapshotExclusionFilter> snapshotFilter(Protection protection) {
    return switch (protection) {
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
