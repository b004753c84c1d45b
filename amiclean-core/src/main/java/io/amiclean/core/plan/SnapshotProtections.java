package io.amiclean.core.plan;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.snapshot.SnapshotDescriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What protects a snapshot whatever becomes of its images. */
final class SnapshotProtections {

  private final PlanningContext context;
  private final List<SnapshotExclusionFilter> filters;

  SnapshotProtections(PlanningContext context, List<SnapshotExclusionFilter> filters) {
    this.context = context;
    this.filters = filters;
  }

  List<Reason> of(SnapshotId id) {
    List<Reason> reasons = new ArrayList<>();
    usage(id).ifPresent(reasons::add);
    Optional<Snapshot> known = context.snapshots().snapshot(id);
    if (known.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.UNKNOWN_OWNER,
              "The snapshot is not among the account's own snapshots, so its owner is unknown"));
      return reasons;
    }
    Snapshot snapshot = known.get();
    owner(snapshot).ifPresent(reasons::add);
    recycledImage(snapshot).ifPresent(reasons::add);
    for (SnapshotExclusionFilter filter : filters) {
      reasons.addAll(
          Guard.requireProtecting(
              filter, id, Guard.call(filter, id, () -> filter.evaluate(snapshot, context))));
    }
    return reasons;
  }

  private Optional<Reason> usage(SnapshotId id) {
    List<ImageReference> users = context.usage().referencesTo(id);
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Reason.of(
                ReasonCodes.SNAPSHOT_IN_USE,
                "In use by " + ImageReference.describe(users),
                users.stream().map(ImageReference::user).distinct().toList()));
  }

  private Optional<Reason> owner(Snapshot snapshot) {
    AccountId ours = context.scope().accountId();
    if (snapshot.ownerId().isEmpty()) {
      return Optional.of(
          Reason.of(ReasonCodes.UNKNOWN_OWNER, "It is not known who owns the snapshot"));
    }
    return snapshot
        .ownerId()
        .filter(owner -> !owner.equals(ours))
        .map(
            owner ->
                Reason.of(
                    ReasonCodes.NOT_OWNED,
                    "The snapshot belongs to " + owner + ", not to " + ours,
                    owner.value()));
  }

  private Optional<Reason> recycledImage(Snapshot snapshot) {
    return SnapshotDescriptions.madeFor(snapshot.description())
        .filter(context.images().recycledImageIds()::contains)
        .map(
            image ->
                Reason.of(
                    ReasonCodes.IMAGE_IN_RECYCLE_BIN,
                    "Made for " + image + ", which can be restored from the Recycle Bin",
                    image.value()));
  }
}
