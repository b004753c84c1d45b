package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.immutables.value.Value;

/**
 * An EBS snapshot, with what a strategy may want to ask of it (EC2 API Reference, "Snapshot").
 *
 * <p>What a source does not say is empty, or {@code UNKNOWN}.
 */
@Value.Immutable
@AmicleanStyle
public abstract class Snapshot {

  Snapshot() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without an id
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the id.
   *
   * @return the id
   */
  public abstract SnapshotId id();

  /**
   * Returns the account that owns the snapshot.
   *
   * @return the owner, or empty if unknown
   */
  public abstract Optional<AccountId> ownerId();

  /**
   * Returns the description, {@code ""} by default. EC2 writes into it for which image a snapshot
   * was made.
   *
   * @return the description
   */
  @Value.Default
  public String description() {
    return "";
  }

  /**
   * Returns whether the snapshot is known to be a copy of another, {@code false} by default. Tools
   * that copy snapshots to other regions and accounts often copy the description as well.
   *
   * @return whether it is one
   */
  @Value.Default
  public boolean copied() {
    return false;
  }

  /**
   * Returns when the snapshot was begun.
   *
   * @return the time, or empty if unknown
   */
  public abstract Optional<Instant> startTime();

  /**
   * Returns the state, {@link SnapshotState#UNKNOWN} by default.
   *
   * @return the state
   */
  @Value.Default
  public SnapshotState state() {
    return SnapshotState.UNKNOWN;
  }

  /**
   * Returns the size of the volume in GiB, which is not what the snapshot is billed for.
   *
   * @return the size, or empty if unknown
   */
  public abstract OptionalInt volumeSizeGiB();

  /**
   * Returns the size in bytes of all blocks written to the volume when the snapshot was taken: an
   * upper bound of what the snapshot itself stores.
   *
   * @return the size, or empty where EC2 does not report it
   */
  public abstract OptionalLong fullSizeBytes();

  /**
   * Returns the storage tier, {@link StorageTier#UNKNOWN} by default.
   *
   * @return the tier
   */
  @Value.Default
  public StorageTier storageTier() {
    return StorageTier.UNKNOWN;
  }

  /**
   * Returns when archiving the snapshot was completed (EC2 API Reference, "SnapshotTierStatus").
   *
   * @return the time; empty if the snapshot is not archived, not yet, or at an unknown time
   */
  public abstract Optional<Instant> archivedAt();

  /**
   * Returns whether a lock keeps the snapshot from being deleted (Amazon EBS User Guide, "Amazon
   * EBS snapshot lock"), {@code false} by default.
   *
   * @return whether a lock is known
   */
  @Value.Default
  public boolean locked() {
    return false;
  }

  /**
   * Returns when the lock ends.
   *
   * @return the time; empty if there is no lock, or none that is known to end
   */
  public abstract Optional<Instant> lockedUntil();

  /**
   * Returns the Availability Zones in which volumes of the snapshot are prepared in advance (Amazon
   * EBS User Guide, "Amazon EBS fast snapshot restore").
   *
   * @return the names of the zones, such as {@code eu-west-1a}; empty if none is known
   */
  public abstract Set<String> fastRestoreZones();

  /**
   * Returns the tags, by key.
   *
   * @return the tags; empty if there are none
   */
  public abstract Map<String, String> tags();

  @Value.Check
  void check() {
    if (lockedUntil().isPresent() && !locked()) {
      throw new IllegalArgumentException(
          "The snapshot "
              + id()
              + " is locked until "
              + lockedUntil().get()
              + " and not locked: expected one of them");
    }
  }

  /** Builds a {@link Snapshot}; {@code id} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableSnapshot.Builder {
    Builder() {}
  }
}
