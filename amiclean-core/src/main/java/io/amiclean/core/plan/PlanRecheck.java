package io.amiclean.core.plan;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What planning again says of a plan that is being executed. Whatever the new plan holds beyond the
 * old one counts for nothing. Immutable and thread-safe.
 */
public final class PlanRecheck {

  private final List<Refusal> refusals;
  private final Map<ImageId, Image> images;
  private final PlanDrift drift;
  private final Map<SnapshotId, List<Reason>> staying;
  private final Set<SnapshotId> pending;
  private final Set<SnapshotId> missing;

  /**
   * Creates the result.
   *
   * @param refusals the limits that are passed
   * @param images the images that the old plan changes, as they were read: of all others nothing is
   *     kept, since an account can be large
   * @param staying why snapshots of the old plan stay
   * @param pending the snapshots that are decided on when other images of the plan have ended
   * @param missing the snapshots that were not read
   */
  PlanRecheck(
      List<Refusal> refusals,
      Map<ImageId, Image> images,
      PlanDrift drift,
      Map<SnapshotId, List<Reason>> staying,
      Set<SnapshotId> pending,
      Set<SnapshotId> missing) {
    this.refusals = List.copyOf(refusals);
    this.images = Map.copyOf(images);
    this.drift = drift;
    this.staying = Map.copyOf(staying);
    this.pending = Set.copyOf(pending);
    this.missing = Set.copyOf(missing);
  }

  /**
   * Returns which limits are passed by what both plans hold and what the old one removed.
   *
   * @return the refusals; empty if none is passed
   */
  public List<Refusal> refusals() {
    return refusals;
  }

  /**
   * Returns what changed since the old plan was made.
   *
   * @return the difference of the two plans
   */
  public PlanDrift drift() {
    return drift;
  }

  /**
   * Returns an image that the old plan changes, as it was read.
   *
   * @param image the image
   * @return the image, or empty if it does not exist any more
   */
  public Optional<Image> image(ImageId image) {
    return Optional.ofNullable(images.get(image));
  }

  /**
   * Returns why a snapshot stays that is about to be deleted.
   *
   * @param snapshot the snapshot
   * @return the reasons; empty if it is to be deleted, or was not asked about
   */
  public List<Reason> keeping(SnapshotId snapshot) {
    return staying.getOrDefault(snapshot, List.of());
  }

  /**
   * Returns whether it is too early to decide on a snapshot, for another image that the plan
   * removes refers to it.
   *
   * @param snapshot the snapshot
   * @return whether that image stays as far as this re-check knows
   */
  public boolean isPending(SnapshotId snapshot) {
    return pending.contains(snapshot);
  }

  /**
   * Returns whether a snapshot that is about to be deleted is not among the account's own any more.
   *
   * @param snapshot the snapshot
   * @return whether it was not read
   */
  public boolean isMissing(SnapshotId snapshot) {
    return missing.contains(snapshot);
  }
}
