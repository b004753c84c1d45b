package io.amiclean.api.execution;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotOperationsContract;
import java.util.Optional;

class SnapshotOperationsContractTest extends SnapshotOperationsContract {

  private final FakeAccount account = new FakeAccount();

  @Override
  protected SnapshotOperations operations() {
    return account;
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected SnapshotId snapshot() {
    return Samples.snapshotId(6);
  }

  @Override
  protected SnapshotId snapshotOfRegisteredImage() {
    return Samples.snapshotId(3);
  }

  @Override
  protected SnapshotId missingSnapshot() {
    return Samples.snapshotId(99);
  }

  @Override
  protected Optional<SnapshotOperations> operationsWithLostAnswer() {
    return Optional.of(account.loseAnswer());
  }
}
