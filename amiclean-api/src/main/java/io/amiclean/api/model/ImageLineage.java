package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.Objects;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What an image comes from: the image that it was copied or made from, and the build of EC2 Image
 * Builder. A plan holds it for each image, because EC2 forgets it with the image. Immutable and
 * thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageLineage {

  /** The tag in which EC2 Image Builder writes the ARN of the build that made an image. */
  public static final String IMAGE_BUILDER_TAG = "Ec2ImageBuilderArn";

  private static final ImageLineage UNKNOWN = builder().build();

  ImageLineage() {}

  /**
   * Returns a new builder.
   *
   * @return a builder of an image of which nothing is known
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the lineage of an image of which nothing is known.
   *
   * @return the lineage without any part
   */
  public static ImageLineage unknown() {
    return UNKNOWN;
  }

  /**
   * Returns the lineage of an image.
   *
   * @param image the image
   * @return what its fields and tags say
   */
  public static ImageLineage of(Image image) {
    Optional<String> build = Optional.ofNullable(image.tags().get(IMAGE_BUILDER_TAG));
    return image.sourceImageId().isEmpty() && build.isEmpty()
        ? UNKNOWN
        : builder()
            .sourceImageId(image.sourceImageId())
            .sourceImageRegion(image.sourceImageRegion())
            .imageBuilderArn(build)
            .build();
  }

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
   * Returns the build of EC2 Image Builder that made the image.
   *
   * @return the value of its tag {@value #IMAGE_BUILDER_TAG}, by Image Builder the ARN of an image
   *     build version; empty if it has none
   */
  public abstract Optional<String> imageBuilderArn();

  /**
   * Returns the image of a region that this one was copied or made from. Where the region of the
   * source is unknown, it counts as that region.
   *
   * @param region the region's code
   * @return the source image; empty if there is none, or if it is of another region
   */
  public final Optional<ImageId> sourceIn(String region) {
    Objects.requireNonNull(region, "region");
    return sourceImageId().filter(source -> sourceImageRegion().orElse(region).equals(region));
  }

  /** Builds an {@link ImageLineage}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableImageLineage.Builder {
    Builder() {}
  }
}
