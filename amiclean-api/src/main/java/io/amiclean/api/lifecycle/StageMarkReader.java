package io.amiclean.api.lifecycle;

import io.amiclean.api.model.Image;
import io.amiclean.api.policy.Strategy;
import java.util.Optional;

/**
 * Reads the stage of an image from marks that others than amiclean leave on it, such as the tag of
 * an older tool whose work is to be taken over.
 *
 * <p>Pure, and safe for use by several threads.
 */
@FunctionalInterface
public interface StageMarkReader extends Strategy {

  /**
   * Reads the mark of an image.
   *
   * @param image the image
   * @return the mark, or empty if the image has none of these
   * @throws MalformedStageException if there is a mark that cannot be understood; the image stays
   *     as it is then, and is reported
   */
  Optional<StageMark> read(Image image);
}
