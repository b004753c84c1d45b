package io.amiclean.api.execution;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.SnapshotId;

/**
 * Deletes snapshots. What EC2 answers to a single deletion is an outcome, not an exception, so that
 * one refusal does not stop the others.
 *
 * <p>Implementations must be safe for use by several threads. They do not retry what may have
 * happened already: an answer that was lost is {@link Outcome#UNKNOWN}.
 */
public interface SnapshotOperations {

  /**
   * Returns the scope that is changed.
   *
   * @return the scope
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  CleanupScope scope();

  /**
   * Deletes a snapshot. <b>EC2 cannot undo it.</b>
   *
   * @param snapshot the snapshot
   * @return succeeded, already gone, failed or unknown
   */
  ActionOutcome delete(SnapshotId snapshot);

  /**
   * Looks up whether a snapshot still exists, after an unknown outcome.
   *
   * @param snapshot the snapshot
   * @return whether EC2 still lists it
   * @throws io.amiclean.api.model.EvidenceException if it cannot be found out
   */
  boolean exists(SnapshotId snapshot);
}
