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
   * Returns the changes to the image.
   *
   * @return {@link Action#DEREGISTER_IMAGE} if the verdict is {@link Verdict#REMOVE}, else none
   */
  public final List<Action> actions() {
    return isRemoval() ? List.of(Action.DEREGISTER_IMAGE) : List.of();
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

  private void check() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + imageId() + " has no reason: expected at least one");
    }
    for (Reason reason : reasons()) {
      boolean fits =
          switch (verdict()) {
            case REMOVE -> reason.code().equals(ReasonCodes.NOT_RETAINED);
            case UNMAPPED -> reason.code().equals(ReasonCodes.NO_GROUP) && groups().isEmpty();
            case RETAINED, EXCLUDED ->
                !reason.code().equals(ReasonCodes.NOT_RETAINED)
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
