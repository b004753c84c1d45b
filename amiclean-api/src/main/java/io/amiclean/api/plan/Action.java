package io.amiclean.api.plan;

/** A change that amiclean makes to an account. */
public enum Action {
  /** Deregister an image. EC2 cannot undo it, unless a Recycle Bin rule holds the image. */
  DEREGISTER_IMAGE,
  /** Delete a snapshot. EC2 cannot undo it, unless a Recycle Bin rule holds the snapshot. */
  DELETE_SNAPSHOT
}
