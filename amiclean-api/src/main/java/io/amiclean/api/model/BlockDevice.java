package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** One entry of an image's block device mapping. */
@Value.Immutable
@AmicleanStyle
public abstract class BlockDevice {

  BlockDevice() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without a device name
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the device name, such as {@code /dev/xvda}.
   *
   * @return the name
   */
  public abstract String deviceName();

  /**
   * Returns the snapshot behind the device.
   *
   * @return the snapshot, or empty for an ephemeral or suppressed device
   */
  public abstract Optional<SnapshotId> snapshotId();

  /**
   * Returns the size of the volume in GiB.
   *
   * @return the size, or empty where the source does not say
   */
  public abstract OptionalInt sizeGiB();

  /** Builds a {@link BlockDevice}; {@code deviceName} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableBlockDevice.Builder {
    Builder() {}
  }
}
