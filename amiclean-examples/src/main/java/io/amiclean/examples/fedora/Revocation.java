package io.amiclean.examples.fedora;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.MalformedStageException;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.StageMarks;
import java.util.List;

/**
 * That an image was made private, as its tags say: those of amiclean, or {@code
 * LaunchPermissionRevoked} of the script that did it before, with a day such as {@code 25082017}.
 */
final class Revocation {

  /** The tag of the script. */
  static final String SCRIPTS_TAG = "LaunchPermissionRevoked";

  /** Makes images private, and goes on where the script left them. */
  static final LifecyclePolicy POLICY =
      LifecyclePolicy.builder()
          .addRules(LifecycleRule.makePrivate())
          .addReaders(StageMarks.dayTag(SCRIPTS_TAG, "ddMMuuuu", Stage.PRIVATE))
          .build();

  private Revocation() {}

  /**
   * Leaves alone what was made private before. Otherwise the lifecycle would propose to restore
   * images as soon as their messages are older than the window.
   */
  static ExclusionFilter doneBefore() {
    return ExclusionFilter.named(
        "made-private-before",
        (image, context) ->
            isMarked(image)
                ? List.of(
                    Reason.of(
                        ReasonCodes.NOT_SELECTED,
                        "It was made private before, so there is nothing to do in this step"))
                : List.of());
  }

  /** The lifecycle excludes what it does not understand, and says so. */
  private static boolean isMarked(Image image) {
    try {
      return POLICY.mark(image).isPresent();
    } catch (MalformedStageException e) {
      return false;
    }
  }
}
