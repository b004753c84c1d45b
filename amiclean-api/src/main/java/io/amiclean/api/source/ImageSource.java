package io.amiclean.api.source;

import io.amiclean.api.model.ImageInventory;

/**
 * Knows which images exist. Implementations may do I/O and must be safe for use by several threads.
 */
@FunctionalInterface
public interface ImageSource {

  /**
   * Reads all images of a scope, those that are not launchable included: a disabled image still
   * owns its snapshots.
   *
   * @return the complete inventory
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  ImageInventory loadImages();
}
