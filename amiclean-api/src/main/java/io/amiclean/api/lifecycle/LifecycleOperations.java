package io.amiclean.api.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves images through stages and back. Every change can be undone, and making it twice is the same
 * as making it once. What EC2 answers to a change is an outcome, not an exception.
 *
 * <p>Implementations must be safe for use by several threads. An answer that was lost is {@link
 * io.amiclean.api.execution.Outcome#UNKNOWN}; an image that is gone is {@link
 * io.amiclean.api.execution.Outcome#ALREADY_GONE}.
 */
public interface LifecycleOperations {

  /**
   * Returns the scope that is changed.
   *
   * @return the scope
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  CleanupScope scope();

  /**
   * Reads who may launch an image now.
   *
   * @param image the image, of the own account
   * @return the permissions, without the owner's
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out, as for an image that
   *     is gone
   */
  LaunchPermissions launchPermissions(ImageId image);

  /**
   * Sets the same tags of images; tags of the same keys are replaced. Images share calls as far as
   * that goes, and each has its own outcome all the same: one that is gone, or that EC2 refuses to
   * tag, keeps no other from its tags.
   *
   * @param images the images, any number of them
   * @param tags the values by their keys
   * @return the outcome of each image, in the order of the ids, of {@link
   *     io.amiclean.api.plan.Action#TAG_IMAGE}
   */
  List<ActionOutcome> tag(Set<ImageId> images, Map<String, String> tags);

  /**
   * Takes tags of images away, whatever their values. Images share calls as they do for {@link
   * #tag}.
   *
   * @param images the images, any number of them
   * @param keys the keys of the tags; those that an image does not have are passed over
   * @return the outcome of each image, in the order of the ids, of {@link
   *     io.amiclean.api.plan.Action#TAG_IMAGE}
   */
  List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys);

  /**
   * Has EC2 deprecate an image: others do not find it any more from then on, and can launch it
   * still.
   *
   * @param image the image
   * @param at when; not in the past, and rounded to the minute by EC2
   * @return the outcome, of {@link io.amiclean.api.plan.Action#DEPRECATE_IMAGE}
   */
  ActionOutcome deprecate(ImageId image, Instant at);

  /**
   * Cancels the deprecation of an image. EC2 refuses that for a public one (EC2 User Guide,
   * "Deprecate an Amazon EC2 AMI").
   *
   * @param image the image
   * @return the outcome, of {@link io.amiclean.api.plan.Action#RESTORE_IMAGE}
   */
  ActionOutcome cancelDeprecation(ImageId image);

  /**
   * Takes launch permissions away. <b>EC2 does not remember them: record them first.</b>
   *
   * @param image the image
   * @param permissions those to take away
   * @return the outcome, of {@link io.amiclean.api.plan.Action#MAKE_IMAGE_PRIVATE}
   */
  ActionOutcome revoke(ImageId image, LaunchPermissions permissions);

  /**
   * Adds launch permissions to those that there are: all that are named, or none of them.
   *
   * @param image the image
   * @param permissions those to give
   * @return the outcome, of {@link io.amiclean.api.plan.Action#RESTORE_IMAGE}
   */
  ActionOutcome grant(ImageId image, LaunchPermissions permissions);

  /**
   * Disables an image: nobody can launch it, and <b>all its launch permissions are lost</b>: record
   * them first (EC2 User Guide, "Disable an Amazon EC2 AMI").
   *
   * @param image the image
   * @return the outcome, of {@link io.amiclean.api.plan.Action#DISABLE_IMAGE}
   */
  ActionOutcome disable(ImageId image);

  /**
   * Enables a disabled image. Its launch permissions do not come back by that.
   *
   * @param image the image
   * @return the outcome, of {@link io.amiclean.api.plan.Action#RESTORE_IMAGE}
   */
  ActionOutcome enable(ImageId image);
}
