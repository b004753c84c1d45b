package io.amiclean.core.plan;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.policy.PlanLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what becomes of images, and says which limits that passes. Not thread-safe. */
final class LimitCheck {

  private final PlanLimits limits;
  private long images;
  private long removals;
  private long stageChanges;

  /** How many images stay in each group. */
  private final Map<String, Integer> staying = new TreeMap<>();

  /** The groups of the images that go. */
  private final Set<String> shrinking = new HashSet<>();

  LimitCheck(PlanLimits limits) {
    this.limits = limits;
  }

  /** Returns why decisions are refused: a refusal for each limit that they pass. */
  static List<Refusal> refusals(PlanLimits limits, List<ImageDecision> decisions) {
    LimitCheck check = new LimitCheck(limits);
    decisions.forEach(decision -> check.count(decision.groups(), decision.actions()));
    return check.refusals();
  }

  /** Counts an image with its groups and what is done with it. */
  void count(List<String> groups, List<Action> actions) {
    boolean removal = actions.contains(Action.DEREGISTER_IMAGE);
    images++;
    removals += removal ? 1 : 0;
    stageChanges += removal || actions.isEmpty() || isRestored(actions) ? 0 : 1;
    if (limits.keepAtLeast().isPresent()) {
      groups.forEach(group -> staying.merge(group, removal ? 0 : 1, Integer::sum));
      if (removal) {
        shrinking.addAll(groups);
      }
    }
  }

  private static boolean isRestored(List<Action> actions) {
    return actions.contains(Action.RESTORE_IMAGE);
  }

  /** Returns a refusal for each limit that is passed. */
  List<Refusal> refusals() {
    List<Refusal> refusals = new ArrayList<>();
    limits.removeAtMost().ifPresent(most -> checkImages(most, refusals));
    limits.removeAtMostPercent().ifPresent(most -> checkShare(most, refusals));
    limits.keepAtLeast().ifPresent(least -> checkGroups(least, refusals));
    limits.stageAtMost().ifPresent(most -> checkStageChanges(most, refusals));
    return refusals;
  }

  private void checkImages(int most, List<Refusal> refusals) {
    if (removals > most) {
      refusals.add(
          Refusal.of(
              "limit-images",
              "The plan removes " + removals + " images, at most " + most + " may go"));
    }
  }

  private void checkShare(int percent, List<Refusal> refusals) {
    if (removals * 100 > percent * images) {
      refusals.add(
          Refusal.of(
              "limit-percent",
              "The plan removes "
                  + removals
                  + " of "
                  + images
                  + " images, at most "
                  + percent
                  + " % may go"));
    }
  }

  private void checkGroups(int least, List<Refusal> refusals) {
    String tooSmall =
        staying.entrySet().stream()
            .filter(group -> shrinking.contains(group.getKey()) && group.getValue() < least)
            .map(group -> group.getKey() + " (" + group.getValue() + ")")
            .collect(joining(", "));
    if (!tooSmall.isEmpty()) {
      refusals.add(
          Refusal.of(
              "limit-group-minimum",
              "The plan leaves fewer than " + least + " images in " + tooSmall));
    }
  }

  private void checkStageChanges(int most, List<Refusal> refusals) {
    if (stageChanges > most) {
      refusals.add(
          Refusal.of(
              "limit-stage-changes",
              "The plan moves "
                  + stageChanges
                  + " images into another stage, at most "
                  + most
                  + " may be"));
    }
  }
}
