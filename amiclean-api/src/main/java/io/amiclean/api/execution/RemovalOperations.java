package io.amiclean.api.execution;

import io.amiclean.api.model.CleanupScope;

/** Removes images as well as snapshots of one scope: what the execution of a plan needs. */
public interface RemovalOperations extends ImageOperations, SnapshotOperations {

  @Override
  CleanupScope scope();
}
