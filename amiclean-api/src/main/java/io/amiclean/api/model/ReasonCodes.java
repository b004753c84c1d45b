package io.amiclean.api.model;

/**
 * The reason codes of amiclean itself. They are stable: scripts may rely on them. Strategies of
 * others use codes of their own.
 */
public final class ReasonCodes {

  // Why an image stays.

  /** Something uses the image. Evidence: the ARN or id of each user. */
  public static final String IN_USE = "in-use";

  /** A tag protects the image or snapshot. Evidence: the tag. */
  public static final String EXCLUDED_TAG = "excluded-tag";

  /** The value of a mapped tag protects the image. Evidence: the tag. */
  public static final String EXCLUDED_VALUE = "excluded-value";

  /** The name protects the image. Evidence: the pattern. */
  public static final String EXCLUDED_NAME = "excluded-name";

  /** The id protects the image or snapshot. */
  public static final String EXCLUDED_ID = "excluded-id";

  /** An account protects what it owns. Evidence: the owner. */
  public static final String EXCLUDED_OWNER = "excluded-owner";

  /** The state protects the image. Evidence: the state. */
  public static final String EXCLUDED_STATE = "excluded-state";

  /** The image or snapshot belongs to another account, or to an unknown one. */
  public static final String NOT_OWNED = "not-owned";

  /** The image is pending, disabled, failed or in another state that cannot be launched. */
  public static final String NOT_AVAILABLE = "not-available";

  /** Images were selected by id, and this is none of them. */
  public static final String NOT_SELECTED = "not-selected";

  /** Everybody may launch the image. */
  public static final String PUBLIC = "public";

  /** An instance was launched from the image lately. */
  public static final String LAUNCHED_WITHIN = "launched-within";

  /** The image is among the newest of its group. Evidence: its rank. */
  public static final String KEEP_NEWEST = "keep-newest";

  /** The image has one of the newest versions of its group. Evidence: version and rank. */
  public static final String KEEP_NEWEST_VERSION = "keep-newest-version";

  /** The name of the image holds no version, so that it is not known to be old. */
  public static final String UNKNOWN_VERSION = "unknown-version";

  /** The group would fall below the number of images that it must hold. */
  public static final String KEEP_AT_LEAST = "keep-at-least";

  /** The image is not much older than the newest of its group. Evidence: its creation date. */
  public static final String KEEP_WITHIN = "keep-within";

  /** The image is the newest of a period that is kept. Evidence: that period, and its counter. */
  public static final String KEEP_CALENDAR = "keep-calendar";

  /** The image is among those that are to be left in the region. Evidence: its number. */
  public static final String QUOTA_TARGET = "quota-target";

  /** Another image of the same group stays. Evidence: that image. */
  public static final String KEEP_TOGETHER = "keep-together";

  /** The image is younger than the minimum age. */
  public static final String MINIMUM_AGE = "minimum-age";

  /** It is not known when the image was created. */
  public static final String UNKNOWN_CREATION_DATE = "unknown-creation-date";

  /** No mapper placed the image in a group. */
  public static final String NO_GROUP = "no-group";

  /** EC2 refuses to deregister the image. Evidence: the protection. */
  public static final String DEREGISTRATION_PROTECTED = "deregistration-protected";

  /** Another service manages the image or snapshot. Evidence: the service. */
  public static final String MANAGED_BY = "managed-by";

  /** Other images were copied or made from the image. Evidence: those images. */
  public static final String SOURCE_OF_IMAGE = "source-of-image";

  /** The image carries a product code of AWS Marketplace. Evidence: the code. */
  public static final String MARKETPLACE = "marketplace";

  /** The image has a watermark that protects it. */
  public static final String WATERMARKED = "watermarked";

  /** The image satisfies the account's criteria of allowed images, or that is not known. */
  public static final String ALLOWED_BY_ACCOUNT = "allowed-by-account";

  /** The image is shared and its use elsewhere is not known. */
  public static final String SHARED_USAGE_UNKNOWN = "shared-usage-unknown";

  /** The image got a user after it was planned for removal. Evidence: as for {@link #IN_USE}. */
  public static final String BECAME_IN_USE = "became-in-use";

