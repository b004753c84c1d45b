package io.amiclean.api.mapping;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.Image;
import java.util.List;
import org.immutables.value.Value;

/**
 * The images of a group as a retention sees them: those it decides on, and those that stay anyway.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageGroup {

  ImageGroup() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without a key
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns what the images have in common.
   *
   * @return the key
   */
  public abstract GroupKey key();

  /**
   * Returns the images to decide on. All of them have a creation date.
   *
   * @return the images, {@linkplain Image#NEWEST_FIRST newest first}
   */
  public abstract List<Image> candidates();

  /**
   * Returns the images that stay whatever a retention says: excluded, of unknown creation date, or
   * set aside by an earlier retention.
   *
   * @return the images, {@linkplain Image#NEWEST_FIRST newest first}
   */
  public abstract List<Image> kept();

  @Value.Check
  ImageGroup normalized() {
    for (Image image : candidates()) {
      if (image.creationDate().isEmpty()) {
        throw new IllegalArgumentException(
            "The candidate " + image.id() + " has no creation date: expected it among the kept");
      }
    }
    if (isSorted(candidates()) && isSorted(kept())) {
      return this;
    }
    return ImmutableImageGroup.builder()
        .key(key())
        .candidates(candidates().stream().sorted(Image.NEWEST_FIRST).toList())
        .kept(kept().stream().sorted(Image.NEWEST_FIRST).toList())
        .build();
  }

  private static boolean isSorted(List<Image> images) {
    for (int i = 1; i < images.size(); i++) {
      if (Image.NEWEST_FIRST.compare(images.get(i - 1), images.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Builds an {@link ImageGroup}; {@code key} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableImageGroup.Builder {
    Builder() {}
  }
}
