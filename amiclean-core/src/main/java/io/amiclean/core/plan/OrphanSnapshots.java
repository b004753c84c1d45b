package io.amiclean.core.plan;

import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides on the snapshots whose {@linkplain SnapshotDescriptions#madeFor description} says that
 * they were made for an image, and to which no image of the inventory refers, disabled ones
 * included. Snapshots without such a description are nobody's orphans.
 */
final class OrphanSnapshots {

  private final PlanningContext context;
  private final SnapshotProtections protections;

  OrphanSnapshots(PlanningContext context, SnapshotProtections protections) {
    this.context = context;
    this.protections = protections;
  }

  /**
   * Returns the decisions, sorted by id.
   *
   * @param isOfImage which snapshots were decided on as those of images
   */
  List<SnapshotDecision> decide(Predicate<SnapshotId> isOfImage) {
    List<SnapshotDecision> decisions = new ArrayList<>();
    for (Snapshot snapshot : context.snapshots().snapshots()) {
      if (!isOfImage.test(snapshot.id())) {
        SnapshotDescriptions.madeFor(snapshot.description())
            .map(image -> decide(snapshot, image))
            .ifPresent(decisions::add);
      }
    }
    return decisions;
  }

  private SnapshotDecision decide(Snapshot snapshot, ImageId image) {
    List<Reason> stays = new ArrayList<>();
    existing(image).ifPresent(stays::add);
    state(snapshot).ifPresent(stays::add);
    stays.addAll(protections.of(snapshot));
    boolean orphan = stays.isEmpty();
    return SnapshotDecision.builder()
        .snapshot(snapshot)
        .verdict(orphan ? SnapshotVerdict.DELETE : SnapshotVerdict.KEEP)
        .reasons(orphan ? List.of(orphaned(snapshot, image)) : stays)
        .build();
  }

  private static Reason orphaned(Snapshot snapshot, ImageId image) {
    return Reason.of(
        ReasonCodes.ORPHAN,
        "Made for "
            + image
            + ", which no longer exists"
            + (SnapshotDescriptions.isCopied(snapshot)
                ? " here; it is a copy, and its description that of another snapshot, whose image"
                    + " may exist in another region or account"
                : ""),
        image.value());
  }

  private Optional<Reason> existing(ImageId id) {
    return context
        .images()
        .image(id)
        .map(
            image ->
                Reason.of(
                    ReasonCodes.IMAGE_EXISTS,
                    "Made for " + id + ", which exists and does not refer to it",
                    id.value()));
  }

  private static Optional<Reason> state(Snapshot snapshot) {
    return snapshot.state() == SnapshotState.COMPLETED
        ? Optional.empty()
        : Optional.of(
            Reason.of(
                ReasonCodes.SNAPSHOT_NOT_COMPLETED,
                "The snapshot is " + EnumFormat.phrase(snapshot.state()) + ", not completed",
                snapshot.state().name()));
  }
}
