package io.amiclean.core.benchmark;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The least that planning can be, on one thread: a look-up per image in usage and in snapshot
 * references, a HashMap of groups, a sort per group and one by id. It gives no reasons, and asks
 * nobody.
 */
final class Floor {

  private final List<Image> images;
  private final Set<ImageId> used;
  private final Map<SnapshotId, List<ImageId>> references;
  private final Instant young;

  Floor(Account account) {
    images = account.images.images();
    used = new HashSet<>();
    account.usage.references().forEach(use -> used.add((ImageId) use.target()));
    references = new HashMap<>();
    for (Image image : images) {
      references
          .computeIfAbsent(
              image.blockDevices().get(0).snapshotId().orElseThrow(), id -> new ArrayList<>(1))
          .add(image.id());
    }
    young = Account.NOW.minus(Account.MINIMUM_AGE);
  }

  /** Returns the images that go, with snapshots that no other image refers to. */
  List<Image> plan() {
    Map<List<String>, List<Image>> groups = new HashMap<>();
    for (Image image : images) {
      if (!used.contains(image.id())) {
        groups
            .computeIfAbsent(
                List.of(image.tags().get("environment"), image.tags().get("role")),
                key -> new ArrayList<>())
            .add(image);
      }
    }
    List<Image> removals = new ArrayList<>();
    for (List<Image> group : groups.values()) {
      group.sort(Comparator.comparing((Image image) -> image.creationDate().get()).reversed());
      int kept = 0;
      for (Image image : group) {
        if (image.creationDate().get().isAfter(young) || kept++ < Account.KEPT) {
          continue;
        }
        if (references.get(image.blockDevices().get(0).snapshotId().get()).size() == 1) {
          removals.add(image);
        }
      }
    }
    removals.sort(Comparator.comparing(Image::id));
    return removals;
  }
}
