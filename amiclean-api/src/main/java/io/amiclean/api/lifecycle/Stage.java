package io.amiclean.api.lifecycle;

import io.amiclean.api.plan.Action;
import java.util.Locale;

/** How far an image has come on the way to its removal. Every stage can be undone. */
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
