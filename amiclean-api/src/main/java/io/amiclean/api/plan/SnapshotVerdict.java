package io.amiclean.api.plan;

/** What a plan means to do with a snapshot. */
public enum SnapshotVerdict {
  /** Delete it. */
  DELETE,
  /** Keep it. */
  KEEP
}
