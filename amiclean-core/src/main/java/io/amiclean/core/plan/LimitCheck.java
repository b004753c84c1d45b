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

/** Which limits the decisions of a plan pass. */
final class LimitCheck {

  private LimitCheck() {}

  /** Returns why decisions are refused: a refusal for each limit that they pass. */
  static List<Refusal> refusals(PlanLimits limits, List<ImageDecision> decisions) {
    List<Refusal> refusals = new ArrayList<>();
    limits.removeAtMost().ifPresent(most -> checkImages(most, decisions, refusals));
    limits.removeAtMostPercent().ifPresent(most -> checkShare(most, decisions, refusals));
    limits.keepAtLeast().ifPresent(least -> checkGroups(least, decisions, refusals));
    limits.stageAtMost().ifPresent(most -> checkStageChanges(most, decisions, refusals));
    return refusals;
  }

  private static void checkImages(int most, List<ImageDecision> decisions, List<Refusal> refusals) {
    long removed = removals(decisions);
    if (removed > most) {
      refusals.add(
          Refusal.of(
              "limit-images",
              "The plan removes " + removed + " images, at most " + most + " may go"));
    }
  }

  private static void checkShare(
      int percent, List<ImageDecision> decisions, List<Refusal> refusals) {
    long removed = removals(decisions);
    if (removed * 100 > (long) percent * decisions.size()) {
      refusals.add(
          Refusal.of(
              "limit-percent",
              "The plan removes "
                  + removed
                  + " of "
                  + decisions.size()
                  + " images, at most "
                  + percent
                  + " % may go"));
    }
  }

  private static void checkGroups(
      int least, List<ImageDecision> decisions, List<Refusal> refusals) {
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
    staying.values().removeIf(count -> count >= least);
    if (!staying.isEmpty()) {
      refusals.add(
          Refusal.of(
              "limit-group-minimum",
              "The plan leaves fewer than "
                  + least
                  + " images in "
                  + staying.entrySet().stream()
                      .map(group -> group.getKey() + " (" + group.getValue() + ")")
                      .collect(joining(", "))));
    }
  }

  private static void checkStageChanges(
      int most, List<ImageDecision> decisions, List<Refusal> refusals) {
    long moved =
        decisions.stream()
            .flatMap(decision -> decision.stageChange().stream())
            .filter(change -> change != Action.RESTORE_IMAGE)
            .count();
    if (moved > most) {
      refusals.add(
          Refusal.of(
              "limit-stage-changes",
              "The plan moves "
                  + moved
                  + " images into another stage, at most "
                  + most
                  + " may be"));
    }
  }

  private static long removals(List<ImageDecision> decisions) {
    return decisions.stream().filter(ImageDecision::isRemoval).count();
  }
}
