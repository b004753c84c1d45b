package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.ReadingPolicy;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What is to be removed from a scope and what stays, with the reasons. A plan is only a value:
 * making, keeping and comparing it changes nothing, and not executing it is the dry run.
 *
 * <p>A plan cannot contradict itself: building one in which a verdict does not go with its reasons,
 * or in which a snapshot goes with one image and stays with another, fails.
 */
@Value.Immutable
@AmicleanStyle
public abstract class CleanupPlan {

  CleanupPlan() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without scope and time
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the time that was planned for.
   *
   * @return the planning time
   */
  public abstract Instant createdAt();

  /**
   * Returns the region of the account that the plan is for.
   *
   * @return the scope
   */
  public abstract CleanupScope scope();

  /**
   * Returns what the plan was made with.
   *
   * @return the policy; strategies that only a program can give are custom parts of it
   */
  public abstract CleanupPolicy policy();

  /**
   * Returns how the account was read.
   *
   * @return the reading; an execution reads the account the same way. By default that of everything
   */
  @Value.Default
  public ReadingPolicy reading() {
    return ReadingPolicy.defaults();
  }

  /**
   * Returns what was read.
   *
   * @return the evidence, sorted by source
   */
  public abstract List<Evidence> evidence();

  /**
   * Returns the decision on every image of the inventory.
   *
   * @return the decisions, sorted by id
   */
  public abstract List<ImageDecision> images();

  /**
   * Returns the decision on every snapshot that was made for an image that no longer exists, if
   * that was asked for.
   *
   * @return the decisions, sorted by id
   */
  public abstract List<SnapshotDecision> orphanSnapshots();

  /**
   * Returns why the plan must not be executed.
   *
   * @return the refusals; empty if it may be executed
   */
  public abstract List<Refusal> refusals();

  /**
   * Returns the parts of the policy that decided on nothing, and pinned images that do not exist.
   *
   * @return the rules, in the order of the policy
   */
  public abstract List<UnmatchedRule> unmatched();

