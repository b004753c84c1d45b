package io.amiclean.core.diff;

import static java.util.stream.Collectors.toMap;

import io.amiclean.api.model.Counter;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.diff.PlanChange.Kind;
import io.amiclean.core.policy.PolicyDescriptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a plan decides otherwise than another one of the same account and region, such as that of
 * last week, and why. Immutable and thread-safe.
 *
 * <p>Sentences that change from day to day, such as how old an image is, are no difference, nor are
 * the ranks of images and what is left of counters, which shift with every new image of their
 * group.
 */
public final class PlanDiff {

  private final CleanupPlan before;
  private final CleanupPlan after;
  private final List<PlanChange<ImageDecision>> images;
  private final List<PlanChange<SnapshotDecision>> orphanSnapshots;

  private PlanDiff(CleanupPlan before, CleanupPlan after) {
    this.before = before;
    this.after = after;
    this.images = changes(before.images(), after.images(), ImageDecision::imageId, PlanDiff::kind);
    // Where only one of the plans looks for orphans, it alone has any: the policy is the
    // difference.
    this.orphanSnapshots =
        before.policy().orphanSnapshots() == after.policy().orphanSnapshots()
            ? changes(
                before.orphanSnapshots(),
                after.orphanSnapshots(),
                SnapshotDecision::snapshotId,
                PlanDiff::kind)
            : List.of();
  }

  /**
   * Compares two plans.
   *
   * @param before the earlier plan
   * @param after the later plan
   * @return what the later plan decides otherwise
   * @throws PlanRefusedException if they are of two accounts or regions
   */
  public static PlanDiff between(CleanupPlan before, CleanupPlan after) {
    if (!before.scope().equals(after.scope())) {
      throw new PlanRefusedException(
          "The plans are of "
              + before.scope()
              + " and "
              + after.scope()
              + ": compare two of one region of one account");
    }
    return new PlanDiff(before, after);
  }

  /**
   * Returns the earlier plan.
   *
   * @return the plan
   */
  public CleanupPlan before() {
    return before;
  }

  /**
   * Returns the later plan.
   *
   * @return the plan
   */
  public CleanupPlan after() {
    return after;
  }

  /**
   * Returns the images that are decided on otherwise.
   *
   * @return the changes, sorted by id
   */
  public List<PlanChange<ImageDecision>> images() {
    return images;
  }

  /**
   * Returns the orphan snapshots that are decided on otherwise.
   *
   * @return the changes, sorted by id; none where only one of the plans looks for orphans
   */
  public List<PlanChange<SnapshotDecision>> orphanSnapshots() {
    return orphanSnapshots;
  }

  /**
   * Returns the options that the plans were made with and that differ: often the cause of the rest.
   *
   * @return the names of the options of either plan, sorted
   */
  public SortedSet<String> options() {
    Map<String, List<String>> earlier = optionsOf(before);
    Map<String, List<String>> later = optionsOf(after);
    SortedSet<String> names = new TreeSet<>(earlier.keySet());
    names.addAll(later.keySet());
    names.removeIf(
        name -> earlier.getOrDefault(name, List.of()).equals(later.getOrDefault(name, List.of())));
    return names;
  }

  /**
   * Returns what a plan was made with, described for people.
   *
   * @param plan one of the plans
   * @return the descriptions by the names of the options
   */
  public static SortedMap<String, List<String>> optionsOf(CleanupPlan plan) {
    return PolicyDescriptions.of(plan.policy(), plan.reading());
  }

  /** Both lists are sorted by id. */
  private static <D, I extends Comparable<? super I>> List<PlanChange<D>> changes(
      List<D> before, List<D> after, Function<D, I> id, BiFunction<D, D, Optional<Kind>> kind) {
    Map<I, D> earlier = before.stream().collect(toMap(id, decision -> decision));
    Map<I, D> later = after.stream().collect(toMap(id, decision -> decision));
    SortedSet<I> ids = new TreeSet<>(earlier.keySet());
    ids.addAll(later.keySet());
    List<PlanChange<D>> changes = new ArrayList<>();
    for (I one : ids) {
      Optional<D> old = Optional.ofNullable(earlier.get(one));
      Optional<D> now = Optional.ofNullable(later.get(one));
      Optional<Kind> change =
          old.isEmpty()
              ? Optional.of(Kind.NEW)
              : now.isEmpty() ? Optional.of(Kind.GONE) : kind.apply(old.get(), now.get());
      change.ifPresent(how -> changes.add(new PlanChange<>(how, old, now)));
    }
    return List.copyOf(changes);
  }

  private static Optional<Kind> kind(ImageDecision before, ImageDecision after) {
    if (before.isRemoval() != after.isRemoval()) {
      return Optional.of(after.isRemoval() ? Kind.NEWLY_REMOVED : Kind.NO_LONGER_REMOVED);
    }
    if (before.verdict() != after.verdict() || !before.actions().equals(after.actions())) {
      return Optional.of(Kind.VERDICT);
    }
    return essence(before.reasons(), ranks(before)).equals(essence(after.reasons(), ranks(after)))
            && deletions(before).equals(deletions(after))
        ? Optional.empty()
        : Optional.of(Kind.REASON);
  }

  private static Optional<Kind> kind(SnapshotDecision before, SnapshotDecision after) {
    if (before.isDeletion() != after.isDeletion()) {
      return Optional.of(after.isDeletion() ? Kind.NEWLY_REMOVED : Kind.NO_LONGER_REMOVED);
    }
    return areAlike(before.reasons(), after.reasons())
        ? Optional.empty()
        : Optional.of(Kind.REASON);
  }

  private static Map<String, Boolean> deletions(ImageDecision image) {
    Map<String, Boolean> deletions = new HashMap<>();
    image
        .snapshots()
        .forEach(snapshot -> deletions.put(snapshot.snapshotId().value(), snapshot.isDeletion()));
    return deletions;
  }

  /** Returns whether reasons have the same codes, counters and evidence, whatever is counted. */
  static boolean areAlike(List<Reason> before, List<Reason> after) {
    return essence(before, Set.of()).equals(essence(after, Set.of()));
  }

  private static List<Map.Entry<String, Set<String>>> essence(
      List<Reason> reasons, Set<String> ranks) {
    return reasons.stream()
        .map(reason -> Map.entry(reason.code(), evidence(reason, ranks)))
        .toList();
  }

  /** Returns the ranks of an image in its groups, as its reasons show them. */
  private static Set<String> ranks(ImageDecision image) {
    return image.trace().stream()
        .flatMap(trace -> trace.groups().stream())
        .flatMap(group -> group.rankInGroup().stream())
        .collect(Collectors.toSet());
  }

  /** What a reason rests on. Of one with counters that is what they count, not how far. */
  private static Set<String> evidence(Reason reason, Set<String> ranks) {
    Set<String> evidence =
        reason.counters().isEmpty()
            ? new HashSet<>(reason.evidence())
            : reason.counters().stream().map(Counter::name).collect(Collectors.toSet());
    evidence.removeAll(ranks);
    return evidence;
  }
}
