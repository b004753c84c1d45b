package io.amiclean.api.source;

import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageInventory;
import java.util.Objects;
import java.util.Set;

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

  /**
   * Returns a source of the same images that reads facts of them as well, because a filter needs
   * them. By default it is this one, which reads what it always reads: a filter whose facts are
   * missing in the evidence refuses to plan.
   *
   * @param facts the kinds of facts, in addition to those that this source always reads
   * @return the source
   */
  default ImageSource withFacts(Set<ImageFact> facts) {
    Objects.requireNonNull(facts, "facts");
    return this;
  }
}
