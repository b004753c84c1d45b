package io.amiclean.core.snapshot.internal;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What protects a snapshot whatever becomes of its images. Immutable. */
public final class SnapshotProtections {

  private final PlanningContext context;
  private final List<SnapshotExclusionFilter> filters;

  /**
   * Creates the protections of an account.
   *
   * @param context what was read
   * @param filters what protects snapshots by the policy
   */
  public SnapshotProtections(PlanningContext context, List<SnapshotExclusionFilter> filters) {
    this.context = Objects.requireNonNull(context, "context");
    this.filters = Objects.requireNonNull(filters, "filters");
  }

  /**
   * Returns what protects a snapshot that the inventory of the account's own does not hold.
   *
   * @param unknown the snapshot
   * @return the reasons, at least one
   */
  public List<Reason> of(SnapshotId unknown) {
    List<Reason> reasons = new ArrayList<>(usage(unknown));
    reasons.add(
        Reason.of(
            ReasonCodes.UNKNOWN_OWNER,
            "The snapshot is not among the account's own snapshots, so its owner is unknown"));
    return reasons;
  }

  /**
   * Returns what protects a snapshot of the inventory.
   *
   * @param snapshot the snapshot
   * @return the reasons; empty if nothing protects it
   */
  public List<Reason> of(Snapshot snapshot) {
    List<Reason> reasons = new ArrayList<>(usage(snapshot.id()));
    reasons.addAll(owner(snapshot));
    reasons.addAll(recycledImage(snapshot));
    for (SnapshotExclusionFilter filter : filters) {
      reasons.addAll(
          StrategyInvoker.reasons(filter, snapshot.id(), () -> filter.evaluate(snapshot, context)));
    }
    return reasons;
  }

  private List<Reason> usage(SnapshotId id) {
    List<ImageReference> users = context.usage().referencesTo(id);
    return users.isEmpty()
        ? List.of()
        : List.of(
            Reason.of(
                ReasonCodes.SNAPSHOT_IN_USE,
                "In use by " + ImageReference.describe(users),
                users.stream().map(ImageReference::user).distinct().toList()));
  }

  private List<Reason> owner(Snapshot snapshot) {
    AccountId ours = context.scope().accountId();
    AccountId owner = snapshot.ownerId().orElse(null);
    if (owner == null) {
      return List.of(Reason.of(ReasonCodes.UNKNOWN_OWNER, "It is not known who owns the snapshot"));
    }
    return owner.equals(ours)
        ? List.of()
        : List.of(
            Reason.of(
                ReasonCodes.NOT_OWNED,
                "The snapshot belongs to " + owner + ", not to " + ours,
                owner.value()));
  }

  private List<Reason> recycledImage(Snapshot snapshot) {
    Set<ImageId> recycled = context.images().recycledImageIds();
    return recycled.isEmpty()
        ? List.of()
        : SnapshotDescriptions.madeFor(snapshot.description())
            .filter(recycled::contains)
            .map(
                image ->
                    Reason.of(
                        ReasonCodes.IMAGE_IN_RECYCLE_BIN,
                        "Made for " + image + ", which can be restored from the Recycle Bin",
                        image.value()))
            .stream()
            .toList();
  }
}
