package io.amiclean.api.lifecycle;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.testing.LifecycleOperationsContract;
import io.amiclean.api.testing.Samples;
import java.time.Instant;
import java.util.Optional;

class LifecycleOperationsContractTest extends LifecycleOperationsContract {

  final FakeLifecycle account = fake();

  FakeLifecycle fake() {
    return new FakeLifecycle();
  }

  @Override
  protected LifecycleOperations operations() {
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
  protected LaunchPermissions permissions() {
    return FakeLifecycle.SHARED;
  }

  @Override
  protected ImageId missingImage() {
    return Samples.imageId(99);
  }

  @Override
  protected Instant future() {
    return Instant.parse("2030-01-01T00:00:00Z");
  }

  @Override
  protected Image look(ImageId image) {
    return account.image();
  }

  @Override
  protected Optional<LifecycleOperations> operationsWithLostAnswer() {
    return Optional.of(account.loseAnswer());
  }
}
