package io.amiclean.core.plan;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How much a plan may remove. A plan that passes a limit is refused as a whole: it says so in
 * {@link CleanupPlan#refusals()}, and no executor executes it.
 *
 * <p>Immutable and thread-safe. Several limits of one planner all hold.
 */
public final class PlanLimits {

  private final String description;
  private final Function<List<ImageDecision>, Optional<Refusal>> rule;

  private PlanLimits(String description, Function<List<ImageDecision>, Optional<Refusal>> rule) {
    this.description = description;
    this.rule = rule;
  }

  /**
   * Limits the number of images that go.
   *
   * @param images the greatest number, 0 or more
   * @return the limit, refusing with the code {@code limit-images}
   * @throws IllegalArgumentException if the number is negative
   */
  public static PlanLimits removeAtMost(int images) {
    require(images >= 0, images, "a number of images, 0 or more");
    return new PlanLimits(
        "remove-at-most(" + images + ")",
        decisions -> {
          long removed = removals(decisions);
          return removed <= images
              ? Optional.empty()
              : Optional.of(
                  Refusal.of(
                      "limit-images",
                      "The plan removes " + removed + " images, at most " + images + " may go"));
        });
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
    require(images >= 0, images, "a number of images, 0 or more");
    return new PlanLimits(
        "stage-at-most(" + images + ")",
        decisions -> {
          long moved =
              decisions.stream()
                  .flatMap(decision -> decision.stageChange().stream())
                  .filter(change -> change != Action.RESTORE_IMAGE)
                  .count();
          return moved <= images
              ? Optional.empty()
              : Optional.of(
                  Refusal.of(
                      "limit-stage-changes",
                      "The plan moves "
                          + moved
                          + " images into another stage, at most "
                          + images
                          + " may be"));
        });
  }

  /**
   * Limits the share of the inventory that goes.
   *
   * @param percent the greatest share of all images of the inventory, 0 to 100
   * @return the limit, refusing with the code {@code limit-percent}
   * @throws IllegalArgumentException if the share is not between 0 and 100
   */
  public static PlanLimits removeAtMostPercent(int percent) {
    require(percent >= 0 && percent <= 100, percent, "a percentage from 0 to 100");
    return new PlanLimits(
        "remove-at-most-percent(" + percent + ")",
        decisions -> {
          long removed = removals(decisions);
          return removed * 100 <= (long) percent * decisions.size()
              ? Optional.empty()
              : Optional.of(
                  Refusal.of(
                      "limit-percent",
                      "The plan removes "
                          + removed
                          + " of "
                          + decisions.size()
                          + " images, at most "
                          + percent
                          + " % may go"));
        });
  }

  /**
   * Demands that each group from which something goes still holds a number of images afterwards,
   * counting all that stay for whatever reason.
   *
   * @param images the smallest number that stays, 0 or more
   * @return the limit, refusing with the code {@code limit-group-minimum}
   * @throws IllegalArgumentException if the number is negative
   */
  public static PlanLimits keepAtLeastPerGroup(int images) {
    require(images >= 0, images, "a number of images, 0 or more");
    return new PlanLimits(
        "keep-at-least-per-group(" + images + ")",
        decisions -> {
          Map<String, Integer> staying = new TreeMap<>();
          Set<String> shrinking = new HashSet<>();
          for (ImageDecision decision : decisions) {
            for (String group : decision.groups()) {
              staying.merge(group, decision.isRemoval() ? 0 : 1, Integer::sum);
              if (decision.isRemoval()) {
                shrinking.add(group);
              }
            }
          }
          staying.keySet().retainAll(shrinking);
          staying.values().removeIf(count -> count >= images);
          return staying.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Refusal.of(
                      "limit-group-minimum",
                      "The plan leaves fewer than "
                          + images
                          + " images in "
                          + staying.entrySet().stream()
                              .map(group -> group.getKey() + " (" + group.getValue() + ")")
                              .collect(joining(", "))));
        });
  }

  /**
   * Returns how a plan names this limit, such as {@code remove-at-most(10)}.
   *
   * @return the description
   */
  public String description() {
    return description;
  }

  Optional<Refusal> refusal(List<ImageDecision> decisions) {
    return rule.apply(decisions);
  }

  private static long removals(List<ImageDecision> decisions) {
    return decisions.stream().filter(ImageDecision::isRemoval).count();
  }

  private static void require(boolean holds, int value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("The limit " + value + " is not " + expected);
    }
  }
}
