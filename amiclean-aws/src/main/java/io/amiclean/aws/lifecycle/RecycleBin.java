package io.amiclean.aws.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import java.util.Collection;
import java.util.List;

/**
 * The Recycle Bin of a region: the images that were deregistered and that a retention rule of the
 * account keeps for a while. That of an account comes from {@link
 * io.amiclean.aws.AwsAccount#recycleBin()}, and is thread-safe.
 *
 * <p>An image comes back after all its snapshots only (EBS User Guide, "Recover deleted AMIs from
 * the Recycle Bin"). Which are its own is known from their {@linkplain SnapshotDescriptions
 * descriptions}; where an image was registered on snapshots that do not say so, EC2 refuses it
 * until they are restored. It comes back with the launch permissions and tags that it had.
 *
 * <p>Outcomes carry EC2's error code; {@code not-sent} stands for a call that never left, {@code
 * no-answer} for one whose answer was lost, {@code restored} for success, and {@code
 * already-restored} for what is there already.
 */
public interface RecycleBin {

  /**
   * Lists the images in the Recycle Bin.
   *
   * @return the images, by their ids
   * @throws EvidenceException if they could not be read to the end
   */
  List<RecycledImage> images();

  /**
   * Brings images back, each after all its snapshots. An image of which a snapshot did not come
   * back is {@link Outcome#SKIPPED}; run again, it goes on where it was.
   *
   * @param images the images
   * @return for each image the outcomes of its snapshots, of {@link Action#RESTORE_SNAPSHOT}, and
   *     then its own, of {@link Action#RESTORE_IMAGE}: {@link Outcome#ALREADY_GONE} if it is
   *     neither in the Recycle Bin nor registered
   * @throws EvidenceException if the Recycle Bin could not be read to its end; nothing is restored
   *     then
   */
  List<ActionOutcome> restore(Collection<ImageId> images);
}
