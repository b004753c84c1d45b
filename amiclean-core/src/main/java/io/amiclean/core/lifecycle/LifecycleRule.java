package io.amiclean.core.lifecycle;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.plan.Action;
import java.time.Duration;
import java.util.List;
import org.immutables.value.Value;

/**
 * One step on the way to the removal of an image: what is done, to which images it is not done, and
 * how long an image stays in the stage before. Immutable, and thread-safe if its filter is.
 */
@Value.Immutable
@AmicleanStyle
public abstract class LifecycleRule {

  private static final List<Action> WAY =
      List.of(
          Stage.DEPRECATED.action(),
          Stage.PRIVATE.action(),
          Stage.DISABLED.action(),
          Action.DEREGISTER_IMAGE);

  private static final Duration DEFAULT_STAY = Duration.ofDays(10);
  private static final ExclusionFilter ALWAYS =
      ExclusionFilter.named("nothing", ExclusionFilter.anyOf());

  LifecycleRule() {}

  /**
   * Has EC2 deprecate the image.
   *
   * @return the rule, for all images, 10 days after the stage before
   */
  public static LifecycleRule deprecate() {
    return of(Action.DEPRECATE_IMAGE);
  }

  /**
   * Takes all launch permissions of the image away.
   *
   * @return the rule, for all images, 10 days after the stage before
   */
  public static LifecycleRule makePrivate() {
    return of(Action.MAKE_IMAGE_PRIVATE);
  }

  /**
   * Disables the image.
   *
   * @return the rule, for all images, 10 days after the stage before
   */
  public static LifecycleRule disable() {
    return of(Action.DISABLE_IMAGE);
  }

  /**
   * Deregisters the image, which ends the way. <b>EC2 cannot undo it.</b>
   *
   * @return the rule, for all images, 10 days after the stage before
   */
  public static LifecycleRule deregister() {
    return of(Action.DEREGISTER_IMAGE);
  }

  private static LifecycleRule of(Action action) {
    return ImmutableLifecycleRule.of(action, DEFAULT_STAY, ALWAYS);
  }

  /**
   * Sets how long an image stays in the stage before, at least. The first rule is applied at once.
   *
   * @param stay the time, 0 or more
   * @return a rule that is otherwise the same
   * @throws IllegalArgumentException if the time is negative
   */
  public final LifecycleRule after(Duration stay) {
    return ImmutableLifecycleRule.of(action(), stay, condition());
  }

  /**
   * Sets which images are not moved by this rule: they stay where they are, for the filter's
   * reason.
   *
   * @param filters what protects images, besides what was given before
   * @return a rule that is otherwise the same
   */
  public final LifecycleRule unless(ExclusionFilter... filters) {
    ExclusionFilter all = ExclusionFilter.anyOf(filters);
    return ImmutableLifecycleRule.of(
        action(),
        minimumStay(),
        condition() == ALWAYS ? all : ExclusionFilter.anyOf(condition(), all));
  }

  /**
   * Returns what is done.
   *
   * @return a change that leads into a stage, or {@link Action#DEREGISTER_IMAGE}
   */
  @Value.Parameter
  public abstract Action action();

  /**
   * Returns how long an image stays in the stage before.
   *
   * @return the time, 10 days by default
   */
  @Value.Parameter
  public abstract Duration minimumStay();

  /**
   * Returns what is not moved by this rule.
   *
   * @return the filter
   */
  @Value.Parameter
  public abstract ExclusionFilter condition();

  /** Returns how far this rule leads: 0 or more. */
  final int rank() {
    return rank(action());
  }

  /** Returns how far a change leads, or -1 if it is no rule's. */
  static int rank(Action action) {
    return WAY.indexOf(action);
  }

  @Value.Check
  void check() {
    if (minimumStay().isNegative()) {
      throw new IllegalArgumentException(
          "The minimum stay " + minimumStay() + " is negative: expected 0 or more");
    }
  }

  /**
   * Returns how a plan names this rule.
   *
   * @return the description, such as {@code MAKE_IMAGE_PRIVATE after PT240H}
   */
  public final String description() {
    return action()
        + " after "
        + minimumStay()
        + (condition() == ALWAYS ? "" : " unless " + condition().description());
  }
}
