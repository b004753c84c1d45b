package io.amiclean.api.plan;

/** A change that amiclean makes to an account. */
public enum Action {
  /** Deregister an image. EC2 cannot undo it, unless a Recycle Bin rule holds the image. */
  DEREGISTER_IMAGE,
  /** Delete a snapshot. EC2 cannot undo it, unless a Recycle Bin rule holds the snapshot. */
  DELETE_SNAPSHOT,
  /** Have EC2 deprecate an image. */
  DEPRECATE_IMAGE,
  /** Take launch permissions of an image away. */
  MAKE_IMAGE_PRIVATE,
  /** Disable an image. */
  DISABLE_IMAGE,
  /** Undo what was done to an image: permissions, deprecation, being disabled. */
  RESTORE_IMAGE,
  /** Bring a snapshot back from the Recycle Bin. */
  RESTORE_SNAPSHOT,
  /** Set tags of an image or take them away, as a part of another change. */
  TAG_IMAGE;

  /**
   * Returns whether the action is one of snapshots, and not of images.
   *
   * @return whether it is
   */
  public boolean isOfSnapshots() {
    return this == DELETE_SNAPSHOT || this == RESTORE_SNAPSHOT;
  }
}
