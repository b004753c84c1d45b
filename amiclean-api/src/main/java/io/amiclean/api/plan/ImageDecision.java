package io.amiclean.api.plan;

import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What a plan means to do with an image and its snapshots, and why. */
@Value.Immutable
@AmicleanStyle
public abstract class ImageDecision {

  private static final Set<Action> STAGE_CHANGES =
      Set.of(
          Action.DEPRECATE_IMAGE,
          Action.MAKE_IMAGE_PRIVATE,
          Action.DISABLE_IMAGE,
          Action.RESTORE_IMAGE);

  /** Why an image changes, which no reason to keep it is. */
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
   * Returns whether the image is to be removed.
   *
   * @return whether the verdict is {@link Verdict#REMOVE}
   */
  public final boolean isRemoval() {
    return verdict() == Verdict.REMOVE;
  }

  @Value.Check
  ImageDecision normalized() {
    check();
    List<SnapshotDecision> sorted =
        snapshots().stream().sorted(Comparator.comparing(SnapshotDecision::snapshotId)).toList();
    return sorted.equals(snapshots())
        ? this
        : ImmutableImageDecision.builder().from(this).snapshots(sorted).build();
  }

  private boolean isRestoring() {
    return stageChange().filter(Action.RESTORE_IMAGE::equals).isPresent();
  }

  /** A restoring names what keeps the image as well. */
  private boolean fitsStageChange(String code) {
    return isRestoring()
        ? !code.equals(ReasonCodes.NOT_RETAINED) && !code.equals(ReasonCodes.NEXT_STAGE)
        : code.equals(ReasonCodes.NEXT_STAGE);
  }

  private void check() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + imageId() + " has no reason: expected at least one");
    }
    if (verdict() == Verdict.STAGE
        ? stageChange().filter(STAGE_CHANGES::contains).isEmpty()
        : stageChange().isPresent()) {
      throw new IllegalArgumentException(
          "The decision on "
              + imageId()
              + " contradicts itself: the verdict "
              + verdict()
              + " does not go with the stage change "
              + stageChange().map(Action::name).orElse("none"));
    }
    if (isRestoring()
        && reasons().stream()
            .noneMatch(reason -> reason.code().equals(ReasonCodes.RESTORE_PROPOSED))) {
      throw new IllegalArgumentException(
          "The decision on "
              + imageId()
              + " restores it without the reason '"
              + ReasonCodes.RESTORE_PROPOSED
              + "'");
    }
    for (Reason reason : reasons()) {
      boolean fits =
          switch (verdict()) {
            case REMOVE -> reason.code().equals(ReasonCodes.NOT_RETAINED);
            case STAGE -> fitsStageChange(reason.code());
            case UNMAPPED -> reason.code().equals(ReasonCodes.NO_GROUP) && groups().isEmpty();
            case RETAINED, EXCLUDED ->
                !CHANGING_CODES.contains(reason.code())
                    && !reason.code().equals(ReasonCodes.NO_GROUP);
          };
      if (!fits) {
        throw new IllegalArgumentException(
            "The decision on "
                + imageId()
                + " contradicts itself: the verdict "
                + verdict()
                + " does not go with the reason '"
                + reason.code()
                + "' and the groups "
                + groups());
      }
    }
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
      if (snapshot.isDeletion() && !isRemoval()) {
        throw new IllegalArgumentException(
            "The decision on "
                + imageId()
                + " contradicts itself: the image stays, and its snapshot "
                + snapshot.snapshotId()
                + " is to be deleted");
      }
    }
  }

  /** Builds an {@link ImageDecision}. Not thread-safe. */
  public static final class Builder extends ImmutableImageDecision.Builder {
    Builder() {}
  }
}
