package io.amiclean.api.exclusion;

import io.amiclean.api.model.Snapshot;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotExclusionFilterContract;

class SnapshotExclusionFilterContractTest extends SnapshotExclusionFilterContract {

  @Override
  protected SnapshotExclusionFilter strategy() {
    return SnapshotExclusionFilter.when(
        "golden", "The release train pins it.", snapshot -> snapshot.tags().containsKey("golden"));
  }

  @Override
  protected Snapshot protectedSnapshot() {
    return Samples.snapshotBuilder(1).putTags("golden", "").build();
  }

  @Override
  protected Snapshot unprotectedSnapshot() {
    return Samples.snapshot(2);
  }
}
