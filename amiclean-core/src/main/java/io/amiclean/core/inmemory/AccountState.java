package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What an account holds at the moment, and what EC2's rules allow to change. Thread-safe. */
final class AccountState {

  private static final Comparator<Image> OLDEST_FIRST =
      Comparator.comparing((Image image) -> image.creationDate().orElse(Instant.MAX))
          .thenComparing(Image::id);

  private final AccountId account;
  private final NavigableMap<ImageId, Image> images = new TreeMap<>();
  private final NavigableMap<SnapshotId, Snapshot> snapshots = new TreeMap<>();
  private final Map<SnapshotId, NavigableSet<ImageId>> imagesBySnapshot = new HashMap<>();
  private final NavigableSet<ImageId> recycledImages = new TreeSet<>();
  private final NavigableMap<String, RecycleBinRule> recycleBinRules = new TreeMap<>();
  private final List<ImageReference> references = new ArrayList<>();
  private final NavigableSet<String> kindsOfUsers = new TreeSet<>();
  private final Map<ResourceId, List<Reason>> findings = new HashMap<>();
  private final Map<ImageId, LaunchPermissions> permissions = new HashMap<>();

  AccountState(AccountId account) {
    this.account = account;
  }

  /** Adds all that was given or, if something contradicts what is there, nothing. */
  synchronized void add(AccountContents<?> contents) {
    List<Image> newImages = contents.images(account);
    List<Snapshot> newSnapshots = contents.snapshots(account);
    checkNew(newImages, newSnapshots, contents.recycledImages());
    for (String id : contents.recycleBinRules().keySet()) {
      if (recycleBinRules.containsKey(id)) {
        throw AccountContents.twice(id);
      }
    }
    for (ImageId id : contents.launchPermissions().keySet()) {
      if (newImages.stream().noneMatch(image -> image.id().equals(id))) {
        throw new IllegalArgumentException(
            "Launch permissions of " + id + ", which is not added: expected an image that is");
      }
    }

    newSnapshots.forEach(snapshot -> snapshots.put(snapshot.id(), snapshot));
    // A shared snapshot was made along with the oldest image.
    newImages.stream().sorted(OLDEST_FIRST).forEach(this::register);
    contents.launchPermissions().forEach(this::permit);
    recycledImages.addAll(contents.recycledImages());
    recycleBinRules.putAll(contents.recycleBinRules());
    references.addAll(contents.references());
    contents.references().forEach(reference -> kindsOfUsers.add(reference.kind()));
    contents
        .findings()
        .forEach(
            (target, reasons) ->
                findings.computeIfAbsent(target, id -> new ArrayList<>()).addAll(reasons));
  }

  private void checkNew(
      List<Image> newImages, List<Snapshot> newSnapshots, Set<ImageId> newRecycledImages) {
    for (Image image : newImages) {
      if (images.containsKey(image.id())) {
        throw AccountContents.twice(image.id());
      }
      if (recycledImages.contains(image.id())) {
        throw AccountContents.registeredAndRecycled(image.id());
      }
    }
    for (Snapshot snapshot : newSnapshots) {
      if (snapshots.containsKey(snapshot.id())) {
        throw AccountContents.twice(snapshot.id());
      }
    }
    for (ImageId id : newRecycledImages) {
      if (recycledImages.contains(id)) {
        throw AccountContents.twice(id);
      }
      if (images.containsKey(id)) {
        throw AccountContents.registeredAndRecycled(id);
      }
    }
  }

  private void register(Image image) {
    images.put(image.id(), image);
    if (image.sharing() == Sharing.PUBLIC) {
      permissions.put(image.id(), LaunchPermissions.builder().everybody(true).build());
    }
    for (BlockDevice device : image.blockDevices()) {
      if (device.snapshotId().isPresent()) {
        SnapshotId id = device.snapshotId().get();
        imagesBySnapshot.computeIfAbsent(id, key -> new TreeSet<>()).add(image.id());
        snapshots.computeIfAbsent(id, key -> madeAlong(image, device, key));
      }
    }
  }

  private static Snapshot madeAlong(Image image, BlockDevice device, SnapshotId id) {
    return Snapshot.builder()
        .id(id)
        .ownerId(image.ownerId())
        .description(Ec2Rules.madeFor(image.id()))
        .startTime(image.creationDate())
        .state(SnapshotState.COMPLETED)
        .volumeSizeGiB(device.sizeGiB())
        .storageTier(StorageTier.STANDARD)
        .build();
  }

  synchronized void removeUser(String user) {
    if (!references.removeIf(reference -> reference.user().equals(user))) {
      throw new IllegalArgumentException(
          "Nothing is used by '" + user + "': expected the id of a user that the account holds");
    }
  }

  synchronized List<Image> images() {
    return List.copyOf(images.values());
  }

  synchronized List<Snapshot> snapshots() {
    return List.copyOf(snapshots.values());
  }

