package io.amiclean.api.execution;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import java.util.Objects;
import org.immutables.value.Value;

/** How one action on one image or snapshot ended, and why so. */
@Value.Immutable
@AmicleanStyle
public abstract class ActionOutcome {

  ActionOutcome() {}

  /**
   * Returns how a deregistration ended.
   *
   * @param image the image
   * @param outcome how it ended
   * @param code a stable code, or EC2's error code
   * @param message the sentence for people
   * @return the outcome
   */
  public static ActionOutcome deregistration(
      ImageId image, Outcome outcome, String code, String message) {
    Objects.requireNonNull(image, "image");
    return change(Action.DEREGISTER_IMAGE, image, outcome, code, message);
  }

  /**
   * Returns how the deletion of a snapshot ended.
   *
   * @param snapshot the snapshot
   * @param outcome how it ended
   * @param code a stable code, or EC2's error code
   * @param message the sentence for people
   * @return the outcome
   */
  public static ActionOutcome deletion(
      SnapshotId snapshot, Outcome outcome, String code, String message) {
    Objects.requireNonNull(snapshot, "snapshot");
    return change(Action.DELETE_SNAPSHOT, snapshot, outcome, code, message);
  }

  /**
   * Returns how a change of a snapshot ended.
   *
   * @param action the change
   * @param snapshot the snapshot
   * @param outcome how it ended
   * @param code a stable code, or EC2's error code
   * @param message the sentence for people
   * @return the outcome
   * @throws IllegalArgumentException if the action is not about snapshots
   */
  public static ActionOutcome change(
      Action action, SnapshotId snapshot, Outcome outcome, String code, String message) {
    Objects.requireNonNull(snapshot, "snapshot");
    return ImmutableActionOutcome.of(action, snapshot, outcome, code, message);
  }

  /**
   * Returns how a change of an image ended.
   *
   * @param action the change
   * @param image the image
   * @param outcome how it ended
   * @param code a stable code, or EC2's error code
   * @param message the sentence for people
   * @return the outcome
   * @throws IllegalArgumentException if the action is not about images
   */
  public static ActionOutcome change(
      Action action, ImageId image, Outcome outcome, String code, String message) {
    Objects.requireNonNull(image, "image");
    return ImmutableActionOutcome.of(action, image, outcome, code, message);
  }

  /**
   * Returns what was to be done.
   *
   * @return the action
   */
  @Value.Parameter
  public abstract Action action();

  /**
   * Returns the image or snapshot that it was to be done to.
   *
   * @return the id
   */
  @Value.Parameter
  public abstract ResourceId resource();

  /**
   * Returns how it ended.
   *
   * @return the outcome
   */
  @Value.Parameter
  public abstract Outcome outcome();

  /**
   * Returns a stable code of amiclean, or the error code of EC2.
   *
   * @return the code
   */
  @Value.Parameter
  public abstract String code();

  /**
   * Returns the sentence for people.
   *
   * @return the message
   */
  @Value.Parameter
  public abstract String message();

  @Value.Check
  void check() {
    boolean fits =
        switch (action()) {
          case DELETE_SNAPSHOT, RESTORE_SNAPSHOT -> resource() instanceof SnapshotId;
          case DEREGISTER_IMAGE,
              DEPRECATE_IMAGE,
              MAKE_IMAGE_PRIVATE,
              DISABLE_IMAGE,
              RESTORE_IMAGE,
              TAG_IMAGE ->
              resource() instanceof ImageId;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "The action " + action() + " cannot be about " + resource().value());
    }
  }
}
