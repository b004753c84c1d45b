package io.amiclean.api.execution;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.ImageOperationsContract;
import io.amiclean.api.testing.Samples;
import java.util.Optional;
import java.util.Set;

class ImageOperationsContractTest extends ImageOperationsContract {

  private final FakeAccount account = new FakeAccount();

  @Override
  protected ImageOperations operations() {
    return account;
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected ImageId image() {
    return Samples.imageId(1);
  }

  @Override
  protected Set<SnapshotId> snapshotsOfImage() {
    return Set.of(Samples.snapshotId(1), Samples.snapshotId(2));
  }

  @Override
  protected ImageId imageWithSharedSnapshot() {
    return Samples.imageId(3);
  }

  @Override
  protected SnapshotId sharedSnapshot() {
    return Samples.snapshotId(3);
  }

  @Override
  protected ImageId missingImage() {
    return Samples.imageId(99);
  }

  @Override
  protected Optional<ImageId> refusedImage() {
    return Optional.of(Samples.imageId(5));
  }

  @Override
  protected boolean snapshotExists(SnapshotId snapshot) {
    return account.exists(snapshot);
  }

  @Override
  protected Optional<ImageOperations> operationsWithLostAnswer() {
    return Optional.of(account.loseAnswer());
  }
}
