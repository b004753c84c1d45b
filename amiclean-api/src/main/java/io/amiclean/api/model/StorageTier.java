package io.amiclean.api.model;

/** Where a snapshot is stored (EC2 API Reference, "Snapshot"). */
public enum StorageTier {
  /** The standard tier, billed by changed blocks. */
  STANDARD,
  /** The archive tier, billed in full and for at least 90 days. */
  ARCHIVE,
  /** A tier that this version does not know, or that the source did not say. */
  UNKNOWN
}
