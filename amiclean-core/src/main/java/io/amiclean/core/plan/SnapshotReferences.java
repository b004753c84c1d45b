package io.amiclean.core.plan;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images refer to which snapshot in their block device mappings. Images and snapshots are
 * known by their places in the inventories; nearly always one image refers to one snapshot of the
 * account's own, for which no object is made here.
 */
final class SnapshotReferences {

  /** The image has no snapshot, several, or one that is not the account's own. */
  private static final int OTHER = -1;

  /** Several images refer to the snapshot. */
  private static final int SEVERAL = -2;

  private final List<Image> images;
  private final List<Snapshot> snapshots;

  /** A hash table of the places of the snapshots, from 1 on; 0 is free. */
  private final int[] table;

  /** The only snapshot of each image. */
  private final int[] only;

  /** The only image of each snapshot, from 1 on; 0 for none. */
  private final int[] referrer;

  private final Map<SnapshotId, Places> others = new HashMap<>();

  SnapshotReferences(PlanningContext context) {
    this.images = context.images().images();
    this.snapshots = context.snapshots().snapshots();
    this.table = new int[Integer.highestOneBit(Math.max(1, snapshots.size())) * 4];
    this.only = new int[images.size()];
    this.referrer = new int[snapshots.size()];
    int[] hashes = new int[snapshots.size()];
    Parallel.on(
        snapshots.size(),
        (from, to) -> {
          for (int place = from; place < to; place++) {
            hashes[place] = hash(snapshots.get(place).id());
          }
          return to;
        });
    for (int place = 0; place < hashes.length; place++) {
      int slot = hashes[place] & (table.length - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = place + 1;
    }
    Parallel.on(
        images.size(),
        (from, to) -> {
          for (int place = from; place < to; place++) {
            only[place] = only(images.get(place));
          }
          return to;
        });
    for (int place = 0; place < only.length; place++) {
      refer(place);
    }
  }

  private static int hash(SnapshotId id) {
    int hash = id.value().hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }

  /** The place of a snapshot in its inventory, or OTHER. */
  private int place(SnapshotId id) {
    int slot = hash(id) & (table.length - 1);
    while (table[slot] != 0) {
      if (snapshots.get(table[slot] - 1).id().equals(id)) {
        return table[slot] - 1;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return OTHER;
  }

  private int only(Image image) {
    List<BlockDevice> devices = image.blockDevices();
    return devices.size() == 1 ? devices.get(0).snapshotId().map(this::place).orElse(OTHER) : OTHER;
  }

  private void refer(int image) {
    int snapshot = only[image];
    if (snapshot != OTHER && referrer[snapshot] == 0) {
      referrer[snapshot] = image + 1;
    } else if (snapshot != OTHER) {
      others(snapshot).add(image);
    } else {
      for (SnapshotId id : images.get(image).snapshotIds()) {
        int place = place(id);
        (place == OTHER ? others.computeIfAbsent(id, unknown -> new Places()) : others(place))
            .add(image);
      }
    }
  }

  /** Moves what is known of a snapshot to where there is room for several images. */
  private Places others(int snapshot) {
    Places places = others.computeIfAbsent(snapshots.get(snapshot).id(), several -> new Places());
    if (referrer[snapshot] > 0) {
      places.add(referrer[snapshot] - 1);
    }
    referrer[snapshot] = SEVERAL;
    return places;
  }

  /** Whether a snapshot is the only one of an image, is the account's own, and no other's. */
  boolean isOfOnly(int image) {
    return only[image] != OTHER && referrer[only[image]] == image + 1;
  }

  /** Returns the snapshot of an image that {@linkplain #isOfOnly is only of that}. */
  Snapshot snapshotOf(int image) {
    return snapshots.get(only[image]);
  }

  /** Returns a snapshot of the account's own. */
  Optional<Snapshot> snapshot(SnapshotId id) {
    int place = place(id);
    return place == OTHER ? Optional.empty() : Optional.of(snapshots.get(place));
  }

  /** Returns the places of the images that refer to a snapshot, in their order. */
  int[] referrers(SnapshotId id) {
    int place = place(id);
    if (place != OTHER && referrer[place] >= 0) {
      return referrer[place] == 0 ? new int[0] : new int[] {referrer[place] - 1};
    }
    Places several = others.get(id);
    return several == null ? new int[0] : several.toArray();
  }
}
