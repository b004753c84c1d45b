package io.amiclean.core.plan;

import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import io.amiclean.api.internal.StrategyInvoker;
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
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the snapshots of the images, once it is known which images go. Each snapshot has one
 * decision, which all images that go with it share.
 */
final class SnapshotEvaluation {

  /** How many images a reason names: one snapshot may be of every image of an account. */
  private static final int NAMED_IMAGES = 10;

  private final PlanningContext context;
  private final SnapshotResolver resolver;
  private final SnapshotProtections protections;

  /** The images in the order of the inventory, each with its snapshots. */
  private final List<ImageSnapshots> ofImages = new ArrayList<>();

  private final Map<SnapshotId, SharedSnapshot> shared = new HashMap<>();

  /** Images that go and refer to a snapshot, and do not have it by the answer of the resolver. */
  private final Map<SnapshotId, List<Image>> leftOut = new HashMap<>();

  /** The snapshots of an image, sorted by id. */
  private record ImageSnapshots(Image image, boolean goes, List<SharedSnapshot> all) {}

  /** A snapshot, and the images that it is of, sorted by id. */
  private static final class SharedSnapshot {

    private final SnapshotId id;

    /** The snapshot, unless the inventory of the account's own does not hold it. */
    private @Nullable Snapshot known;

    /** The images that refer to it, and those that go and have it by the answer of the resolver. */
    private final List<ImageSnapshots> images = new ArrayList<>(1);

    /** What all images that go share. */
    private @Nullable SnapshotDecision decision;

    SharedSnapshot(SnapshotId id) {
      this.id = id;
    }

    List<Image> going() {
      return images(true);
    }

    List<Image> staying() {
      return images(false);
    }

    private List<Image> images(boolean going) {
      List<Image> some = new ArrayList<>(0);
      for (ImageSnapshots snapshots : images) {
        if (snapshots.goes() == going) {
          some.add(snapshots.image());
        }
      }
      return some;
    }
  }

  /**
   * Decides.
   *
   * @param context what was read
   * @param goes whether the image at a position of the inventory goes
   */
  SnapshotEvaluation(
      PlanningContext context,
      SnapshotResolver resolver,
      SnapshotProtections protections,
      IntPredicate goes) {
    this.context = context;
    this.resolver = resolver;
    this.protections = protections;
    List<Image> images = context.images().images();
    for (int position = 0; position < images.size(); position++) {
      ofImages.add(snapshots(images.get(position), goes.test(position)));
    }
    for (Snapshot snapshot : context.snapshots().snapshots()) {
      SharedSnapshot ofImage = shared.get(snapshot.id());
      if (ofImage != null) {
        ofImage.known = snapshot;
      }
    }
  }

  private ImageSnapshots snapshots(Image image, boolean goes) {
    Set<SnapshotId> ids = goes ? snapshotsThatGo(image) : image.snapshotIds();
    List<SharedSnapshot> all = new ArrayList<>(1);
    for (SnapshotId id : ids) {
      all.add(shared.computeIfAbsent(id, SharedSnapshot::new));
    }
    ImageSnapshots snapshots = new ImageSnapshots(image, goes, List.copyOf(all));
    all.forEach(snapshot -> snapshot.images.add(snapshots));
    return snapshots;
  }

  /** Returns the snapshots that an image refers to, and those that it has by the resolver. */
  private Set<SnapshotId> snapshotsThatGo(Image image) {
    Set<SnapshotId> referred = image.snapshotIds();
    Set<SnapshotId> resolved =
        StrategyInvoker.call(resolver, image.id(), () -> resolver.resolve(image, context));
    if (referred.equals(resolved)) {
      return referred;
    }
    Sets.difference(referred, resolved)
        .forEach(id -> leftOut.computeIfAbsent(id, some -> new ArrayList<>(1)).add(image));
    Set<SnapshotId> all = new TreeSet<>(referred);
    all.addAll(resolved);
    return all;
  }

  /** Returns whether a snapshot is one of an image that stays, or may go with one that goes. */
  boolean isOfImage(SnapshotId id) {
    return shared.containsKey(id);
  }

  /** Returns why a snapshot stays that is not decided on as one of an image that goes. */
  List<Reason> reasonsOfUndecided(SnapshotId id) {
    List<Reason> reasons = reasonsToStay(shared.getOrDefault(id, unreferenced(id)));
    return reasons.isEmpty()
        ? List.of(
            Reason.of(
                ReasonCodes.NOT_RESOLVED,
                "The snapshot is not among those of the images that go any more"))
        : reasons;
  }

