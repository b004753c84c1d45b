package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * The images of a scope as they were read: all own ones, the disabled included.
 *
 * <p>Images are sorted by id and stand once, whatever order they were given in, so that equal
 * accounts are equal inventories.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageInventory {

  /** The name of the rules of the Recycle Bin in the evidence. */
  public static final String RECYCLE_BIN_RULES = "recycle-bin-rules";

  ImageInventory() {}

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
   * Returns the images.
   *
   * @return the images, sorted by id, each once
   */
  public abstract List<Image> images();

  /**
   * Returns the images in the Recycle Bin. They can be restored, and need their snapshots then.
   *
   * @return the ids; empty if there are none
   */
  public abstract Set<ImageId> recycledImageIds();

  /**
   * Returns the rules by which the Recycle Bin holds what is removed.
   *
   * @return the rules; they are all there are only if {@link #knowsRecycleBinRules()}
   */
  public abstract List<RecycleBinRule> recycleBinRules();

  /**
   * Returns whether it is known how long the Recycle Bin holds what is removed.
   *
   * @return whether the evidence says that its rules were read to their end
   */
  public final boolean knowsRecycleBinRules() {
    return evidence().stream()
        .anyMatch(read -> read.source().equals(RECYCLE_BIN_RULES) && read.complete());
  }

  /**
   * Returns what was read.
   *
   * @return one entry for each source
   */
  public abstract List<Evidence> evidence();

  /**
   * Finds an image.
   *
   * @param id the id
   * @return the image, or empty if the inventory does not hold it
   */
  public final Optional<Image> image(ImageId id) {
    Objects.requireNonNull(id, "id");
    return Ids.find(images(), Image::id, id);
  }

  /**
   * Returns which images refer to which snapshot in their block device mappings.
   *
   * @return the images of each snapshot, sorted by id
   */
  @Value.Lazy
  public Map<SnapshotId, List<ImageId>> imagesBySnapshot() {
    Map<SnapshotId, List<ImageId>> index = new HashMap<>();
    for (Image image : images()) {
      for (SnapshotId snapshot : image.snapshotIds()) {
        index.computeIfAbsent(snapshot, id -> new ArrayList<>(1)).add(image.id());
      }
    }
    index.replaceAll((snapshot, ids) -> List.copyOf(ids));
    return Collections.unmodifiableMap(index);
  }

  @Value.Check
  ImageInventory normalized() {
    if (Ids.areAscending(images(), Image::id)) {
      return this;
    }
    return ImmutableImageInventory.builder()
        .from(this)
        .images(Ids.sortedOnce(images(), Image::id))
        .build();
  }

  /**
   * Builds an {@link ImageInventory}; {@code scope} and {@code readAt} have to be set. Not
   * thread-safe.
   */
  public static final class Builder extends ImmutableImageInventory.Builder {
    Builder() {}
  }
}
