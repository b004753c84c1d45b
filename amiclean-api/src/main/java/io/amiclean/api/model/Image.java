package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.immutables.value.Value;

/**
 * An Amazon Machine Image, with what a strategy may want to ask of it (EC2 API Reference, "Image").
 *
 * <p>What a source does not say is empty, or {@code UNKNOWN}; nothing is guessed. Built-in
 * strategies keep an image whose answer they would need and do not get, unless they say otherwise.
 */
@Value.Immutable
@AmicleanStyle
public abstract class Image {

  /**
   * Newest first; images without a creation date last; ties broken by id, so that equal input gives
   * equal order.
   */
  public static final Comparator<Image> NEWEST_FIRST =
      (one, other) -> {
        Instant date = one.creationDate().orElse(Instant.MIN);
        int order = other.creationDate().orElse(Instant.MIN).compareTo(date);
        return order == 0 ? one.id().compareTo(other.id()) : order;
      };

  Image() {}

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
  public abstract ImageId id();

  /**
   * Returns the name, {@code ""} by default.
   *
   * @return the name
   */
  @Value.Default
  public String name() {
    return "";
  }

  /**
   * Returns the description.
   *
   * @return the description, or empty if there is none
   */
  public abstract Optional<String> description();

  /**
   * Returns the account that owns the image.
   *
   * @return the owner, or empty if unknown
   */
  public abstract Optional<AccountId> ownerId();

  /**
   * Returns the owner's alias, such as {@code aws-backup-vault}.
   *
   * @return the alias, or empty if the owner has none
   */
  public abstract Optional<String> ownerAlias();

  /**
   * Returns when the image was created.
   *
   * @return the time of creation, or empty if unknown
   */
  public abstract Optional<Instant> creationDate();

  /**
   * Returns the state, {@link ImageState#UNKNOWN} by default.
   *
   * @return the state
   */
  @Value.Default
  public ImageState state() {
    return ImageState.UNKNOWN;
  }

  /**
   * Returns the tags, by key.
   *
   * @return the tags; empty if there are none
   */
  public abstract Map<String, String> tags();

  /**
   * Returns the block device mapping.
   *
   * @return the devices in the order of the source
   */
  public abstract List<BlockDevice> blockDevices();

  /**
   * Returns who else may launch the image, {@link Sharing#UNKNOWN} by default.
   *
   * @return the sharing as far as it was looked up
   */
  @Value.Default
  public Sharing sharing() {
    return Sharing.UNKNOWN;
  }

  /**
   * Returns when the image is, or was, deprecated.
   *
   * @return the deprecation time, or empty if none is set
   */
  public abstract Optional<Instant> deprecationTime();

  /**
   * Returns when an instance was last launched from the image. EC2 reports it up to 24 hours late
   * and from April 2017 on, so that empty does not mean never (EC2 User Guide, "Check when an AMI
   * was last used").
   *
   * @return the last launch, or empty if EC2 knows of none
   */
  public abstract Optional<Instant> lastLaunchedTime();

  /**
   * Returns the deregistration protection as EC2 writes it, such as {@code enabled-with-cooldown}.
   *
   * @return the protection, or empty if EC2 says nothing of it
   * @see #isDeregistrationProtected()
   */
  public abstract Optional<String> deregistrationProtection();

  /**
   * Returns the architecture, such as {@code x86_64}.
   *
   * @return the architecture, or empty if unknown
   */
  public abstract Optional<String> architecture();

  /**
   * Returns the platform in words, such as {@code Linux/UNIX}.
   *
   * @return the platform, or empty if unknown
   */
  public abstract Optional<String> platform();

  /**
   * Returns the image that this one was copied or made from.
   *
   * @return the source image, or empty if EC2 does not know one
   */
  public abstract Optional<ImageId> sourceImageId();

  /**
   * Returns the region of the source image.
   *
   * @return the region's code, or empty if EC2 does not know one
   */
  public abstract Optional<String> sourceImageRegion();

  /**
   * Returns the product codes.
   *
   * @return the codes; empty if there are none
   */
  public abstract List<ProductCode> productCodes();

  /**
   * Returns what the source knows of the image beyond EC2's fields, such as the type of a compose.
   * Facts are not AWS tags and are never written back.
   *
   * @return the facts, by name; empty if there are none
   */
  public abstract Map<String, String> facts();

  /**
   * Returns whether EC2 refuses to deregister the image. Every value but {@code disabled} counts as
   * protected: while the cooldown after switching protection off runs, EC2 still refuses (EC2 User
   * Guide, "Protect an AMI from deregistration").
   *
   * @return whether the image is protected
   */
  public final boolean isDeregistrationProtected() {
    return deregistrationProtection().filter(value -> !value.equals("disabled")).isPresent();
  }

  /**
   * Returns the snapshots of the block device mapping.
   *
   * @return the snapshots, each once, sorted by id; cannot be modified
   */
  public final Set<SnapshotId> snapshotIds() {
    List<SnapshotId> ids = new ArrayList<>(blockDevices().size());
    for (BlockDevice device : blockDevices()) {
      device.snapshotId().ifPresent(ids::add);
    }
    // Most images have one, and planning asks each of them.
    return ids.size() == 1 ? Set.of(ids.get(0)) : Collections.unmodifiableSet(new TreeSet<>(ids));
  }

  /** Builds an {@link Image}; {@code id} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableImage.Builder {
    Builder() {}
  }
}
