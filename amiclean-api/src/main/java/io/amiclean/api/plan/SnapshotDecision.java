package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StorageTier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.immutables.value.Value;

/** What a plan means to do with a snapshot, and why. */
@Value.Immutable
@AmicleanStyle
public abstract class SnapshotDecision {

  private static final Set<String> DELETE_CODES =
      Set.of(ReasonCodes.ONLY_OF_REMOVED_IMAGES, ReasonCodes.ORPHAN);

  SnapshotDecision() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without snapshot and verdict
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the snapshot.
   *
   * @return the id
   */
  public abstract SnapshotId snapshotId();

  /**
   * Returns what is to be done with it.
   *
   * @return the verdict
   */
  public abstract SnapshotVerdict verdict();

  /**
   * Returns why.
   *
   * @return one or more reasons
   */
  public abstract List<Reason> reasons();

  /**
   * Returns the size of the snapshot's volume in GiB, which is not what deleting it saves.
   *
   * @return the size, or empty if unknown
   */
  public abstract OptionalInt sizeGiB();

  /**
   * Returns the size in bytes of all blocks written to the volume when the snapshot was taken: an
   * upper bound of what the snapshot itself stores.
   *
   * @return the size, or empty where EC2 does not report it
   */
  public abstract OptionalLong fullSizeBytes();

  /**
   * Returns whether the snapshot is known to be in the archive tier, which has a price of its own,
   * {@code false} by default.
   *
   * @return whether it is archived
   */
  @Value.Default
  public boolean archived() {
    return false;
  }

  /**
   * Returns when archiving the snapshot was completed.
   *
   * @return the time; empty if the snapshot is not archived, or since an unknown time
   */
  public abstract Optional<Instant> archivedAt();

  /**
   * Returns for how many days the deletion of an orphan snapshot can be undone: so long the Recycle
   * Bin would hold it. Of the snapshots of an image, {@link ImageDecision#recoverableDays()} says
   * it.
   *
   * @return the days, 0 if the deletion is for good; empty if that is not known, or the snapshot
   *     stays or is no orphan
   */
  public abstract OptionalInt recoverableDays();

  /**
   * Returns whether the snapshot is to be deleted.
   *
   * @return whether the verdict is {@link SnapshotVerdict#DELETE}
   */
  public final boolean isDeletion() {
    return verdict() == SnapshotVerdict.DELETE;
  }

  @Value.Check
  void check() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + snapshotId() + " has no reason: expected at least one");
    }
    requireNotNegative("a volume", "GiB", sizeGiB().orElse(0));
    requireNotNegative("a full size", "bytes", fullSizeBytes().orElse(0));
    if (archivedAt().isPresent() && !archived()) {
      throw new IllegalArgumentException(
          "The decision on "
              + snapshotId()
              + " contradicts itself: the snapshot was archived at "
              + archivedAt().get()
              + " and is not archived");
    }
    for (Reason reason : reasons()) {
      if (DELETE_CODES.contains(reason.code()) != isDeletion()) {
        throw new IllegalArgumentException(
            "The decision on "
                + snapshotId()
                + " contradicts itself: the verdict "
                + verdict()
                + " does not go with the reason '"
                + reason.code()
                + "'");
      }
    }
  }

  private void requireNotNegative(String what, String unit, long size) {
    if (size < 0) {
      throw new IllegalArgumentException(
          "The decision on "
              + snapshotId()
              + " has a negative size: expected "
              + what
              + " of at least 0 "
              + unit
              + ", found "
              + size);
    }
  }

  /**
   * Builds a {@link SnapshotDecision}; {@code snapshotId} and {@code verdict} have to be set. Not
   * thread-safe.
   */
  public static final class Builder extends ImmutableSnapshotDecision.Builder {
    Builder() {}

    /**
     * Takes the id, the sizes and the storage tier of a snapshot.
     *
     * @param snapshot the snapshot
     * @return this builder
     */
    public Builder snapshot(Snapshot snapshot) {
      boolean archived = snapshot.storageTier() == StorageTier.ARCHIVE;
      return snapshotId(snapshot.id())
          .sizeGiB(snapshot.volumeSizeGiB())
          .fullSizeBytes(snapshot.fullSizeBytes())
          .archived(archived)
          .archivedAt(archived ? snapshot.archivedAt() : Optional.empty());
    }
  }
}
