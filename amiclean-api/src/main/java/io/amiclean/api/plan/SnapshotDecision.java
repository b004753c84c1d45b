package io.amiclean.api.plan;

import io.amiclean.api.model.AmicleanStyle;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.immutables.value.Value;

/** What a plan means to do with a snapshot, and why. */
@Value.Immutable
@AmicleanStyle
public abstract class SnapshotDecision {

  private static final Set<String> DELETE_CODES =
      Set.of(ReasonCodes.ONLY_OF_REMOVED_IMAGES, ReasonCodes.ORPHAN);

  SnapshotDecision() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without snapshot and verdict
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the snapshot.
   *
   * @return the id
   */
  public abstract SnapshotId snapshotId();

  /**
   * Returns what is to be done with it.
   *
   * @return the verdict
   */
  public abstract SnapshotVerdict verdict();

  /**
   * Returns why.
   *
   * @return one or more reasons
   */
  public abstract List<Reason> reasons();

  /**
   * Returns the size of the snapshot's volume in GiB, which is not what deleting it saves.
   *
   * @return the size, or empty if unknown
   */
  public abstract OptionalInt sizeGiB();

  /**
   * Returns whether the snapshot is to be deleted.
   *
   * @return whether the verdict is {@link SnapshotVerdict#DELETE}
   */
  public final boolean isDeletion() {
    return verdict() == SnapshotVerdict.DELETE;
  }

  @Value.Check
  void check() {
    if (reasons().isEmpty()) {
      throw new IllegalArgumentException(
          "The decision on " + snapshotId() + " has no reason: expected at least one");
    }
    for (Reason reason : reasons()) {
      if (DELETE_CODES.contains(reason.code()) != isDeletion()) {
        throw new IllegalArgumentException(
            "The decision on "
                + snapshotId()
                + " contradicts itself: the verdict "
                + verdict()
                + " does not go with the reason '"
                + reason.code()
                + "'");
      }
    }
  }

  /** Builds a {@link SnapshotDecision}. Not thread-safe. */
  public static final class Builder extends ImmutableSnapshotDecision.Builder {
    Builder() {}
  }
}