  synchronized List<Snapshot> ownSnapshots() {
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.ownerId().filter(account::equals).isPresent())
        .toList();
  }

  synchronized List<ImageId> recycledImages() {
    return List.copyOf(recycledImages);
  }

  synchronized List<RecycleBinRule> recycleBinRules() {
    return List.copyOf(recycleBinRules.values());
  }

  synchronized List<ImageReference> references() {
    return List.copyOf(references);
  }

  /** Returns the kinds of users that the account has or had: a source is read while it is empty. */
  synchronized Set<String> kindsOfUsers() {
    return Set.copyOf(kindsOfUsers);
  }

  synchronized List<Reason> findings(ResourceId target) {
    return List.copyOf(findings.getOrDefault(target, List.of()));
  }

  synchronized Optional<Image> image(ImageId id) {
    return Optional.ofNullable(images.get(id));
  }

  synchronized Optional<Snapshot> snapshot(SnapshotId id) {
    return Optional.ofNullable(snapshots.get(id));
  }

  synchronized ActionOutcome deregister(ImageId id) {
    Image image = images.get(id);
    if (image == null) {
      return Ec2Rules.gone(id);
    }
    Optional<ActionOutcome> refusal = Ec2Rules.refusal(image, account);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    images.remove(id);
    permissions.remove(id);
    if (Ec2Rules.isRecycled(image, recycleBinRules.values())) {
      recycledImages.add(id);
    }
    for (SnapshotId snapshot : image.snapshotIds()) {
      imagesBySnapshot.computeIfPresent(
          snapshot,
          (key, users) -> {
            users.remove(id);
            return users.isEmpty() ? null : users;
          });
    }
    return Ec2Rules.done(id);
  }

  /**
   * Deregisters an image and tries to delete each of its snapshots.
   *
   * @param faults how the deletion of a snapshot is to fail, if it is
   */
  synchronized List<ActionOutcome> deregisterWithSnapshots(
      ImageId id, Function<SnapshotId, Optional<Fault>> faults) {
    Set<SnapshotId> itsSnapshots = image(id).map(Image::snapshotIds).orElseGet(Set::of);
    List<ActionOutcome> outcomes = new ArrayList<>();
    outcomes.add(deregister(id));
    if (outcomes.get(0).outcome() == Outcome.SUCCEEDED) {
      for (SnapshotId snapshot : itsSnapshots) {
        outcomes.add(deleteWithImage(snapshot, faults.apply(snapshot)));
      }
    }
    return List.copyOf(outcomes);
  }

  private ActionOutcome deleteWithImage(SnapshotId snapshot, Optional<Fault> fault) {
    if (fault.isEmpty()) {
      return Ec2Rules.withImage(snapshot, delete(snapshot));
    }
    if (fault.get().takesEffect()) {
      delete(snapshot);
    }
    return fault.get().outcomeWithImage(snapshot);
  }

  synchronized ActionOutcome delete(SnapshotId id) {
    Snapshot snapshot = snapshots.get(id);
    if (snapshot == null) {
      return Ec2Rules.gone(id);
    }
    NavigableSet<ImageId> users = imagesBySnapshot.getOrDefault(id, new TreeSet<>());
    Optional<ActionOutcome> refusal = Ec2Rules.refusal(snapshot, account, users);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    snapshots.remove(id);
    return Ec2Rules.done(id);
  }

  synchronized Optional<LaunchPermissions> launchPermissions(ImageId id) {
    return image(id).map(image -> permissions.getOrDefault(id, LaunchPermissions.none()));
  }

  private void permit(ImageId id, LaunchPermissions permitted) {
    permissions.put(id, permitted);
    change(id, image -> image.sharing(sharing(permitted)));
  }

  private static Sharing sharing(LaunchPermissions permitted) {
    if (permitted.everybody()) {
      return Sharing.PUBLIC;
    }
    return permitted.isNone() ? Sharing.PRIVATE : Sharing.SHARED;
  }

  private void change(ImageId id, UnaryOperator<Image.Builder> change) {
    images.computeIfPresent(id, (key, image) -> change.apply(Image.builder().from(image)).build());
  }

  /** Makes a change of an image that can be undone, unless EC2 would refuse it. */
  synchronized ActionOutcome change(
      Action action,
      ImageId id,
      Function<Image, Optional<ActionOutcome>> refusal,
      Runnable effect) {
    Image image = images.get(id);
    if (image == null) {
      return Ec2Rules.gone(action, id);
    }
    Optional<ActionOutcome> refused =
        Ec2Rules.refusalOfOthers(action, image, account).or(() -> refusal.apply(image));
    if (refused.isPresent()) {
      return refused.get();
    }
    effect.run();
    return ActionOutcome.change(action, id, Outcome.SUCCEEDED, Ec2Rules.SUCCESS, "Done");
  }

  /** The effects of changes; those who call them hold the lock by {@link #change}. */
  synchronized void retag(ImageId id, Consumer<Map<String, String>> change) {
    Map<String, String> tags = new TreeMap<>(image(id).map(Image::tags).orElse(Map.of()));
    change.accept(tags);
    change(id, image -> image.tags(tags));
  }

  synchronized void deprecate(ImageId id, Optional<Instant> at) {
    change(id, image -> image.deprecationTime(at));
  }

  synchronized void permit(ImageId id, UnaryOperator<LaunchPermissions> change) {
    permit(id, change.apply(permissions.getOrDefault(id, LaunchPermissions.none())));
  }

  synchronized void put(ImageId id, ImageState state) {
    change(id, image -> image.state(state));
  }
}
