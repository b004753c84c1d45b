package io.amiclean.core.plan;

import com.google.common.collect.Lists;
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
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Decides on the snapshots of the images, once it is known which images go. Each snapshot has one
 * fate, whichever image it is looked up for. What keeps a snapshot is settled at once, decisions
 * are put into words when they are asked for.
 */
final class SnapshotEvaluation {

  private final List<Image> images;
  private final IntPredicate goes;
  private final SnapshotResolver resolver;
  private final SnapshotProtections protections;
  private final SnapshotReferences references;
  private final Map<Integer, Set<SnapshotId>> resolved = new HashMap<>();
  private final Map<SnapshotId, Set<Integer>> resolvedFor = new HashMap<>();
  private final Map<SnapshotId, List<Reason>> staying = new HashMap<>();

  /**
   * Decides.
   *
   * @param goes tells by the place of an image in the inventory whether it goes
   */
  SnapshotEvaluation(
      PlanningContext context,
      SnapshotResolver resolver,
      SnapshotProtections protections,
      IntPredicate goes) {
    this.images = context.images().images();
    this.goes = goes;
    this.resolver = resolver;
    this.protections = protections;
    this.references = new SnapshotReferences(context);
    if (!isOfBlockDevices()) {
      for (int place = 0; place < images.size(); place++) {
        if (goes.test(place)) {
          resolve(place, context);
        }
      }
    }
    Parallel.on(images.size(), this::reasonsToStay).forEach(staying::putAll);
  }

  /** What every image has is not asked for, and not remembered, for each of them. */
  @SuppressWarnings("ReferenceEquality") // it is one object
  private boolean isOfBlockDevices() {
    return resolver == SnapshotResolvers.blockDevices();
  }

  private void resolve(int place, PlanningContext context) {
    Image image = images.get(place);
    Set<SnapshotId> snapshots =
        StrategyInvoker.call(resolver, image.id(), () -> resolver.resolve(image, context));
    resolved.put(place, snapshots);
    for (SnapshotId snapshot : snapshots) {
      resolvedFor.computeIfAbsent(snapshot, id -> new TreeSet<>()).add(place);
    }
  }

  private Map<SnapshotId, List<Reason>> reasonsToStay(int from, int to) {
    Map<SnapshotId, List<Reason>> found = new HashMap<>();
    for (int place = from; place < to; place++) {
      if (!goes.test(place)) {
        continue;
      }
      if (isOfBlockDevices() && references.isOfOnly(place)) {
        Snapshot snapshot = references.snapshotOf(place);
        List<Reason> reasons = protections.of(snapshot);
        if (!reasons.isEmpty()) {
          found.put(snapshot.id(), reasons);
        }
      } else {
        for (SnapshotId id : ofGoing(place)) {
          List<Reason> reasons = found.containsKey(id) ? List.of() : reasonsToStay(id);
          if (!reasons.isEmpty()) {
            found.put(id, reasons);
          }
        }
      }
    }
    return found;
  }

  /** The snapshots that may go with an image that goes. */
  private Set<SnapshotId> ofGoing(int place) {
    Set<SnapshotId> ids = images.get(place).snapshotIds();
    ids.addAll(resolved.getOrDefault(place, Set.of()));
    return ids;
  }

  private List<Reason> reasonsToStay(SnapshotId id) {
    List<Reason> reasons = new ArrayList<>();
    int[] referrers = references.referrers(id);
    List<String> others = texts(Arrays.stream(referrers).filter(goes.negate()).toArray());
    if (!others.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.SHARED_SNAPSHOT,
              "Another image that stays refers to the snapshot",
              others));
    }
    List<String> leftOut =
        isOfBlockDevices()
            ? List.of()
            : texts(
                Arrays.stream(referrers)
                    .filter(goes)
                    .filter(place -> !resolved.getOrDefault(place, Set.of()).contains(id))
                    .toArray());
    if (!leftOut.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.NOT_RESOLVED,
              resolver.description() + " does not count the snapshot among those of its image",
              leftOut));
    }
    reasons.addAll(
        references.snapshot(id).map(protections::of).orElseGet(() -> protections.of(id)));
    return reasons;
  }

  /** Returns whether a snapshot is one of an image that stays, or may go with one that goes. */
  boolean isOfImage(SnapshotId id) {
    return references.referrers(id).length > 0 || resolvedFor.containsKey(id);
  }

  /** Returns why a snapshot stays that is not decided on as one of an image that goes. */
  List<Reason> reasonsOfUndecided(SnapshotId id) {
    List<Reason> reasons = reasonsToStay(id);
    return reasons.isEmpty()
        ? List.of(
            Reason.of(
                ReasonCodes.NOT_RESOLVED,
                "The snapshot is not among those of the images that go any more"))
        : reasons;
  }

  /** Returns the decisions on the snapshots of an image, sorted by id. */
  List<SnapshotDecision> decide(ImageId wanted) {
    int place = Collections.binarySearch(Lists.transform(images, Image::id), wanted);
    Image image = images.get(place);
    if (!goes.test(place)) {
      return image.snapshotIds().stream()
          .map(
              id ->
                  decision(
                      image,
                      id,
                      SnapshotVerdict.KEEP,
                      List.of(
                          Reason.of(
                              ReasonCodes.IMAGE_KEPT,
                              "The image of the snapshot stays",
                              image.id().value()))))
          .toList();
    }
    if (isOfBlockDevices() && references.isOfOnly(place)) {
      SnapshotId id = references.snapshotOf(place).id();
      return List.of(decide(image, id, List.of(image.id().value())));
    }
    return ofGoing(place).stream().map(this::decide).toList();
  }

  private SnapshotDecision decide(SnapshotId id) {
    Set<Integer> users = new TreeSet<>(resolvedFor.getOrDefault(id, Set.of()));
    Arrays.stream(references.referrers(id)).forEach(users::add);
    Image first = images.get(users.stream().filter(goes::test).findFirst().orElseThrow());
    return decide(first, id, texts(users.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Decides on a snapshot of images that go, of which the first tells its size if need be. */
  private SnapshotDecision decide(Image first, SnapshotId id, List<String> users) {
    List<Reason> stays = staying.get(id);
    return stays == null
        ? decision(
            first,
            id,
            SnapshotVerdict.DELETE,
            List.of(
                Reason.of(
                    ReasonCodes.ONLY_OF_REMOVED_IMAGES,
                    "Only images that are removed refer to the snapshot",
                    users)))
        : decision(first, id, SnapshotVerdict.KEEP, stays);
  }

  private SnapshotDecision decision(
      Image image, SnapshotId id, SnapshotVerdict verdict, List<Reason> reasons) {
    SnapshotDecision.Builder decision = SnapshotDecision.builder();
    references.snapshot(id).ifPresent(decision::snapshot);
    return decision
        .snapshotId(id)
        .verdict(verdict)
        .reasons(reasons)
        .sizeGiB(sizeGiB(image, id))
        .build();
  }

  private OptionalInt sizeGiB(Image image, SnapshotId id) {
    OptionalInt known =
        references.snapshot(id).map(Snapshot::volumeSizeGiB).orElse(OptionalInt.empty());
    return known.isPresent()
        ? known
        : image.blockDevices().stream()
            .filter(device -> device.snapshotId().filter(id::equals).isPresent())
            .map(BlockDevice::sizeGiB)
            .filter(OptionalInt::isPresent)
            .findFirst()
            .orElse(OptionalInt.empty());
  }

  private List<String> texts(int[] places) {
    return Arrays.stream(places).mapToObj(place -> images.get(place).id().value()).toList();
  }
}