  /** Returns the decisions on the snapshots of an image, sorted by id. */
  List<SnapshotDecision> decide(ImageId id) {
    List<ImageId> ids = Lists.transform(context.images().images(), Image::id);
    return decide(Collections.binarySearch(ids, id));
  }

  /**
   * Returns the decisions on the snapshots of the image at a position of the inventory, sorted by
   * id.
   */
  List<SnapshotDecision> decide(int position) {
    ImageSnapshots snapshots = ofImages.get(position);
    List<SnapshotDecision> decisions = new ArrayList<>(1);
    for (SharedSnapshot snapshot : snapshots.all()) {
      decisions.add(
          snapshots.goes() ? decideGoing(snapshot) : decideStaying(snapshot, snapshots.image()));
    }
    return decisions;
  }

  private SnapshotDecision decideStaying(SharedSnapshot snapshot, Image image) {
    return decision(
        image,
        snapshot,
        SnapshotVerdict.KEEP,
        List.of(
            Reason.of(
                ReasonCodes.IMAGE_KEPT, "The image of the snapshot stays", image.id().value())));
  }

  private SnapshotDecision decideGoing(SharedSnapshot snapshot) {
    if (snapshot.decision == null) {
      List<Reason> stays = reasonsToStay(snapshot);
      snapshot.decision =
          decision(
              snapshot.going().get(0),
              snapshot,
              stays.isEmpty() ? SnapshotVerdict.DELETE : SnapshotVerdict.KEEP,
              stays.isEmpty() ? List.of(reasonToGo(snapshot)) : stays);
    }
    return snapshot.decision;
  }

  private static Reason reasonToGo(SharedSnapshot snapshot) {
    return Reason.of(
        ReasonCodes.ONLY_OF_REMOVED_IMAGES,
        "Only images that are removed refer to the snapshot",
        named(snapshot.going()));
  }

  private SharedSnapshot unreferenced(SnapshotId id) {
    SharedSnapshot snapshot = new SharedSnapshot(id);
    snapshot.known = context.snapshots().snapshot(id).orElse(null);
    return snapshot;
  }

  private List<Reason> reasonsToStay(SharedSnapshot snapshot) {
    List<Reason> reasons = new ArrayList<>(0);
    List<Image> staying = snapshot.staying();
    if (!staying.isEmpty()) {
      reasons.add(
          Reason.of(
              ReasonCodes.SHARED_SNAPSHOT,
              "Another image that stays refers to the snapshot",
              named(staying)));
    }
    if (leftOut.containsKey(snapshot.id)) {
      reasons.add(
          Reason.of(
              ReasonCodes.NOT_RESOLVED,
              resolver.description() + " does not count the snapshot among those of its image",
              named(leftOut.getOrDefault(snapshot.id, List.of()))));
    }
    reasons.addAll(
        snapshot.known == null ? protections.of(snapshot.id) : protections.of(snapshot.known));
    return reasons;
  }

  private static SnapshotDecision decision(
      Image image, SharedSnapshot snapshot, SnapshotVerdict verdict, List<Reason> reasons) {
    SnapshotDecision.Builder decision = SnapshotDecision.builder();
    if (snapshot.known == null) {
      decision.snapshotId(snapshot.id);
    } else {
      decision.snapshot(snapshot.known);
    }
    if (snapshot.known == null || snapshot.known.volumeSizeGiB().isEmpty()) {
      decision.sizeGiB(sizeGiB(image, snapshot.id));
    }
    return decision.verdict(verdict).reasons(reasons).build();
  }

  private static OptionalInt sizeGiB(Image image, SnapshotId id) {
    return image.blockDevices().stream()
        .filter(device -> device.snapshotId().filter(id::equals).isPresent())
        .map(BlockDevice::sizeGiB)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  private static List<String> named(List<Image> images) {
    List<String> names = new ArrayList<>(1);
    for (Image image : images.subList(0, Math.min(images.size(), NAMED_IMAGES))) {
      names.add(image.id().value());
    }
    if (images.size() > NAMED_IMAGES) {
      names.add("and " + (images.size() - NAMED_IMAGES) + " more");
    }
    return names;
  }
}
