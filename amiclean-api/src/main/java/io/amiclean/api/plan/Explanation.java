package io.amiclean.api.plan;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import java.util.List;

/**
 * Tells why a planner decided on images as it did, when somebody asks: most decisions of a large
 * plan are never read closely.
 *
 * <p>Whoever tells vouches for what {@link ImageDecision.Builder#build()} and {@link CleanupPlan}
 * check of decisions that are given in full: that the reasons go with the verdict, that no snapshot
 * goes with an image that stays, and that each snapshot has one fate in all images. The same is
 * told each time. Implementations are safe for use by several threads.
 */
public interface Explanation {

  /**
   * Tells why the decision on an image is what it is.
   *
   * @param image the image
   * @return one or more reasons that go with the verdict
   */
  List<Reason> reasons(ImageId image);

  /**
   * Tells what is to be done with the snapshots of an image.
   *
   * @param image the image
   * @return the decisions, sorted by id
   */
  List<SnapshotDecision> snapshots(ImageId image);

  /**
   * Tells the way of an image through the stages.
   *
   * @param image the image
   * @return the way
   */
  ImageTrace trace(ImageId image);
}
