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
   * Returns how an action on an image or a snapshot ended.
   *
   * @param action the action
   * @param resource the image or snapshot
   * @param outcome how it ended
   * @param code a stable code, or EC2's error code
   * @param message the sentence for people
   * @return the outcome
   * @throws IllegalArgumentException if the action is not about such a resource
   */
  public static ActionOutcome change(
      Action action, ResourceId resource, Outcome outcome, String code, String message) {
    return ImmutableActionOutcome.of(action, resource, outcome, code, message);
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

  /**
   * Returns whether there is nothing left to do.
   *
   * @return whether the action succeeded, or what it is about was so already
   */
  public final boolean isDone() {
    return outcome() == Outcome.SUCCEEDED || outcome() == Outcome.ALREADY_GONE;
  }

  @Value.Check
  void check() {
    if (action().isOfSnapshots() != resource() instanceof SnapshotId) {
      throw new IllegalArgumentException(
          "The action " + action() + " cannot be about " + resource().value());
    }
  }
}