  /**
   * Returns the decision on an image, with the reasons and their evidence.
   *
   * @param image the id
   * @return the decision
   * @throws IllegalArgumentException if the inventory of the plan does not hold the image
   */
  public final ImageDecision explain(ImageId image) {
    Objects.requireNonNull(image, "image");
    int low = 0;
    int high = images().size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = images().get(middle).imageId().compareTo(image);
      if (order == 0) {
        return images().get(middle);
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new IllegalArgumentException(
        "The plan of "
            + scope()
            + " holds no image "
            + image
            + ": expected one of its "
            + images().size()
            + " images");
  }

  /**
   * Returns the decision on a snapshot, with the reasons and their evidence.
   *
   * @param snapshot the id
   * @return the decision
   * @throws IllegalArgumentException if the plan decides on no such snapshot, because no image of
   *     the inventory refers to it and it is no orphan
   */
  public final SnapshotDecision explain(SnapshotId snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    return Stream.concat(
            images().stream().flatMap(image -> image.snapshots().stream()),
            orphanSnapshots().stream())
        .filter(decision -> decision.snapshotId().equals(snapshot))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The plan of " + scope() + " decides on no snapshot " + snapshot));
  }

  /**
   * Returns the decisions to remove.
   *
   * @return the images that go, sorted by id
   */
  public final List<ImageDecision> removals() {
    return images().stream().filter(ImageDecision::isRemoval).toList();
  }

  /**
   * Returns the decisions to move by a stage of the lifecycle, or to restore.
   *
   * @return the images that change and stay, sorted by id
   */
  public final List<ImageDecision> stageChanges() {
    return images().stream().filter(image -> image.stageChange().isPresent()).toList();
  }

  /**
   * Returns the figures of the plan.
   *
   * @return the summary
   */
  @Value.Lazy
  public PlanSummary summary() {
    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    Set<SnapshotId> deleted = new HashSet<>();
    long gib = 0;
    for (ImageDecision image : images()) {
      verdicts.merge(image.verdict(), 1, Integer::sum);
      if (image.isRemoval()) {
        gib += addDeletions(image.snapshots(), deleted);
      }
    }
    gib += addDeletions(orphanSnapshots(), deleted);
    return PlanSummary.builder()
        .images(images().size())
        .remove(verdicts.getOrDefault(Verdict.REMOVE, 0))
        .staged(verdicts.getOrDefault(Verdict.STAGE, 0))
        .retained(verdicts.getOrDefault(Verdict.RETAINED, 0))
        .excluded(verdicts.getOrDefault(Verdict.EXCLUDED, 0))
        .unmapped(verdicts.getOrDefault(Verdict.UNMAPPED, 0))
        .snapshotsToDelete(deleted.size())
        .gibToDelete(gib)
        .build();
  }

  private static long addDeletions(List<SnapshotDecision> decisions, Set<SnapshotId> deleted) {
    long gib = 0;
    for (SnapshotDecision decision : decisions) {
      if (decision.isDeletion() && deleted.add(decision.snapshotId())) {
        gib += decision.sizeGiB().orElse(0);
      }
    }
    return gib;
  }

  @Value.Check
  CleanupPlan normalized() {
    boolean sorted = areAscending(images(), ImageDecision::imageId);
    if (!sorted) {
      checkImages();
    }
    checkSnapshots();
    if (sorted && areAscending(orphanSnapshots(), SnapshotDecision::snapshotId)) {
      return this;
    }
    List<ImageDecision> images =
        images().stream().sorted(Comparator.comparing(ImageDecision::imageId)).toList();
    List<SnapshotDecision> orphans =
        orphanSnapshots().stream()
            .sorted(Comparator.comparing(SnapshotDecision::snapshotId))
            .toList();
    return ImmutableCleanupPlan.builder()
        .from(this)
        .images(images)
        .orphanSnapshots(orphans)
        .build();
  }

  private static <K extends Comparable<K>, V> boolean areAscending(
      List<V> values, Function<V, K> id) {
    for (int i = 1; i < values.size(); i++) {
      if (id.apply(values.get(i - 1)).compareTo(id.apply(values.get(i))) >= 0) {
        return false;
      }
    }
    return true;
  }

  private void checkImages() {
    Set<ImageId> images = new HashSet<>();
    for (ImageDecision image : images()) {
      if (!images.add(image.imageId())) {
        throw new IllegalArgumentException(
            "The plan decides on " + image.imageId() + " twice: expected each image once");
      }
    }
  }

  private void checkSnapshots() {
    Map<SnapshotId, SnapshotVerdict> verdicts = new HashMap<>();
    for (ImageDecision image : images()) {
      for (SnapshotDecision snapshot : image.snapshots()) {
        requireFitting(snapshot, ReasonCodes.ONLY_OF_REMOVED_IMAGES);
        SnapshotVerdict other = verdicts.putIfAbsent(snapshot.snapshotId(), snapshot.verdict());
        if (other != null && other != snapshot.verdict()) {
          throw new IllegalArgumentException(
              "The plan contradicts itself: it keeps and deletes " + snapshot.snapshotId());
        }
      }
    }
    for (SnapshotDecision orphan : orphanSnapshots()) {
      requireFitting(orphan, ReasonCodes.ORPHAN);
      if (verdicts.putIfAbsent(orphan.snapshotId(), orphan.verdict()) != null) {
        throw new IllegalArgumentException(
            "The plan contradicts itself: "
                + orphan.snapshotId()
                + " is an orphan twice, or is an image's as well");
      }
    }
  }

  private static void requireFitting(SnapshotDecision snapshot, String deletionCode) {
    for (Reason reason : snapshot.reasons()) {
      if (snapshot.isDeletion() && !reason.code().equals(deletionCode)) {
        throw new IllegalArgumentException(
            "The plan contradicts itself: "
                + snapshot.snapshotId()
                + " is deleted as '"
                + reason.code()
                + "' where only '"
                + deletionCode
                + "' fits");
      }
    }
  }

  /**
   * Builds a {@link CleanupPlan}; {@code createdAt}, {@code scope} and {@code policy} have to be
   * set. Not thread-safe.
   */
  public static final class Builder extends ImmutableCleanupPlan.Builder {
    Builder() {}
  }
}
