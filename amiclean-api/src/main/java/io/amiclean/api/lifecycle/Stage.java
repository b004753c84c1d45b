package io.amiclean.api.lifecycle;

import io.amiclean.api.plan.Action;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * How far an image has come on the way to its removal, in the order of that way. Every stage can be
 * undone.
 */
public enum Stage {
  /** Deprecated: others do not find it any more. */
  DEPRECATED(Action.DEPRECATE_IMAGE),
  /** Private: launch permissions were taken away. */
  PRIVATE(Action.MAKE_IMAGE_PRIVATE),
  /** Disabled: nobody can launch it. */
  DISABLED(Action.DISABLE_IMAGE);

  private final Action action;

  Stage(Action action) {
    this.action = action;
  }

  /**
   * Returns the stage that a change moves an image into.
   *
   * @param action the change
   * @return the stage, or empty if the change leads into none
   */
  public static Optional<Stage> enteredBy(Action action) {
    Objects.requireNonNull(action, "action");
    return Arrays.stream(values()).filter(stage -> stage.action == action).findFirst();
  }

  /**
   * Returns the change that moves an image into this stage.
   *
   * @return the action
   */
  public Action action() {
    return action;
  }

  /**
   * Returns how tags name this stage.
   *
   * @return the name in lower case, such as {@code private}
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
