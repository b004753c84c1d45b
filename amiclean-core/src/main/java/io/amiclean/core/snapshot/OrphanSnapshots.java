package io.amiclean.core.snapshot;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the snapshots that were made for an image and that no image refers to, and says which of
 * them are orphans that may go. Pure and safe for use by several threads.
 */
public final class OrphanSnapshots {

  private OrphanSnapshots() {}

  /**
   * Decides on the snapshots whose {@linkplain SnapshotDescriptions#madeFor description} says that
   * they were made for an image, and to which no image of the inventory refers, disabled ones
   * included. Snapshots without such a description, and those of images, are not listed.
   *
   * <p>A snapshot is deleted as {@code orphan}, with its image as evidence, if nothing speaks for
   * it. It is kept, with every reason that applies, if its image exists ({@code image-exists}) or
   * is in the Recycle Bin ({@code image-in-recycle-bin}), if it is not ours ({@code not-owned},
   * {@code unknown-owner}), not completed ({@code snapshot-not-completed}), named by a usage
   * ({@code snapshot-in-use}) or protected by a filter.
   *
   * @param context everything that was read; it must tell the complete image inventory, for an
   *     image that is missing makes its snapshots look like orphans
   * @param filters what protects snapshots besides
   * @return the decisions, sorted by snapshot id
   * @throws StrategyException if a filter throws
   */
  public static List<SnapshotDecision> find(
      PlanningContext context, List<? extends SnapshotExclusionFilter> filters) {
    List<SnapshotDecision> decisions = new ArrayList<>();
    for (Snapshot snapshot : context.snapshots().snapshots()) {
      if (!context.images().imagesBySnapshot().containsKey(snapshot.id())) {
        SnapshotDescriptions.madeFor(snapshot.description())
            .map(image -> decide(snapshot, image, context, filters))
            .ifPresent(decisions::add);
      }
    }
    return List.copyOf(decisions);
  }

  private static SnapshotDecision decide(
      Snapshot snapshot,
      ImageId image,
      PlanningContext context,
      List<? extends SnapshotExclusionFilter> filters) {
    List<Reason> protections = new ArrayList<>();
    image(image, context).ifPresent(protections::add);
    owner(snapshot, context).ifPresent(protections::add);
    state(snapshot).ifPresent(protections::add);
    usage(snapshot, context).ifPresent(protections::add);
    for (SnapshotExclusionFilter filter : filters) {
      protections.addAll(evaluate(filter, snapshot, context));
    }
    boolean orphan = protections.isEmpty();
    return SnapshotDecision.builder()
        .snapshotId(snapshot.id())
        .verdict(orphan ? SnapshotVerdict.DELETE : SnapshotVerdict.KEEP)
        .reasons(
            orphan
                ? List.of(
                    Reason.of(
                        ReasonCodes.ORPHAN,
                        "Made for " + image + ", which no longer exists",
                        image.value()))
                : protections)
        .sizeGiB(snapshot.volumeSizeGiB())
        .build();
  }

  private static Optional<Reason> image(ImageId image, PlanningContext context) {
    if (context.images().image(image).isPresent()) {
      return Optional.of(
          Reason.of(
              ReasonCodes.IMAGE_EXISTS,
              "Made for " + image + ", which exists and does not refer to it",
              image.value()));
    }
    if (context.images().recycledImageIds().contains(image)) {
      return Optional.of(
          Reason.of(
              ReasonCodes.IMAGE_IN_RECYCLE_BIN,
              "Made for " + image + ", which can be restored from the Recycle Bin",
              image.value()));
    }
    return Optional.empty();
  }

  private static Optional<Reason> owner(Snapshot snapshot, PlanningContext context) {
    AccountId ours = context.scope().accountId();
    Optional<AccountId> owner = snapshot.ownerId();
    if (owner.isEmpty()) {
      return Optional.of(
          Reason.of(ReasonCodes.UNKNOWN_OWNER, "It is not known who owns the snapshot"));
    }
    return owner
        .filter(account -> !account.equals(ours))
        .map(
            account ->
                Reason.of(
                    ReasonCodes.NOT_OWNED,
                    "The snapshot belongs to " + account + ", not to " + ours,
                    account.value()));
  }

  private static Optional<Reason> state(Snapshot snapshot) {
    return snapshot.state() == SnapshotState.COMPLETED
        ? Optional.empty()
        : Optional.of(
            Reason.of(
                ReasonCodes.SNAPSHOT_NOT_COMPLETED,
                "The snapshot is " + snapshot.state() + ", not COMPLETED",
                snapshot.state().name()));
  }

  private static Optional<Reason> usage(Snapshot snapshot, PlanningContext context) {
    List<String> users =
        context.usage().referencesTo(snapshot.id()).stream()
            .map(ImageReference::asEvidence)
            .distinct()
            .sorted()
            .toList();
    return users.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Reason.of(ReasonCodes.SNAPSHOT_IN_USE, "In use by " + String.join(", ", users), users));
  }

  private static List<Reason> evaluate(
      SnapshotExclusionFilter filter, Snapshot snapshot, PlanningContext context) {
    try {
      return List.copyOf(filter.evaluate(snapshot, context));
    } catch (RuntimeException e) {
      throw new StrategyException(
          filter.description(),
          "The snapshot filter " + filter.description() + " failed at " + snapshot.id() + ": " + e,
          e);
    }
  }
}
