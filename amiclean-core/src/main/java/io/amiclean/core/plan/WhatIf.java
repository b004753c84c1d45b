package io.amiclean.core.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.exclusion.internal.ProtectionFilters;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/**
 * Which change of a planner would flip the verdict on an image: plans again from what was read
 * once, by other planners. A check is asked once about each image and each snapshot, whatever plan
 * it is for. Changes nothing. Not thread-safe.
 *
 * <pre>{@code
 * WhatIf whatIf = WhatIf.of(planner);
 * whatIf.verdictChanges(List.of(image), whatIf.protectingLess());
 * whatIf.threshold(image, n -> planner(keepNewest(n)), 4, 0);
 * }</pre>
 */
public final class WhatIf {

  private final CleanupPlanner planner;
  private final PlanningContext context;
  private final CachedChecks cached = new CachedChecks();
  private final CleanupPlan plan;

  private WhatIf(CleanupPlanner planner) {
    this.planner = planner;
    this.context = planner.read();
    this.plan = plan(planner);
  }

  /**
   * Reads everything, and plans.
   *
   * @param planner the planner whose decisions are in question
   * @return what answers the questions, by what was read now
   * @throws EvidenceException as {@link CleanupPlanner#plan()} does
   * @throws StrategyException as {@link CleanupPlanner#plan()} does
   * @throws PlanRefusedException as {@link CleanupPlanner#plan()} does
   */
  public static WhatIf of(CleanupPlanner planner) {
    return new WhatIf(planner);
  }

  /**
   * A change of a planner.
   *
   * @param description what is changed, for people; other changes may be described alike
   * @param planner the planner with the change
   * @param protection the protection that is left out, if that is the change
   * @param filter the filter that is left out, if that is the change
   */
  public record Change(
      String description,
      CleanupPlanner planner,
      Optional<Protection> protection,
      Optional<ExclusionFilter> filter) {

    /**
     * Creates a change of any other kind.
     *
     * @param description what is changed, for people
     * @param planner the planner with the change
     */
    public Change(String description, CleanupPlanner planner) {
      this(description, planner, Optional.empty(), Optional.empty());
    }
  }

  /**
   * A change that flips the verdict on an image.
   *
   * @param change the change
   * @param decision the decision on the image with that change
   */
  public record VerdictChange(Change change, ImageDecision decision) {}

  /**
   * Returns the plan as it is.
   *
   * @return the plan without any change
   */
  public CleanupPlan plan() {
    return plan;
  }

  /**
   * Returns the plan that another planner makes of what was read.
   *
   * @param changed the other planner; its sources and its clock are not asked
   * @return its plan
   * @throws EvidenceException as {@link CleanupPlanner#plan()} does
   * @throws StrategyException as {@link CleanupPlanner#plan()} does
   * @throws PlanRefusedException as {@link CleanupPlanner#plan()} does
   */
  public CleanupPlan plan(CleanupPlanner changed) {
    return changed
        .changed(
            settings -> {
              settings.checks.replaceAll(cached::remembering);
              settings.snapshotChecks.replaceAll(cached::rememberingSnapshots);
            })
        .plan(context);
  }

  /**
   * Returns the changes that protect less by a single part: without one of the protections that are
   * on by default, one of the filters, the selection, one of the retentions, or one candidate
   * check.
   *
   * @return the changes, one for each part, whether or not another one is described alike
   */
  public List<Change> protectingLess() {
    PlannerSettings settings = planner.settings();
    List<Change> less = new ArrayList<>();
    for (Protection protection : settings.protections) {
      if (ProtectionFilters.filter(protection).isPresent()) {
        less.add(
            new Change(
                "without the protection " + protection,
                planner.changed(without -> without.protections.remove(protection)),
                Optional.of(protection),
                Optional.empty()));
      }
    }
    for (int i = 0; i < settings.exclusions.size(); i++) {
      int place = i;
      ExclusionFilter filter = settings.exclusions.get(place);
      less.add(
          new Change(
              "without the filter " + filter.description(),
              planner.changed(without -> without.exclusions.remove(place)),
              Optional.empty(),
              Optional.of(filter)));
    }
    if (settings.selected().isPresent()) {
      less.add(new Change("without the selection", planner.changed(PlannerSettings::selectAll)));
    }
    for (int i = 0; i < settings.retentions.size(); i++) {
      int place = i;
      less.add(
          new Change(
              "without the retention " + settings.retentions.get(place).description(),
              planner.changed(
                  without -> {
                    without.retentions.remove(place);
                    if (without.retentions.isEmpty()) {
                      without.retentions.add(RetentionStrategies.nothing());
                    }
                  })));
    }
    for (int i = 0; i < settings.checks.size(); i++) {
      int place = i;
      less.add(
          new Change(
              "without the check " + settings.checks.get(place).description(),
              planner.changed(without -> without.checks.remove(place))));
    }
    return less;
  }

  /**
   * Returns which changes flip the verdict on which image.
   *
   * @param images the images
   * @param changes the changes
   * @return the changes of verdicts, in the order of the changes
   * @throws IllegalArgumentException if the inventory does not hold one of the images
   * @throws EvidenceException as {@link CleanupPlanner#plan()} does
   * @throws StrategyException as {@link CleanupPlanner#plan()} does
   * @throws PlanRefusedException as {@link CleanupPlanner#plan()} does
   */
  public List<VerdictChange> verdictChanges(
      Collection<ImageId> images, Collection<Change> changes) {
    Map<ImageId, ImageDecision> decisions = new HashMap<>();
    images.forEach(image -> decisions.put(image, plan.explain(image)));
    List<VerdictChange> flipped = new ArrayList<>();
    for (Change change : changes) {
      CleanupPlan other = plan(change.planner());
      decisions.forEach(
          (image, decision) -> {
            ImageDecision now = other.explain(image);
            if (differs(decision, now)) {
              flipped.add(new VerdictChange(change, now));
            }
          });
    }
    return flipped;
  }

  /**
   * Returns the value nearest to the present one that flips the verdict on an image. The verdict
   * must not flip back beyond it, as it does not with the number of images to keep or with a
   * minimum age: then a few plans are enough.
   *
   * @param image the image
   * @param changed the planner with a value
   * @param present the value that the plan was made with
   * @param last the last value to try, in either direction
   * @return the value, or empty if the last value does not flip the verdict
   * @throws IllegalArgumentException if the inventory does not hold the image
   * @throws EvidenceException as {@link CleanupPlanner#plan()} does
   * @throws StrategyException as {@link CleanupPlanner#plan()} does
   * @throws PlanRefusedException as {@link CleanupPlanner#plan()} does
   */
  public OptionalInt threshold(
      ImageId image, IntFunction<CleanupPlanner> changed, int present, int last) {
    Objects.requireNonNull(changed, "changed");
    ImageDecision decision = plan.explain(image);
    int same = present;
    int flipped = last;
    if (present == last || !differs(decision, plan(changed.apply(last)).explain(image))) {
      return OptionalInt.empty();
    }
    while (Math.abs((long) flipped - same) > 1) {
      int middle = (int) (((long) flipped + same) / 2);
      if (differs(decision, plan(changed.apply(middle)).explain(image))) {
        flipped = middle;
      } else {
        same = middle;
      }
    }
    return OptionalInt.of(flipped);
  }

  private static boolean differs(ImageDecision decision, ImageDecision other) {
    return decision.verdict() != other.verdict() || !decision.actions().equals(other.actions());
  }
}
