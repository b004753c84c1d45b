package io.amiclean.core.report.html;

import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotDecision;
import java.util.HashSet;
import java.util.Set;

/** The volume sizes of snapshots, each counted once: those that go and those that stay. */
final class Storage {

  private final Set<SnapshotId> counted = new HashSet<>();
  private long deletedGib;
  private long keptGib;
  private int unknown;

  void add(Iterable<SnapshotDecision> snapshots) {
    for (SnapshotDecision snapshot : snapshots) {
      if (counted.add(snapshot.snapshotId())) {
        int size = snapshot.sizeGiB().orElse(0);
        if (snapshot.isDeletion()) {
          deletedGib += size;
        } else {
          keptGib += size;
        }
        unknown += snapshot.sizeGiB().isPresent() ? 0 : 1;
      }
    }
  }

  int snapshots() {
    return counted.size();
  }

  long deletedGib() {
    return deletedGib;
  }

  long gib() {
    return deletedGib + keptGib;
  }

  /** Returns how many snapshots of unknown size are left out of the sums. */
  int unknown() {
    return unknown;
  }
}
