package io.amiclean.core.backtest;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ResourceId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.immutables.value.Value;

/** A use of an image or a snapshot that a policy would have removed before. */
@Value.Immutable
@AmicleanStyle
public abstract class LaterUse implements Comparable<LaterUse> {

  private static final Comparator<LaterUse> ORDER =
      Comparator.comparing(LaterUse::kind)
          .thenComparing(LaterUse::at)
          .thenComparing(use -> use.target().value())
          .thenComparing(use -> use.reference().map(ImageReference::kind).orElse(""))
          .thenComparing(use -> use.reference().map(ImageReference::user).orElse(""))
          .thenComparing(use -> use.reference().flatMap(ImageReference::detail).orElse(""))
          .thenComparing(use -> use.image().map(ImageId::value).orElse(""));

  /** How it was used. */
  public enum Kind {
    /** An instance was launched from the image. */
    LAUNCHED,
    /** Something referred to the image or snapshot, such as an instance or a launch template. */
    REFERRED_TO,
    /** Another image was copied or made from the image. */
    SOURCE_OF_IMAGE,
    /** An image that was registered later is made of the snapshot. */
    PART_OF_IMAGE
  }

  LaterUse() {}

  static ImmutableLaterUse.Builder builder() {
    return ImmutableLaterUse.builder();
  }

  /**
   * Returns how it was used.
   *
   * @return the kind
   */
  public abstract Kind kind();

  /**
   * Returns what was used: the image that was removed, or one of the snapshots.
   *
   * @return the id
   */
  public abstract ResourceId target();

  /**
   * Returns when it was used.
   *
   * @return the time of the launch, or when the later image was created; of a reference, when the
   *     first recording that holds it was made
   */
  public abstract Instant at();

  /**
   * Returns the recording that shows it, the first one that does.
   *
   * @return when the recording was made
   */
  public abstract Instant recordedAt();

  /**
   * Returns who refers to it.
   *
   * @return the reference if the kind is {@link Kind#REFERRED_TO}, else empty
   */
  public abstract Optional<ImageReference> reference();

  /**
   * Returns the image that was made of it.
   *
   * @return the image if the kind is {@link Kind#SOURCE_OF_IMAGE} or {@link Kind#PART_OF_IMAGE},
   *     else empty
   */
  public abstract Optional<ImageId> image();

  /** Orders by kind, time and what or who it is. */
  @Override
  public final int compareTo(LaterUse other) {
    return ORDER.compare(this, other);
  }
}
