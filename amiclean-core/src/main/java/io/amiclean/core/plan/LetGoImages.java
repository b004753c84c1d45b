package io.amiclean.core.plan;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The images that a plan removes and that do not exist any more. What is left of them are their
 * snapshots, which are evaluated as if the images had just been let go. Immutable.
 */
final class LetGoImages {

  private final CleanupPlan plan;
  private final ExecutionProgress progress;
  private final Map<ImageId, ImageDecision> gone = new LinkedHashMap<>();

  /**
   * Finds the images of a plan that an account does not list any more.
   *
   * @param present what is left of the account when that which the plan removed is taken out of it
   */
  LetGoImages(CleanupPlan plan, ExecutionProgress progress, ImageInventory present) {
    this.plan = plan;
    this.progress = progress;
    for (ImageDecision removal : plan.removals()) {
      if (present.image(removal.imageId()).isEmpty()) {
        gone.put(removal.imageId(), removal);
      }
    }
  }

  /**
   * Takes out of a reading what a plan removed, for which a service may still list it, and reads
   * the account as of the plan's time. The plan has the lineage of what it removes and is gone; any
   * other image that is gone is as unknown as to a new plan.
   */
  static PlanningContext takenOut(
      CleanupPlan plan, ExecutionProgress progress, PlanningContext read) {
    Set<ImageId> removals =
        plan.removals().stream().map(ImageDecision::imageId).collect(Collectors.toSet());
    ImageInventory left =
        ImageInventory.builder()
            .from(read.images())
            .images(
                read.images().images().stream()
                    .filter(image -> image.state() != ImageState.DEREGISTERED)
                    .filter(image -> !progress.removed().contains(image.id()))
                    .toList())
            .recycledImageIds(
                read.images().recycledImageIds().stream()
                    .filter(image -> !removals.contains(image))
                    .toList())
            .build();
    return PlanningContext.builder()
        .from(read)
        .now(plan.createdAt())
        .images(left)
        .goneImages(
            plan.removals().stream()
                .filter(decision -> left.image(decision.imageId()).isEmpty())
                .collect(Collectors.toMap(ImageDecision::imageId, ImageDecision::lineage)))
        .snapshots(
            SnapshotInventory.builder()
                .from(read.snapshots())
                .snapshots(
                    read.snapshots().snapshots().stream()
                        .filter(snapshot -> !progress.removed().contains(snapshot.id()))
                        .toList())
                .build())
        .build();
  }

  /** Returns whether an image is gone, and its removal neither in flight nor unknown. */
  boolean isLetGo(ImageId image) {
    return gone.containsKey(image)
        && (progress.removed().contains(image) || !progress.uncertain().contains(image));
  }

  /** Returns what was read, with the images that are gone referring to the plan's snapshots. */
  PlanningContext putBack(PlanningContext context) {
    return gone.isEmpty()
        ? context
        : PlanningContext.builder()
            .from(context)
            .images(
                ImageInventory.builder()
                    .from(context.images())
                    .images(
                        Stream.concat(
                                context.images().images().stream(),
                                gone.values().stream().map(this::image))
                            .toList())
                    .build())
            .build();
  }

  private Image image(ImageDecision removal) {
    Image.Builder image =
        Image.builder()
            .id(removal.imageId())
            .name(removal.name())
            .ownerId(plan.scope().accountId())
            .creationDate(removal.creationDate());
    for (SnapshotDecision snapshot : removal.snapshots()) {
      if (snapshot.isDeletion()) {
        image.addBlockDevices(
            BlockDevice.builder()
                .deviceName(snapshot.snapshotId().value())
                .snapshotId(snapshot.snapshotId())
                .sizeGiB(snapshot.sizeGiB())
                .build());
      }
    }
    return image.build();
  }

  /** Has the plan's answer of the resolver stand for the images that are gone. */
  SnapshotResolver resolver(SnapshotResolver resolver) {
    return gone.isEmpty()
        ? resolver
        : SnapshotResolver.named(
            resolver.description(),
            (image, context) -> {
              ImageDecision removal = gone.get(image.id());
              return removal == null
                  ? resolver.resolve(image, context)
                  : deletions(removal).collect(Collectors.toSet());
            });
  }

  static Stream<SnapshotId> deletions(ImageDecision removal) {
    return removal.snapshots().stream()
        .filter(SnapshotDecision::isDeletion)
        .map(SnapshotDecision::snapshotId);
  }
}
