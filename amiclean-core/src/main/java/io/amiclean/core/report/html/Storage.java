package io.amiclean.core.report.html;

import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.StorageCost;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The volume sizes of snapshots, and what those cost that go, each counted once: those that go and
 * those that stay.
 */
final class Storage {

  private final Course course;
  private final Optional<PlanCosts> costs;
  private final Set<SnapshotId> counted = new HashSet<>();
  private int deleted;
  private long deletedGib;
  private long keptGib;
  private int unknown;
  private StorageCost deletedCost = StorageCost.none();

  Storage(Course course, Optional<PlanCosts> costs) {
    this.course = course;
    this.costs = costs;
  }

  void add(Iterable<SnapshotDecision> snapshots) {
    for (SnapshotDecision snapshot : snapshots) {
      if (counted.add(snapshot.snapshotId())) {
        int size = snapshot.sizeGiB().orElse(0);
        if (course.deletes(snapshot)) {
          deleted++;
          deletedGib += size;
          deletedCost =
              costs
                  .map(known -> known.snapshot(snapshot))
                  .map(deletedCost::plus)
                  .orElse(deletedCost);
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

  int deleted() {
    return deleted;
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

  /** Returns what the snapshots that go cost; nothing if the costs are not known. */
  StorageCost deletedCost() {
    return deletedCost;
  }
}
