package io.amiclean.core.inmemory;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a snapshot of an {@link InMemoryAccount} is like. What is not said is as for a snapshot
 * that was just made: completed, owned by the account, in the standard tier, and without
 * description, tags, lock and fast restore. The start time and the sizes are unknown unless they
 * are given.
 *
 * <p>Not thread-safe; used only while it is handed out.
 */
public final class SnapshotSpec {

  private final Snapshot.Builder snapshot =
      Snapshot.builder().state(SnapshotState.COMPLETED).storageTier(StorageTier.STANDARD);
  private @Nullable SnapshotId id;
  private boolean ownerSaid;

  SnapshotSpec() {}

  /**
   * Describes the snapshot. EC2 writes here for which image a snapshot was made.
   *
   * @param description the description
   * @return this
   */
  public SnapshotSpec description(String description) {
    snapshot.description(description);
    return this;
  }

  /**
   * Describes the snapshot as EC2 describes those that it makes along with an image.
   *
   * @param imageId the image, which need not exist any more
   * @return this
   */
  public SnapshotSpec madeFor(String imageId) {
    return description(Ec2Rules.madeFor(ImageId.of(imageId)));
  }

  /**
   * Says when the snapshot was begun.
   *
   * @param time the time, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public SnapshotSpec startedAt(String time) {
    return startedAt(Times.parse(time));
  }

  /**
   * Makes the snapshot a copy of another.
   *
   * @return this
   */
  public SnapshotSpec copied() {
    snapshot.copied(true);
    return this;
  }

  /**
   * Says when the snapshot was begun.
   *
   * @param time the time
   * @return this
   */
  public SnapshotSpec startedAt(Instant time) {
    snapshot.startTime(time);
    return this;
  }

  /**
   * Sets the size of the volume.
   *
   * @param sizeGiB the size in GiB
   * @return this
   * @throws IllegalArgumentException if the size is less than 1
   */
  public SnapshotSpec sizeGiB(int sizeGiB) {
    snapshot.volumeSizeGiB(Sizes.requireGiB(sizeGiB));
    return this;
  }

  /**
   * Sets the size of all blocks that were written to the volume.
   *
   * @param bytes the size in bytes
   * @return this
   * @throws IllegalArgumentException if the size is negative
   */
  public SnapshotSpec fullSizeBytes(long bytes) {
    snapshot.fullSizeBytes(Sizes.requireBytes(bytes));
    return this;
  }

  /**
   * Puts the snapshot into a state, {@link SnapshotState#COMPLETED} by default.
   *
   * @param state the state
   * @return this
   */
  public SnapshotSpec state(SnapshotState state) {
    snapshot.state(state);
    return this;
  }

  /**
   * Says where the snapshot is stored, {@link StorageTier#STANDARD} by default.
   *
   * @param tier the tier
   * @return this
   */
  public SnapshotSpec storageTier(StorageTier tier) {
    snapshot.storageTier(tier);
    return this;
  }

  /**
   * Archives the snapshot: puts it into {@link StorageTier#ARCHIVE} and says since when.
   *
   * @param time when archiving was completed, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public SnapshotSpec archivedAt(String time) {
    return archivedAt(Times.parse(time));
  }

  /**
   * Archives the snapshot: puts it into {@link StorageTier#ARCHIVE} and says since when.
   *
   * @param time when archiving was completed
   * @return this
   */
  public SnapshotSpec archivedAt(Instant time) {
    snapshot.archivedAt(time);
    return storageTier(StorageTier.ARCHIVE);
  }

  /**
   * Locks the snapshot without an end: deleting it is refused.
   *
   * @return this
   */
  public SnapshotSpec locked() {
    snapshot.locked(true);
    return this;
  }

  /**
   * Locks the snapshot: deleting it is refused, whatever the time is.
   *
   * @param time when the lock ends, such as {@code 2017-06-15T09:55:42Z}
   * @return this
   * @throws IllegalArgumentException if the text is no such time
   */
  public SnapshotSpec lockedUntil(String time) {
    return lockedUntil(Times.parse(time));
  }

  /**
   * Locks the snapshot: deleting it is refused, whatever the time is.
   *
   * @param time when the lock ends
   * @return this
   */
  public SnapshotSpec lockedUntil(Instant time) {
    snapshot.lockedUntil(time);
    return locked();
  }

  /**
   * Prepares the snapshot for being restored fast, in a zone in addition to those given before.
   *
   * @param zone the name of the Availability Zone, such as {@code eu-west-1a}
   * @return this
   */
  public SnapshotSpec fastRestore(String zone) {
    snapshot.addFastRestoreZones(zone);
    return this;
  }

  /**
   * Adds a tag, or changes its value.
   *
   * @param key the key
   * @param value the value
   * @return this
   */
  public SnapshotSpec tag(String key, String value) {
    snapshot.putTags(key, value);
    return this;
  }

  /**
   * Adds tags, or changes their values.
   *
   * @param tags the values by key
   * @return this
   */
  public SnapshotSpec tags(Map<String, String> tags) {
    snapshot.putAllTags(tags);
    return this;
  }

  /**
   * Says that another account owns the snapshot: reading the account's own snapshots does not list
   * it.
   *
   * @param accountId twelve digits
   * @return this
   */
  public SnapshotSpec ownedBy(String accountId) {
    snapshot.ownerId(AccountId.of(accountId));
    ownerSaid = true;
    return this;
  }

  /**
   * Says that nobody knows who owns the snapshot: reading the account's own snapshots does not list
   * it.
   *
   * @return this
   */
  public SnapshotSpec ownedByUnknown() {
    snapshot.ownerId(Optional.empty());
    ownerSaid = true;
    return this;
  }

  void id(SnapshotId value) {
    id = value;
    snapshot.id(value);
  }

  SnapshotId id() {
    return Objects.requireNonNull(id, "A spec has its id from the start");
  }

  Snapshot toSnapshot(AccountId defaultOwner) {
    if (!ownerSaid) {
      snapshot.ownerId(defaultOwner);
    }
    return snapshot.build();
  }
}
