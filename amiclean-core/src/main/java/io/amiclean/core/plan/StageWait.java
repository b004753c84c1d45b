package io.amiclean.core.plan;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.lifecycle.StageMark;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.lifecycle.LifecycleRule;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An image that nothing keeps and that waits in a stage of its lifecycle. Immutable and
 * thread-safe.
 *
 * @param image the image
 * @param stage the stage that it is in
 * @param until when its next stage, or its removal, is due
 */
public record StageWait(ImageId image, Stage stage, Instant until) {

  private static final String IN = "stage ";
  private static final String UNTIL = "until ";

  /**
   * Returns the images of a plan that wait, as the evidence of {@link ReasonCodes#WAITING_IN_STAGE}
   * tells.
   *
   * @param plan a plan of any kind, such as one that was read from a file
   * @return the images, sorted by id; those whose evidence says neither stage nor time are left out
   */
  public static List<StageWait> in(CleanupPlan plan) {
    return plan.images().stream()
        .flatMap(
            image ->
                image.reasons().stream()
                    .filter(reason -> reason.code().equals(ReasonCodes.WAITING_IN_STAGE))
                    .flatMap(reason -> of(image.imageId(), reason.evidence()).stream()))
        .toList();
  }

  private static Optional<StageWait> of(ImageId image, List<String> evidence) {
    Optional<Stage> stage =
        Arrays.stream(Stage.values()).filter(one -> evidence.contains(IN + one.word())).findFirst();
    Optional<String> until = evidence.stream().filter(text -> text.startsWith(UNTIL)).findFirst();
    try {
      return stage.isEmpty()
          ? Optional.empty()
          : until.map(
              text ->
                  new StageWait(image, stage.get(), Instant.parse(text.substring(UNTIL.length()))));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static Reason reason(StageMark mark, Instant until, LifecycleRule next, Instant now) {
    return Reason.of(
        ReasonCodes.WAITING_IN_STAGE,
        "The image is "
            + mark.stage().word()
            + (mark.since().isAfter(now) ? " from " : " since ")
            + mark.since()
            + "; "
            + next.action()
            + " is due at "
            + until,
        IN + mark.stage().word(),
        "since " + mark.since(),
        UNTIL + until);
  }
}
