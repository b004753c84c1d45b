package io.amiclean.api.model;

/** The state of a snapshot (EC2 API Reference, "Snapshot"). */
public enum SnapshotState {
  /** Being written. */
  PENDING,
  /** Complete. */
  COMPLETED,
  /** Could not be completed. */
  ERROR,
  /** In the Recycle Bin. */
  RECOVERABLE,
  /** Being restored from the Recycle Bin. */
  RECOVERING,
  /** A state that this version does not know, or that the source did not say. */
  UNKNOWN
}
