package io.amiclean.api.execution;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Just enough of an account for the contracts of the operations: images 1 (snapshots 1 and 2), 3
 * and 4 (both snapshot 3) and 5 (protected, snapshot 5), and snapshot 6 that belongs to no image.
 */
final class FakeAccount implements ImageOperations, SnapshotOperations {

  private final Map<ImageId, Set<SnapshotId>> images = new LinkedHashMap<>();
  private final Set<SnapshotId> snapshots = new LinkedHashSet<>();
  private boolean losesAnswer;

  FakeAccount() {
    register(1, 1, 2);
    register(3, 3);
    register(4, 3);
    register(5, 5);
    snapshots.add(Samples.snapshotId(6));
  }

  private void register(int image, int... devices) {
    Set<SnapshotId> ids = new LinkedHashSet<>();
    for (int device : devices) {
      ids.add(Samples.snapshotId(device));
    }
    images.put(Samples.imageId(image), ids);
    snapshots.addAll(ids);
  }

  synchronized FakeAccount loseAnswer() {
    losesAnswer = true;
    return this;
  }

  @Override
  public CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  public synchronized ActionOutcome deregister(ImageId image) {
    if (!images.containsKey(image)) {
      return ActionOutcome.deregistration(
          image, Outcome.ALREADY_GONE, "InvalidAMIID.NotFound", "There is no such image.");
    }
    if (image.equals(Samples.imageId(5))) {
      return ActionOutcome.deregistration(
          image, Outcome.FAILED, "OperationNotPermitted", "The image is protected.");
    }
    images.remove(image);
    return losesAnswer
        ? ActionOutcome.deregistration(image, Outcome.UNKNOWN, "timeout", "No answer came.")
        : ActionOutcome.deregistration(image, Outcome.SUCCEEDED, "done", "Deregistered.");
  }

  @Override
  public synchronized List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    Set<SnapshotId> behind = images.getOrDefault(image, Set.of());
    List<ActionOutcome> outcomes = new ArrayList<>();
    outcomes.add(deregister(image));
    if (!images.containsKey(image)) {
      for (SnapshotId snapshot : behind) {
        ActionOutcome deletion = delete(snapshot);
        outcomes.add(
            deletion.outcome() == Outcome.FAILED
                ? ActionOutcome.deletion(
                    snapshot, Outcome.SKIPPED, "skipped", "Another image refers to it.")
                : deletion);
      }
    }
    return losesAnswer ? outcomes.subList(0, 1) : outcomes;
  }

  @Override
  public synchronized boolean exists(ImageId image) {
    return images.containsKey(image);
  }

  @Override
  public synchronized Map<ImageId, AccountId> owners(Set<ImageId> asked) {
    return asked.stream()
        .filter(images::containsKey)
        .collect(Collectors.toMap(Function.identity(), image -> scope().accountId()));
  }

  @Override
  public synchronized ActionOutcome delete(SnapshotId snapshot) {
    if (images.values().stream().anyMatch(behind -> behind.contains(snapshot))) {
      return ActionOutcome.deletion(
          snapshot, Outcome.FAILED, "InvalidSnapshot.InUse", "A registered image has it.");
    }
    if (!snapshots.remove(snapshot)) {
      return ActionOutcome.deletion(
          snapshot, Outcome.ALREADY_GONE, "InvalidSnapshot.NotFound", "There is none.");
    }
    return losesAnswer
        ? ActionOutcome.deletion(snapshot, Outcome.UNKNOWN, "timeout", "No answer came.")
        : ActionOutcome.deletion(snapshot, Outcome.SUCCEEDED, "done", "Deleted.");
  }

  @Override
  public synchronized boolean exists(SnapshotId snapshot) {
    return snapshots.contains(snapshot);
  }
}
