package io.amiclean.core.report.internal;

import com.google.common.collect.BoundType;
import com.google.common.collect.SortedMultiset;
import com.google.common.collect.TreeMultiset;
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
import java.util.function.IntFunction;

/** Says how long what plans remove can be brought back. Not thread-safe. */
public final class Recovery {

  private final SortedMultiset<Integer> days = TreeMultiset.create();
  private int unknown;

  /** Begins without a removal. */
  public Recovery() {}

  /**
   * Returns how long the removal of images can be undone.
   *
   * @param plans the plans
   * @param figures how a number is written
   * @return a sentence without its end; empty if no image is removed, or if it is known of none
   */
  public static Optional<String> ofImages(
      Collection<CleanupPlan> plans, IntFunction<String> figures) {
    Recovery recovery = new Recovery();
    plans.forEach(recovery::addImages);
    return recovery.sentence(figures);
  }

  /**
   * Adds the images that a plan removes.
   *
   * @param plan the plan
   */
  public void addImages(CleanupPlan plan) {
    plan.removals().forEach(image -> add(image.recoverableDays()));
  }

  /**
   * Adds the orphan snapshots that a plan deletes.
   *
   * @param plan the plan
   */
  public void addOrphans(CleanupPlan plan) {
    plan.orphanSnapshots().stream()
        .filter(SnapshotDecision::isDeletion)
        .forEach(snapshot -> add(snapshot.recoverableDays()));
  }

  private void add(OptionalInt recoverable) {
    recoverable.ifPresentOrElse(days::add, () -> unknown++);
  }

  /**
   * Returns how long the removal of an image can be undone.
   *
   * @param image the decision on it
   * @return a sentence without its end; empty if it stays, or if that is not known
   */
  public static Optional<String> of(ImageDecision image) {
    Recovery recovery = new Recovery();
    recovery.add(image.recoverableDays());
    return recovery.sentence();
  }

  /**
   * Returns how long all that was added can be brought back.
   *
   * @return a sentence without its end; empty if nothing was added, or if it is known of nothing
   */
  public Optional<String> sentence() {
    return sentence(Integer::toString);
  }

  private Optional<String> sentence(IntFunction<String> figures) {
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(sentence(days.size() + unknown, figures));
  }

  private String sentence(int removals, IntFunction<String> figures) {
    SortedMultiset<Integer> some = days.tailMultiset(1, BoundType.CLOSED);
    int forGood = days.size() - some.size();
    if (some.isEmpty() && unknown == 0) {
      return "Removal is for good: no rule of the Recycle Bin holds "
          + (removals == 1 ? "it" : "them");
    }
    if (forGood == 0 && unknown == 0) {
      return "Removal can be undone for " + range(some) + ", from the Recycle Bin";
    }
    List<String> parts = new ArrayList<>();
    if (!some.isEmpty()) {
      parts.add("removal of " + figures.apply(some.size()) + " can be undone for " + range(some));
    }
    if (forGood > 0) {
      parts.add("that of " + figures.apply(forGood) + " is for good");
    }
    if (unknown > 0) {
      parts.add("of " + figures.apply(unknown) + " it is not known");
    }
    return "Of the " + figures.apply(removals) + ", " + String.join(", ", parts);
  }

  private static String range(SortedMultiset<Integer> days) {
    int least = days.elementSet().first();
    int most = days.elementSet().last();
    return (least == most ? "" : least + " to ") + most + (most == 1 ? " day" : " days");
  }

  /**
   * Returns when the rules were read that a plan goes by: they may have changed since.
   *
   * @param plan the plan
   * @return the time; empty if the plan does not know the rules
   */
  public static Optional<Instant> rulesReadAt(CleanupPlan plan) {
    return plan.evidence().stream()
        .filter(read -> read.source().equals(ImageInventory.RECYCLE_BIN_RULES) && read.complete())
        .map(Evidence::readAt)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }
}
