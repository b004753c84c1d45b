package io.amiclean.core.report.internal;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Says how long what plans remove can be brought back. */
public final class Recovery {

  private Recovery() {}

  /**
   * Returns how long the removal of images can be undone.
   *
   * @param plans the plans
   * @return a sentence without its end; empty if no image is removed, or if it is known of none
   */
  public static Optional<String> ofImages(Collection<CleanupPlan> plans) {
    return sentenceOfAny(
        plans.stream()
            .flatMap(plan -> plan.removals().stream())
            .map(ImageDecision::recoverableDays)
            .toList());
  }

  /**
   * Returns how long the deletion of orphan snapshots can be undone.
   *
   * @param plans the plans
   * @return a sentence without its end; empty if no orphan is deleted, or if it is known of none
   */
  public static Optional<String> ofOrphans(Collection<CleanupPlan> plans) {
    return sentenceOfAny(
        plans.stream()
            .flatMap(plan -> plan.orphanSnapshots().stream())
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::recoverableDays)
            .toList());
  }

  /**
   * Returns how long the removal of an image can be undone.
   *
   * @param image the decision on it
   * @return a sentence without its end; empty if it stays, or if that is not known
   */
  public static Optional<String> of(ImageDecision image) {
    return sentenceOfAny(List.of(image.recoverableDays()));
  }

  private static Optional<String> sentenceOfAny(List<OptionalInt> removals) {
    return removals.stream().anyMatch(OptionalInt::isPresent)
        ? Optional.of(sentence(removals))
        : Optional.empty();
  }

  private static String sentence(List<OptionalInt> removals) {
    List<Integer> days =
        removals.stream()
            .filter(OptionalInt::isPresent)
            .map(OptionalInt::getAsInt)
            .sorted()
            .toList();
    List<Integer> some = days.stream().filter(one -> one > 0).toList();
    int unknown = removals.size() - days.size();
    int forGood = days.size() - some.size();
    if (some.isEmpty() && unknown == 0) {
      return "Removal is for good: no rule of the Recycle Bin holds "
          + (removals.size() == 1 ? "it" : "them");
    }
    if (forGood == 0 && unknown == 0) {
      return "Removal can be undone for " + range(some) + ", from the Recycle Bin";
    }
    List<String> parts = new ArrayList<>();
    if (!some.isEmpty()) {
      parts.add("removal of " + some.size() + " can be undone for " + range(some));
    }
    if (forGood > 0) {
      parts.add("that of " + forGood + " is for good");
    }
    if (unknown > 0) {
      parts.add("of " + unknown + " it is not known");
    }
    return "Of the " + removals.size() + ", " + String.join(", ", parts);
  }

  private static String range(List<Integer> sorted) {
    int least = sorted.get(0);
    int most = sorted.get(sorted.size() - 1);
    return (least == most ? "" : least + " to ") + most + (most == 1 ? " day" : " days");
  }

  /**
   * Returns when the rules were read that plans go by: they may have changed since.
   *
   * @param plans the plans
   * @return the earliest time; empty if none of them knows the rules
   */
  public static Optional<Instant> rulesReadAt(Collection<CleanupPlan> plans) {
    return plans.stream()
        .flatMap(plan -> plan.evidence().stream())
        .filter(read -> read.source().equals(ImageInventory.RECYCLE_BIN_RULES) && read.complete())
        .map(Evidence::readAt)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }
}
