package outside.strategies;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotExclusionFilterContract;

class LegalHoldTest extends SnapshotExclusionFilterContract {

  @Override
  protected SnapshotExclusionFilter strategy() {
    return new LegalHold();
  }

  @Override
  protected Snapshot protectedSnapshot() {
    return Snapshot.builder().id(Samples.snapshotId(1)).putTags("legal-hold", "").build();
  }

  @Override
  protected Snapshot unprotectedSnapshot() {
    return Snapshot.builder().id(Samples.snapshotId(2)).build();
  }
}
