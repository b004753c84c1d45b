package io.amiclean.api.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotSourceContract;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class SnapshotSourceContractTest extends SnapshotSourceContract {

  @Override
  protected SnapshotSource source() {
    return () -> Samples.snapshotInventory(List.of(Samples.snapshot(2), Samples.snapshot(1)));
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected Set<SnapshotId> expectedSnapshots() {
    return Set.of(Samples.snapshotId(1), Samples.snapshotId(2));
  }

  @Override
  protected Optional<SnapshotSource> failingSource() {
    return Optional.of(
        () -> {
          throw new EvidenceException("snapshots", "The file ends in the middle of a snapshot.");
        });
  }
}
