package io.amiclean.core.lifecycle;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.plan.Action;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  static final Duration DEFAULT_STAY = Duration.ofDays(10);
  static final ExclusionFilter ALWAYS = ExclusionFilter.named("nothing", ExclusionFilter.anyOf());

  LifecycleRule() {}

  /**
   * Has EC2 deprecate the image.
   *
   * @return the rule, for all images, 10 days after the stage before
   */
  public static LifecycleRule deprecate() {
    return deprecate(Duration.ZERO);
  }

  /**
   * Has EC2 deprecate the image when a notice is over, which users of the image can see from the
   * beginning. The image is in this stage from the end of the notice on.
   *
   * <p>EC2 deprecates no public image later than two years after its creation (EC2 User Guide,
   * "Deprecate an Amazon EC2 AMI"): for such images the notice is shortened to that.
   *
   * @param notice the time from the execution until the deprecation takes effect, 0 or more
   * @return the rule, for all images, 10 days after the stage before
   * @throws IllegalArgumentException if the time is negative
   */
  public static LifecycleRule deprecate(Duration notice) {
    return of(Action.DEPRECATE_IMAGE, Optional.empty(), notice);
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
   * Takes chosen launch permissions of the image away. Others stay, and so may the image be public
   * in the stage {@link Stage#PRIVATE}.
   *
   * @param chosen whose permissions are taken away, at least one; those that an image does not have
   *     are passed over
   * @return the rule, for all images, 10 days after the stage before
   * @throws IllegalArgumentException if nobody is chosen
   */
  public static LifecycleRule makePrivate(LaunchPermissions chosen) {
    Objects.requireNonNull(chosen, "chosen");
    return of(Action.MAKE_IMAGE_PRIVATE, Optional.of(chosen), Duration.ZERO);
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
    return of(action, Optional.empty(), Duration.ZERO);
  }

  private static LifecycleRule of(
      Action action, Optional<LaunchPermissions> chosen, Duration notice) {
    return ImmutableLifecycleRule.of(action, DEFAULT_STAY, ALWAYS, chosen, notice);
  }

  /**
   * Sets how long an image stays in the stage before, at least. The first rule is applied at once.
   *
   * @param stay the time, 0 or more
   * @return a rule that is otherwise the same
   * @throws IllegalArgumentException if the time is negative
   */
  public final LifecycleRule after(Duration stay) {
    Objects.requireNonNull(stay, "stay");
    return ImmutableLifecycleRule.of(action(), stay, condition(), chosen(), notice());
  }

  /**
   * Sets which images are not moved by this rule: they stay where they are, for the filter's
   * reason.
   *
   * @param filters what protects images, in addition to those given before
   * @return a rule that is otherwise the same
   */
  public final LifecycleRule unless(ExclusionFilter... filters) {
    Objects.requireNonNull(filters, "filters");
    ExclusionFilter all = ExclusionFilter.anyOf(filters);
    return ImmutableLifecycleRule.of(
        action(),
        minimumStay(),
        condition() == ALWAYS ? all : ExclusionFilter.anyOf(condition(), all),
        chosen(),
        notice());
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

  /**
   * Returns whose launch permissions are taken away.
   *
   * @return the permissions, or empty for all that an image has
   */
  @Value.Parameter
  public abstract Optional<LaunchPermissions> chosen();

  /**
   * Returns how long after the execution a deprecation takes effect.
   *
   * @return the time, 0 by default
   */
  @Value.Parameter
  public abstract Duration notice();

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
          "The minimum stay "
              + SpecArgument.of(minimumStay())
              + " is negative: expected 0 or more");
    }
    if (notice().isNegative()) {
      throw new IllegalArgumentException(
          "The notice "
              + SpecArgument.of(notice())
              + " of a deprecation is negative: expected 0 or more");
    }
    if (chosen().filter(LaunchPermissions::isNone).isPresent()) {
      throw new IllegalArgumentException(
          "Nobody is chosen to lose launch permissions: expected everybody, accounts, organizations"
              + " or organizational units");
    }
  }

  /**
   * Returns this rule as a value.
   *
   * @return the spec, such as {@code makePrivate} with {@code after: P10D}
   */
  public final StrategySpec spec() {
    return LifecycleSpecs.of(this);
  }

  @Override
  public final String toString() {
    return spec().description();
  }
}
