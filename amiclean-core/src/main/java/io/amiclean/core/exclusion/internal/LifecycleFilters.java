package io.amiclean.core.exclusion.internal;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.util.List;

/** The filters by the tags of a lifecycle. */
public final class LifecycleFilters {

  private static final Reason RECORD_MISSING =
      Reason.of(
          ReasonCodes.MALFORMED_STAGE,
          "The tags that record its launch permissions were removed: restore the image with the"
              + " journal of the run that took them away, or remove its tags of the stage");

  private LifecycleFilters() {}

  /**
   * Protects what is on hold.
   *
   * @param tags how the tag of a hold is named
   * @return the filter
   */
  public static ExclusionFilter onHold(LifecycleTags tags) {
    return ExclusionFilter.named(
        "on-hold()",
        (image, context) ->
            tags.holdOn(image)
                .map(
                    hold ->
                        List.of(
                            Reason.of(
                                ReasonCodes.ON_HOLD,
                                "The image is on hold; it stays until the hold is lifted",
                                hold)))
                .orElse(List.of()));
  }

  /**
   * Protects what has a mark that cannot be read, and what lost the record of its launch
   * permissions: nobody could give them back.
   *
   * @param policy the lifecycle
   * @return the filter
   */
  public static ExclusionFilter malformed(LifecyclePolicy policy) {
    return ExclusionFilter.named(
        "lifecycle-marks",
        (image, context) -> {
          try {
            policy.mark(image);
            policy.tags().requireReadable(image);
            return policy.tags().isRecordMissing(image) ? List.of(RECORD_MISSING) : List.of();
          } catch (MalformedStageException e) {
            return List.of(Reason.of(ReasonCodes.MALFORMED_STAGE, String.valueOf(e.getMessage())));
          }
        });
  }

  /**
   * Lets a filter pass images that are disabled because a stage of the lifecycle made them so.
   *
   * @param filter the filter
   * @param tags the tags of the lifecycle
   * @return the filter with that exception
   */
  public static ExclusionFilter exceptDisabledByStage(ExclusionFilter filter, LifecycleTags tags) {
    return ExclusionFilter.named(
        filter.description(),
        (image, context) ->
            isDisabledByStage(tags, image) ? List.of() : filter.evaluate(image, context));
  }

  /**
   * Returns whether a stage of the lifecycle disabled an image. What is {@link #malformed} is none.
   *
   * @param tags the tags of the lifecycle
   * @param image the image
   * @return whether its tags say so
   */
  public static boolean isDisabledByStage(LifecycleTags tags, Image image) {
    try {
      return tags.isDisabledByStage(image);
    } catch (MalformedStageException e) {
      return false;
    }
  }
}
