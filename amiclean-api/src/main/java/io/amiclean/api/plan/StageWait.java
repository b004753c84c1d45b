package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.immutables.value.Value;

/** That an image waits in a stage of its lifecycle. Immutable and thread-safe. */
@Value.Immutable
@AmicleanStyle
public abstract class StageWait {

  private static final Set<Action> INTO_STAGES =
      EnumSet.of(Action.DEPRECATE_IMAGE, Action.MAKE_IMAGE_PRIVATE, Action.DISABLE_IMAGE);

  StageWait() {}

  /**
   * Returns a wait.
   *
   * @param enteredBy the change that moved the image into its stage
   * @param since when the image entered the stage
   * @param until when its next stage, or its removal, is due
   * @return the wait
   * @throws IllegalArgumentException if the change leads into no stage
   */
  public static StageWait of(Action enteredBy, Instant since, Instant until) {
    return ImmutableStageWait.of(enteredBy, since, until);
  }

  /**
   * Returns the change that moved the image into its stage.
   *
   * @return the action, such as {@link Action#MAKE_IMAGE_PRIVATE}
   */
  @Value.Parameter
  public abstract Action enteredBy();

  /**
   * Returns when the image entered the stage.
   *
   * @return the time; it may be after the planning time
   */
  @Value.Parameter
  public abstract Instant since();

  /**
   * Returns when the next stage of the image, or its removal, is due.
   *
   * @return the time, which is after the planning time
   */
  @Value.Parameter
  public abstract Instant until();

  @Value.Check
  void check() {
    if (!INTO_STAGES.contains(enteredBy())) {
      throw new IllegalArgumentException(
          enteredBy() + " leads into no stage: expected one of " + INTO_STAGES);
    }
  }
}
