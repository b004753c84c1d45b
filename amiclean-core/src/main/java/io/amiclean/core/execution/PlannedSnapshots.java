package io.amiclean.core.execution;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The snapshots that an execution may delete, and for which images. Immutable. */
final class PlannedSnapshots {

  private final Set<SnapshotId> orphans;
  private final NavigableMap<SnapshotId, Set<ImageId>> images = new TreeMap<>();
  private final Map<ResourceId, ImageDecision> removals = new HashMap<>();

  PlannedSnapshots(List<ImageDecision> removals, List<SnapshotDecision> orphans) {
    this.orphans =
        orphans.stream()
            .map(SnapshotDecision::snapshotId)
            .collect(Collectors.toCollection(TreeSet::new));
    for (ImageDecision removal : removals) {
      this.removals.put(removal.imageId(), removal);
      for (SnapshotId snapshot : deletions(removal)) {
        // Nearly all snapshots are of one image.
        images.merge(
            snapshot,
            Set.of(removal.imageId()),
            (some, more) -> ImmutableSortedSet.copyOf(Sets.union(some, more)));
      }
    }
  }

  private static List<SnapshotId> deletions(ImageDecision removal) {
    return removal.snapshots().stream()
        .filter(SnapshotDecision::isDeletion)
        .map(SnapshotDecision::snapshotId)
        .toList();
  }

  /** Returns the snapshots of images that are removed, sorted. */
  Set<SnapshotId> ofImages() {
    return images.keySet();
  }

  /** Returns the snapshots without an image, sorted. */
  Set<SnapshotId> orphans() {
    return orphans;
  }

  /** Returns how many snapshots are to be deleted. */
  int count() {
    return images.size() + orphans.size();
  }

  /** Returns the images that a snapshot is deleted for, none for an orphan. */
  Set<ImageId> imagesOf(SnapshotId snapshot) {
    return images.getOrDefault(snapshot, Set.of());
  }

  boolean contains(SnapshotId snapshot) {
    return images.containsKey(snapshot) || orphans.contains(snapshot);
  }

  /** Returns the id that the plan holds, if it holds it, so that it is in memory once. */
  SnapshotId held(SnapshotId snapshot) {
    SnapshotId held = images.floorKey(snapshot);
    return snapshot.equals(held) ? held : snapshot;
  }

  /** Returns what a re-check covers: resources, and the snapshots that are deleted for them. */
  Set<ResourceId> with(List<? extends ResourceId> ids) {
    Set<ResourceId> covered = new HashSet<>(ids);
    for (ResourceId id : ids) {
      Optional.ofNullable(removals.get(id))
          .ifPresent(removal -> covered.addAll(deletions(removal)));
    }
    return covered;
  }

  /** The snapshots of images that are removed are deleted past a limit too: none is stranded. */
  boolean isLimited(ResourceId id) {
    return id instanceof ImageId
        || (id instanceof SnapshotId snapshot && !images.containsKey(snapshot));
  }
}
