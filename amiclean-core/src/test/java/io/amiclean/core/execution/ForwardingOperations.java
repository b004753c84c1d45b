package io.amiclean.core.execution;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The operations of an account, to be overridden where a test wants another answer. */
class ForwardingOperations implements ImageOperations, SnapshotOperations, LifecycleOperations {

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

  @Override
  public LaunchPermissions launchPermissions(ImageId image) {
    return account.launchPermissions(image);
  }

  @Override
  public List<ActionOutcome> tag(Set<ImageId> images, Map<String, String> tags) {
    return changeTags(() -> account.tag(images, tags));
  }

  @Override
  public List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys) {
    return changeTags(() -> account.untag(images, keys));
  }

  @Override
  public ActionOutcome deprecate(ImageId image, Instant at) {
    return change(() -> account.deprecate(image, at));
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId image) {
    return change(() -> account.cancelDeprecation(image));
  }

  @Override
  public ActionOutcome revoke(ImageId image, LaunchPermissions permissions) {
    return change(() -> account.revoke(image, permissions));
  }

  @Override
  public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
    return change(() -> account.grant(image, permissions));
  }

  @Override
  public ActionOutcome disable(ImageId image) {
    return change(() -> account.disable(image));
  }

  @Override
  public ActionOutcome enable(ImageId image) {
    return change(() -> account.enable(image));
  }

  /** Makes a change of the tags of images. */
  List<ActionOutcome> changeTags(Supplier<List<ActionOutcome>> call) {
    return call.get();
  }

  /** Makes any other change of the lifecycle. */
  ActionOutcome change(Supplier<ActionOutcome> call) {
    return call.get();
  }
}
