package io.amiclean.api.policy;

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
   * Images that are on hold by the tag {@code amiclean:hold}. A lifecycle protects them by its own
   * tag, whether this is left out or not.
   */
  ON_HOLD,
  /** Snapshots that EC2 refuses to delete because they are locked. */
  SNAPSHOT_LOCKED,
  /**
   * Snapshots that were archived less than 90 days ago: EBS bills them for that time even if they
   * are deleted earlier (Amazon EBS User Guide, "Archive Amazon EBS snapshots").
   */
  SNAPSHOT_ARCHIVED,
  /** Snapshots that are enabled for fast restore, which is billed by the hour. */
  SNAPSHOT_FAST_RESTORE
}
