package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.immutables.value.Value;

/**
 * What a plan means to do with an image and its snapshots, and why. Immutable and thread-safe.
 *
 * <p>A decision cannot contradict itself: building one whose verdict does not go with its reasons,
 * or that deletes a snapshot of an image that stays, fails.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ImageDecision {

  private static final Set<Action> STAGE_CHANGES =
      Set.of(
          Action.DEPRECATE_IMAGE,
          Action.MAKE_IMAGE_PRIVATE,
          Action.DISABLE_IMAGE,
          Action.RESTORE_IMAGE);

  /** Why an image changes; none of them is a reason to keep it. */
  private static final Set<String> CHANGING_CODES =
      Set.of(ReasonCodes.NOT_RETAINED, ReasonCodes.NEXT_STAGE, ReasonCodes.RESTORE_PROPOSED);

  ImageDecision() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without image and verdict
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the image.
   *
   * @return the id
   */
  public abstract ImageId imageId();

  /**
   * Returns the image's name.
   *
   * @return the name, {@code ""} if it has none
   */
  public abstract String name();

  /**
   * Returns when the image was created.
   *
   * @return the time, or empty if unknown
   */
  public abstract Optional<Instant> creationDate();

  /**
   * Returns the groups of the image by the names that the plan shows them under.
   *
   * @return the names, sorted; empty if the image is unmapped
   */
  public abstract List<String> groups();

  /**
   * Returns the tags of the image that the planner was asked to record, such as those that name its
   * owner.
   *
   * @return the values by key, sorted by key; empty if none were asked for or the image has none of
   *     them
   */
  public abstract Map<String, String> tags();

  /**
   * Returns what the image comes from, which EC2 forgets with the image.
   *
   * @return the lineage, unknown by default
   */
  @Value.Default
  public ImageLineage lineage() {
    return ImageLineage.unknown();
  }

  /**
   * Returns what is to be done with the image.
   *
   * @return the verdict
   */
  public abstract Verdict verdict();

  /**
   * Returns the change that moves the image by a stage of the lifecycle, or restores it.
   *
   * @return {@link Action#DEPRECATE_IMAGE}, {@link Action#MAKE_IMAGE_PRIVATE}, {@link
   *     Action#DISABLE_IMAGE} or {@link Action#RESTORE_IMAGE} if the verdict is {@link
   *     Verdict#STAGE}, else empty
   */
  public abstract Optional<Action> stageChange();

  /**
   * Returns that the image waits in a stage of the lifecycle, which is why it is retained.
   *
   * @return the stage and its times if the image is retained as {@link
   *     ReasonCodes#WAITING_IN_STAGE}, else empty
   */
  public abstract Optional<StageWait> stageWait();

  /**
   * Returns why.
   *
   * @return one or more reasons
   */
  public abstract List<Reason> reasons();

  /**
   * Returns what is to be done with the image's snapshots.
   *
   * @return the decisions, sorted by id
   */
  public abstract List<SnapshotDecision> snapshots();

  /**
   * Returns for how many days the removal of the image can be undone: so long the Recycle Bin would
   * hold it, and all of its snapshots that are deleted with it.
   *
   * @return the days, 0 if the removal is for good; empty if that is not known, or the image stays
   */
  public abstract OptionalInt recoverableDays();

  /**
   * Returns what each stage of planning found out about the image.
   *
   * @return the trace, or empty if the plan was written without
   */
  public abstract Optional<ImageTrace> trace();

  /**
   * Returns the changes to the image.
   *
   * @return {@link Action#DEREGISTER_IMAGE} if the verdict is {@link Verdict#REMOVE}, {@link
   *     #stageChange()} if it is {@link Verdict#STAGE}, else none
   */
  public final List<Action> actions() {
    return isRemoval()
        ? List.of(Action.DEREGISTER_IMAGE)
        : stageChange().map(List::of).orElse(List.of());
  }

  /**
   * Returns whether the image is to be removed.
   *
   * @return whether the verdict is {@link Verdict#REMOVE}
   */
  public final boolean isRemoval() {
    return verdict() == Verdict.REMOVE;
  }

  @Value.Check
  ImageDecision normalized() {
    checkReasons();
    boolean ascending = checkSnapshots();
    if (ascending && isSorted(tags())) {
      return this;
    }
    return ImmutableImageDecision.builder()
        .from(this)
        .tags(new TreeMap<>(tags()))
        .snapshots(
            snapshots().stream()
                .sorted(Comparator.comparing(SnapshotDecision::snapshotId))
                .toList())
        .build();
  }

  private static boolean isSorted(Map<String, String> tags) {
    String before = null;
    for (String key : tags.keySet()) {
      if (before != null && before.compareTo(key) > 0) {
        return false;
      }
      before = key;
    }
    return true;
  }

  private boolean isRestored() {
    return stageChange().filter(change -> change == Action.RESTORE_IMAGE).isPresent();
  }

  private void checkReasons() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + imageId() + " has no reason: expected at least one");
    }
    if (verdict() == Verdict.STAGE
        ? stageChange().filter(STAGE_CHANGES::contains).isEmpty()
        : stageChange().isPresent()) {
      throw contradiction(
          "the verdict "
              + verdict()
              + " does not go with the stage change "
              + stageChange().map(Action::name).orElse("none"));
    }
    if (isRestored()
        && reasons().stream()
            .noneMatch(reason -> reason.code().equals(ReasonCodes.RESTORE_PROPOSED))) {
      throw new IllegalArgumentException(
          "The decision on "
              + imageId()
              + " restores it without the reason '"
              + ReasonCodes.RESTORE_PROPOSED
              + "'");
    }
    if (stageWait().isPresent()
        && (verdict() != Verdict.RETAINED
            || reasons().stream()
                .noneMatch(reason -> reason.code().equals(ReasonCodes.WAITING_IN_STAGE)))) {
      throw contradiction(
          "it waits in a stage, and the verdict " + verdict() + " or the reasons do not say that");
    }
    for (Reason reason : reasons()) {
      if (!fits(reason.code())) {
        throw contradiction(
            "the verdict "
                + verdict()
                + " does not go with the reason '"
                + reason.code()
                + "' and the groups "
                + groups());
      }
    }
  }

  private boolean fits(String code) {
    return switch (verdict()) {
      case REMOVE -> code.equals(ReasonCodes.NOT_RETAINED);
      case STAGE -> fitsStageChange(code);
      case UNMAPPED -> code.equals(ReasonCodes.NO_GROUP) && groups().isEmpty();
      case RETAINED, EXCLUDED ->
          !CHANGING_CODES.contains(code) && !code.equals(ReasonCodes.NO_GROUP);
    };
  }

  /** A restoration also names what keeps the image. */
  private boolean fitsStageChange(String code) {
    return isRestored()
        ? !code.equals(ReasonCodes.NOT_RETAINED) && !code.equals(ReasonCodes.NEXT_STAGE)
        : code.equals(ReasonCodes.NEXT_STAGE);
  }

  /** Returns whether the snapshots are sorted by id already. */
  private boolean checkSnapshots() {
    boolean ascending = true;
    SnapshotId before = null;
    for (SnapshotDecision snapshot : snapshots()) {
      SnapshotId id = snapshot.snapshotId();
      ascending &= before == null || before.compareTo(id) < 0;
      before = id;
      if (snapshot.isDeletion() && !isRemoval()) {
        throw contradiction("the image stays, and its snapshot " + id + " is to be deleted");
      }
    }
    if (!ascending) {
      Set<SnapshotId> known = new HashSet<>();
      for (SnapshotDecision snapshot : snapshots()) {
        if (!known.add(snapshot.snapshotId())) {
          throw new IllegalArgumentException(
              "The decision on "
                  + imageId()
                  + " names "
                  + snapshot.snapshotId()
                  + " twice: expected each snapshot once");
        }
      }
    }
    return ascending;
  }

  private IllegalArgumentException contradiction(String problem) {
    return new IllegalArgumentException(
        "The decision on " + imageId() + " contradicts itself: " + problem);
  }

  /**
   * Builds an {@link ImageDecision}; {@code imageId}, {@code name} and {@code verdict} have to be
   * set. Not thread-safe.
   */
  public static final class Builder extends ImmutableImageDecision.Builder {
    Builder() {}
  }
}
