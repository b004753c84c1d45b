package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The account's own snapshots of a scope as they were read.
 *
 * <p>Snapshots are sorted by id and stand once, whatever order they were given in.
 */
@Value.Immutable
@AmicleanStyle
public abstract class SnapshotInventory {

  SnapshotInventory() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without scope and time
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the scope that was read.
   *
   * @return the scope
   */
  public abstract CleanupScope scope();

  /**
   * Returns when reading began.
   *
   * @return the time of reading
   */
  public abstract Instant readAt();

  /**
   * Returns the snapshots.
   *
   * @return the snapshots, sorted by id, each once
   */
  public abstract List<Snapshot> snapshots();

  /**
   * Returns what was read.
   *
   * @return one entry for each source
   */
  public abstract List<Evidence> evidence();

  /**
   * Finds a snapshot.
   *
   * @param id the id
   * @return the snapshot, or empty if the inventory does not hold it
   */
  public final Optional<Snapshot> snapshot(SnapshotId id) {
    return Ids.find(snapshots(), Snapshot::id, id);
  }

  @Value.Check
  SnapshotInventory normalized() {
    if (Ids.areAscending(snapshots(), Snapshot::id)) {
      return this;
    }
    return ImmutableSnapshotInventory.builder()
        .from(this)
        .snapshots(Ids.sortedOnce(snapshots(), Snapshot::id))
        .build();
  }

  /**
   * Builds a {@link SnapshotInventory}; {@code scope} and {@code readAt} have to be set. Not
   * thread-safe.
   */
  public static final class Builder extends ImmutableSnapshotInventory.Builder {
    Builder() {}
  }
}