  /**
   * Replanning retains the image, because another one that was to stay no longer counts. Evidence:
   * those others.
   */
  public static final String BECAME_RETAINED = "became-retained";

  /** The image is in other groups than when it was planned. Evidence: the groups it is in now. */
  public static final String GROUP_CHANGED = "group-changed";

  /** The image is on hold. Evidence: the tag. */
  public static final String ON_HOLD = "on-hold";

  /** The image has not been in its stage for long enough. Evidence: since when, and until when. */
  public static final String WAITING_IN_STAGE = "waiting-in-stage";

  /** The image is in the last stage that the policy has, which does not remove. */
  public static final String LAST_STAGE = "last-stage";

  /** A mark of a stage on the image cannot be understood, or lacks its record. */
  public static final String MALFORMED_STAGE = "malformed-stage";

  /**
   * The image is not in the stage of its mark, because the stage was undone by hand. Evidence: the
   * mark.
   */
  public static final String STAGE_UNDONE = "stage-undone";

  // Why an image is moved by a stage.

  /** Nothing keeps the image, and its next stage is due. Evidence: its present one, its ranks. */
  public static final String NEXT_STAGE = "next-stage";

  /** The image was on the way to its removal and is to stay. Evidence: the marks on it. */
  public static final String RESTORE_PROPOSED = "restore-proposed";

  // Why an image goes.

  /** Nothing excludes the image and nothing retains it. Evidence: its rank in each group. */
  public static final String NOT_RETAINED = "not-retained";

  // Why a snapshot stays.

  /** The image of the snapshot stays. */
  public static final String IMAGE_KEPT = "image-kept";

  /** Another image refers to the snapshot. Evidence: the other images. */
  public static final String SHARED_SNAPSHOT = "shared-snapshot";

  /** The snapshot is locked. Evidence: when the lock ends, or {@code no end}. */
  public static final String SNAPSHOT_LOCKED = "snapshot-locked";

  /**
   * The snapshot is archived and billed for its minimum time all the same. Evidence: when it was
   * archived, or {@code unknown}.
   */
  public static final String SNAPSHOT_ARCHIVED = "snapshot-archived";

  /** Volumes of the snapshot are prepared in advance. Evidence: the Availability Zones. */
  public static final String SNAPSHOT_FAST_RESTORE = "snapshot-fast-restore";

  /**
   * The snapshot is shared with other accounts. Evidence: those accounts, {@code all} for
   * everybody. Not to be confused with {@link #SHARED_SNAPSHOT}.
   */
  public static final String SNAPSHOT_SHARED = "snapshot-shared";

  /** Something but an image uses the snapshot. Evidence: the ARN or id of each user. */
  public static final String SNAPSHOT_IN_USE = "snapshot-in-use";

  /** The snapshot is not in the inventory of the account's own snapshots: its owner is unknown. */
  public static final String UNKNOWN_OWNER = "unknown-owner";

  /** The resolver does not count the snapshot among those of the image. Evidence: the image. */
  public static final String NOT_RESOLVED = "not-resolved";

  /** The snapshot is pending or failed. Evidence: its state. */
  public static final String SNAPSHOT_NOT_COMPLETED = "snapshot-not-completed";

  /** The snapshot was made for an image in the Recycle Bin. Evidence: that image. */
  public static final String IMAGE_IN_RECYCLE_BIN = "image-in-recycle-bin";

  /**
   * The snapshot was made for an image that still exists, though it does not refer to the snapshot.
   * Evidence: that image.
   */
  public static final String IMAGE_EXISTS = "image-exists";

  /** The image that the snapshot was made for could not be removed. */
  public static final String IMAGE_NOT_REMOVED = "image-not-removed";

  // Why a snapshot goes.

  /** All images that refer to the snapshot go. Evidence: those images. */
  public static final String ONLY_OF_REMOVED_IMAGES = "only-of-removed-images";

  /** The snapshot was made for an image that no longer exists. Evidence: that image. */
  public static final String ORPHAN = "orphan";

  private ReasonCodes() {}
}
