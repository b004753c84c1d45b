package io.amiclean.aws.lifecycle;

import io.amiclean.api.model.ImageId;
import java.time.Instant;
import java.util.Objects;

/**
 * An image in the Recycle Bin.
 *
 * @param id the image
 * @param name its name, empty if it has none
 * @param entered when it was deregistered
 * @param leaves when EC2 deletes it for good
 */
public record RecycledImage(ImageId id, String name, Instant entered, Instant leaves) {

  /** Creates an image of the Recycle Bin. */
  public RecycledImage {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(entered, "entered");
    Objects.requireNonNull(leaves, "leaves");
  }
}
