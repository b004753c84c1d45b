package io.amiclean.api.execution;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Removes images. What EC2 answers to a single removal is an outcome, not an exception, so that one
 * refusal does not stop the others.
 *
 * <p>Implementations must be safe for use by several threads. They do not retry what may have
 * happened already: an answer that was lost is {@link Outcome#UNKNOWN}.
 */
public interface ImageOperations {

  /**
   * Returns the scope that is changed.
   *
   * @return the scope
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  CleanupScope scope();

  /**
   * Deregisters an image and leaves its snapshots alone. <b>EC2 cannot undo it.</b>
   *
   * @param image the image
   * @return succeeded, already gone, failed or unknown
   */
  ActionOutcome deregister(ImageId image);

  /**
   * Deregisters an image together with all its snapshots, in one call. <b>EC2 cannot undo it.</b>
   * There is no choice per snapshot: EC2 tries to delete every one, and leaves those that other
   * images refer to (EC2 API Reference, "DeregisterImage").
   *
   * @param image the image
   * @return first the outcome of the image, then one for each snapshot that EC2 answered for;
   *     snapshots are {@link Outcome#SKIPPED} if another image refers to them
   */
  List<ActionOutcome> deregisterWithSnapshots(ImageId image);

  /**
   * Looks up whether an image still exists, after an unknown outcome.
   *
   * @param image the image
   * @return whether EC2 still lists it
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  boolean exists(ImageId image);

  /**
   * Looks up who owns images, of any account: an image that the account does not list may be gone,
   * or belong to another account.
   *
   * @param images the images, at least one
   * @return the owner of each image that EC2 shows; images that are gone are not in the answer
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  Map<ImageId, AccountId> owners(Set<ImageId> images);
}
