package io.amiclean.api.source;

import io.amiclean.api.model.SnapshotInventory;

/**
 * Knows which snapshots the account owns. Implementations may do I/O and must be safe for use by
 * several threads.
 */
@FunctionalInterface
public interface SnapshotSource {

  /**
   * Reads all snapshots that the account of a scope owns.
   *
   * @return the complete inventory
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  SnapshotInventory loadSnapshots();
}
