package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.memory.InMemoryAccount;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of an account, to be overridden where a test wants another answer. */
class ForwardingOperations implements ImageOperations, SnapshotOperations {

  private final InMemoryAccount account;

  ForwardingOperations(InMemoryAccount account) {
    this.account = account;
  }

  @Override
  public CleanupScope scope() {
    return account.scope();
  }

  @Override
  public ActionOutcome deregister(ImageId image) {
    return account.deregister(image);
  }

  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    return account.deregisterWithSnapshots(image);
  }

  @Override
  public boolean exists(ImageId image) {
    return account.exists(image);
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> images) {
    return account.owners(images);
  }

  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    return account.delete(snapshot);
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    return account.exists(snapshot);
  }
}
