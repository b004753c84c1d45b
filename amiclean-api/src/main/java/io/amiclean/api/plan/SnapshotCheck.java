package io.amiclean.api.plan;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.policy.Strategy;
import java.util.Objects;
import java.util.Set;

/**
 * A snapshot check: evidence that is too dear to ask for every snapshot, asked for those that would
 * be deleted only, orphans included.
 *
 * <p>It can only keep, and keeps the snapshot alone: neither its image nor the other snapshots of
 * that image stay for it. A planner asks once the images that go are settled, an executor once more
 * right before the removal. Implementations may do I/O and must be safe for use by several threads.
 *
 * @see CandidateCheck
 */
@FunctionalInterface
public interface SnapshotCheck extends Strategy {

  /**
   * Checks snapshots. One that no longer exists is not kept.
   *
   * @param snapshots the snapshots that would be deleted, at least one
   * @return which of them must stay, and why
   * @throws io.amiclean.api.model.EvidenceException if the evidence could not be read to its end
   */
  SnapshotFindings check(Set<SnapshotId> snapshots);

  /**
   * Gives a check the description that plans and error messages show; a lambda has none of its own.
   *
   * @param description the description, the same in every run
   * @param check the check
   * @return a check that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static SnapshotCheck named(String description, SnapshotCheck check) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(check, "check");
    return new SnapshotCheck() {
      @Override
      public SnapshotFindings check(Set<SnapshotId> snapshots) {
        return check.check(snapshots);
      }

      @Override
      public String description() {
        return description;
      }

      @Override
      public String toString() {
        return description;
      }
    };
  }
}
