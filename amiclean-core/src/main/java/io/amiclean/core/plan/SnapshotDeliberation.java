package io.amiclean.core.plan;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides on the snapshots of the images, once it is known which images go. Each snapshot has one
 * fate, whichever image it is looked up for.
 */
final class SnapshotDeliberation {

  private final PlanningContext context;
  private final SnapshotResolver resolver;
  private final SnapshotProtections protections;
  private final Map<ImageId, Image> removals = new HashMap<>();
  private final Map<ImageId, Set<SnapshotId>> resolved = new HashMap<>();
  private final Map<SnapshotId, Set<ImageId>> resolvedFor = new TreeMap<>();
  private final Map<SnapshotId, SnapshotDecision> decided = new HashMap<>();

  SnapshotDeliberation(
      PlanningContext context,
      SnapshotResolver resolver,
      SnapshotProtections protections,
      List<Image> removals) {
    this.context = context;
    this.resolver = resolver;
    this.protections = protections;
    for (Image image : removals) {
      this.removals.put(image.id(), image);
      Set<SnapshotId> snapshots =
          Guard.call(resolver, image.id(), () -> resolver.resolve(image, context));
      resolved.put(image.id(), snapshots);
      for (SnapshotId snapshot : snapshots) {
        resolvedFor.computeIfAbsent(snapshot, id -> new TreeSet<>()).add(image.id());
      }
    }
  }

  List<SnapshotDecision> decide(Image image) {
    Set<SnapshotId> snapshots = new TreeSet<>(image.snapshotIds());
    boolean goes = removals.containsKey(image.id());
    if (goes) {
      snapshots.addAll(resolved.getOrDefault(image.id(), Set.of()));
    }
    List<SnapshotDecision> decisions = new ArrayList<>(snapshots.size());
    for (SnapshotId snapshot : snapshots) {
      decisions.add(
          goes
              ? decided.computeIfAbsent(snapshot, id -> decide(image, id))
              : decision(
                  image,
                  snapshot,
                  SnapshotVerdict.KEEP,
                  List.of(
                      Reason.of(
                          ReasonCodes.IMAGE_KEPT,
                          "The image of the snapshot stays",
                          image.id().value()))));
    }
    return decisions;
  }

  private SnapshotDecision decide(Image image, SnapshotId id) {
    List<Reason> stays = reasonsToStay(id);
    if (!stays.isEmpty()) {
      return decision(image, id, SnapshotVerdict.KEEP, stays);
    }
    Set<ImageId> images = new TreeSet<>(resolvedFor.getOrDefault(id, Set.of()));
    images.addAll(referrers(id));
    return decision(
        image,
        id,
        SnapshotVerdict.DELETE,
        List.of(
            Reason.of(
                ReasonCodes.ONLY_OF_REMOVED_IMAGES,
                "Only images that are removed refer to the snapshot",
                texts(images))));
  }

  private List<Reason> reasonsToStay(SnapshotId id) {
    List<Reason> reasons = new ArrayList<>();
    List<ImageId> staying =
        referrers(id).stream().filter(referrer -> !removals.containsKey(referrer)).toList();
    if (!staying.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.SHARED_SNAPSHOT,
              "Another image that stays refers to the snapshot",
              texts(staying)));
    }
    List<ImageId> leftOut =
        referrers(id).stream()
            .filter(removals::containsKey)
            .filter(referrer -> !resolved.getOrDefault(referrer, Set.of()).contains(id))
            .toList();
    if (!leftOut.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.NOT_RESOLVED,
              resolver.description() + " does not count the snapshot among those of its image",
              texts(leftOut)));
    }
    reasons.addAll(protections.of(id));
    return reasons;
  }

  private List<ImageId> referrers(SnapshotId id) {
    return context.images().imagesBySnapshot().getOrDefault(id, List.of());
  }

  private SnapshotDecision decision(
      Image image, SnapshotId id, SnapshotVerdict verdict, List<Reason> reasons) {
    SnapshotDecision.Builder decision = SnapshotDecision.builder();
    context.snapshots().snapshot(id).ifPresent(decision::snapshot);
    return decision
        .snapshotId(id)
        .verdict(verdict)
        .reasons(reasons)
        .sizeGiB(sizeGiB(image, id))
        .build();
  }

  private OptionalInt sizeGiB(Image image, SnapshotId id) {
    OptionalInt known =
        context.snapshots().snapshot(id).map(Snapshot::volumeSizeGiB).orElse(OptionalInt.empty());
    return known.isPresent()
        ? known
        : image.blockDevices().stream()
            .filter(device -> device.snapshotId().filter(id::equals).isPresent())
            .map(BlockDevice::sizeGiB)
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty());
  }

  private static List<String> texts(Iterable<ImageId> ids) {
    List<String> texts = new ArrayList<>();
    ids.forEach(id -> texts.add(id.value()));
    return texts;
  }
}
