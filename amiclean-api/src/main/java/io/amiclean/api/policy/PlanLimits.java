package io.amiclean.api.policy;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * How much a plan may remove. A plan that passes a limit is refused as a whole: it says so in its
 * refusals, and no executor executes it.
 *
 * <p>Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PlanLimits {

  private static final PlanLimits NONE = builder().build();

  PlanLimits() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without limits
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns no limits.
   *
   * @return limits that refuse nothing
   */
  public static PlanLimits none() {
    return NONE;
  }

  /**
   * Limits the number of images that are removed.
   *
   * @param images the greatest number, 0 or more
   * @return the limit, refusing with the code {@code limit-images}
   * @throws IllegalArgumentException if the number is negative
   */
  public static PlanLimits removeAtMost(int images) {
    return builder().removeAtMost(images).build();
  }

  /**
   * Limits the share of the inventory that is removed.
   *
   * @param percent the greatest share of all images of the inventory, 0 to 100
   * @return the limit, refusing with the code {@code limit-percent}
   * @throws IllegalArgumentException if the share is not between 0 and 100
   */
  public static PlanLimits removeAtMostPercent(int percent) {
    return builder().removeAtMostPercent(percent).build();
  }

  /**
   * Demands that each group from which something is removed still holds a number of images
   * afterwards, counting all that stay for whatever reason.
   *
   * @param images the smallest number that stays, 0 or more
   * @return the limit, refusing with the code {@code limit-group-minimum}
   * @throws IllegalArgumentException if the number is negative
   */
  public static PlanLimits keepAtLeastPerGroup(int images) {
    return builder().keepAtLeast(images).build();
  }

  /**
   * Limits the number of images that are moved into a stage of the lifecycle. Restoring is not
   * limited.
   *
   * @param images the greatest number, 0 or more
   * @return the limit, refusing with the code {@code limit-stage-changes}
   * @throws IllegalArgumentException if the number is negative
   */
  public static PlanLimits stageAtMost(int images) {
    return builder().stageAtMost(images).build();
  }

  /**
   * Returns how many images may be removed.
   *
   * @return the greatest number, or empty for any
   */
  public abstract OptionalInt removeAtMost();

  /**
   * Returns which share of the inventory may be removed.
   *
   * @return the greatest percentage, or empty for any
   */
  public abstract OptionalInt removeAtMostPercent();

  /**
   * Returns how many images a group from which something is removed still holds.
   *
   * @return the smallest number, or empty for any
   */
  public abstract OptionalInt keepAtLeast();

  /**
   * Returns how many images may be moved into a stage.
   *
   * @return the greatest number, or empty for any
   */
  public abstract OptionalInt stageAtMost();

  /**
   * Joins limits: what one of both refuses is refused.
   *
   * @param other the others
   * @return the stricter one of each
   */
  public final PlanLimits and(PlanLimits other) {
    return builder()
        .removeAtMost(least(removeAtMost(), other.removeAtMost()))
        .removeAtMostPercent(least(removeAtMostPercent(), other.removeAtMostPercent()))
        .keepAtLeast(
            keepAtLeast().isPresent() && other.keepAtLeast().isPresent()
                ? OptionalInt.of(Math.max(keepAtLeast().getAsInt(), other.keepAtLeast().getAsInt()))
                : either(keepAtLeast(), other.keepAtLeast()))
        .stageAtMost(least(stageAtMost(), other.stageAtMost()))
        .build();
  }

  private static OptionalInt least(OptionalInt one, OptionalInt other) {
    return one.isPresent() && other.isPresent()
        ? OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt()))
        : either(one, other);
  }

  private static OptionalInt either(OptionalInt one, OptionalInt other) {
    return one.isPresent() ? one : other;
  }

  @Value.Check
  void check() {
    checkNotNegative(removeAtMost());
    checkNotNegative(keepAtLeast());
    checkNotNegative(stageAtMost());
    int percent = removeAtMostPercent().orElse(0);
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException(
          "The limit " + percent + " is not a percentage from 0 to 100");
    }
  }

  private static void checkNotNegative(OptionalInt images) {
    if (images.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "The limit " + images.getAsInt() + " is not a number of images, 0 or more");
    }
  }

  /** Builds {@link PlanLimits}; nothing has to be set. Not thread-safe. */
  public static final class Builder extends ImmutablePlanLimits.Builder {
    Builder() {}
  }
}
