package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The account in memory as it is changed: removals and stages, by EC2's rules, each recorded as a
 * call first, which may be the one to fail.
 */
abstract class AccountChanges extends AccountCalls
    implements RemovalOperations, LifecycleOperations {

  private static final Set<ImageState> UNDISABLED = EnumSet.of(ImageState.AVAILABLE);
  private static final Set<ImageState> EITHER =
      EnumSet.of(ImageState.AVAILABLE, ImageState.DISABLED);

  final CleanupScope scope;
  final Clock clock;
  final AccountState state;

  AccountChanges(CleanupScope scope, Clock clock, AccountState state, CallLog calls) {
    super(calls);
    this.scope = scope;
    this.clock = clock;
    this.state = state;
  }

  @Override
  public CleanupScope scope() {
    return scope;
  }

  @Override
  public ActionOutcome deregister(ImageId image) {
    Objects.requireNonNull(image, "image");
    return one(AccountCall.DEREGISTER_IMAGE, image, () -> state.deregister(image));
  }

  @Override
  public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
    Objects.requireNonNull(image, "image");
    Stream<SnapshotId> snapshots =
        state.image(image).stream().flatMap(known -> known.snapshotIds().stream());
    List<ResourceId> about = Stream.<ResourceId>concat(Stream.of(image), snapshots).toList();
    return outcomes(
        AccountCall.DEREGISTER_IMAGE,
        image,
        calls.begin(AccountCall.DEREGISTER_IMAGE, about),
        () ->
            state.deregisterWithSnapshots(
                image, snapshot -> calls.faultAlong(AccountCall.DELETE_SNAPSHOT, snapshot)));
  }

  @Override
  public ActionOutcome delete(SnapshotId snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    return one(AccountCall.DELETE_SNAPSHOT, snapshot, () -> state.delete(snapshot));
  }

  @Override
  public boolean exists(ImageId image) {
    Objects.requireNonNull(image, "image");
    requireAnswer(AccountCall.LOOK_UP_IMAGE, image);
    return listed(image).isPresent();
  }

  @Override
  public Map<ImageId, AccountId> owners(Set<ImageId> images) {
    Objects.requireNonNull(images, "images");
    Map<ImageId, AccountId> owners = new TreeMap<>();
    for (ImageId image : new TreeSet<>(images)) {
      requireAnswer(AccountCall.LOOK_UP_IMAGE, image);
      listed(image).flatMap(Image::ownerId).ifPresent(owner -> owners.put(image, owner));
    }
    return owners;
  }

  private Optional<Image> listed(ImageId id) {
    return state.image(id).filter(image -> image.state() != ImageState.DEREGISTERED);
  }

  @Override
  public boolean exists(SnapshotId snapshot) {
    Objects.requireNonNull(snapshot, "snapshot");
    requireAnswer(AccountCall.LOOK_UP_SNAPSHOT, snapshot);
    return state.snapshot(snapshot).isPresent();
  }

  @Override
  public LaunchPermissions launchPermissions(ImageId image) {
    Objects.requireNonNull(image, "image");
    requireAnswer(AccountCall.READ_LAUNCH_PERMISSIONS, image);
    return state
        .launchPermissions(image)
        .orElseThrow(
            () ->
                new EvidenceException(
                    AccountCall.READ_LAUNCH_PERMISSIONS.source(),
                    "The launch permissions of " + image + " cannot be read: it does not exist"));
  }

  @Override
  public List<ActionOutcome> tag(Set<ImageId> images, Map<String, String> tags) {
    Objects.requireNonNull(tags, "tags");
    return retag(
        AccountCall.TAG_IMAGE,
        images,
        known -> Ec2Rules.refusalOfTags(known, tags),
        all -> all.putAll(tags));
  }

  @Override
  public List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys) {
    Objects.requireNonNull(keys, "keys");
    return retag(
        AccountCall.UNTAG_IMAGE,
        images,
        known -> Optional.empty(),
        all -> all.keySet().removeAll(keys));
  }

  private List<ActionOutcome> retag(
      AccountCall call,
      Set<ImageId> images,
      Function<Image, Optional<ActionOutcome>> refusal,
      Consumer<Map<String, String>> effect) {
    List<ImageId> ids = images.stream().sorted().toList();
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<ResourceId, Fault> faults = calls.beginTogether(call, List.copyOf(ids));
    return ids.stream()
        .map(
            id ->
                outcomes(
                    call,
                    id,
                    Optional.ofNullable(faults.get(id)),
                    () ->
                        List.of(
                            state.change(
                                call.action(), id, refusal, () -> state.retag(id, effect)))))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public ActionOutcome deprecate(ImageId image, Instant at) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(at, "at");
    return change(
        AccountCall.DEPRECATE_IMAGE,
        image,
        known ->
            at.isBefore(clock.instant())
                ? Ec2Rules.refused(
                    Action.DEPRECATE_IMAGE,
                    image,
                    "InvalidParameterValue",
                    "The time " + at + " is in the past")
                : Optional.empty(),
        // EC2 rounds to the nearest minute.
        () ->
            state.deprecate(
                image, Optional.of(at.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES))));
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId image) {
    Objects.requireNonNull(image, "image");
    return change(
        AccountCall.CANCEL_DEPRECATION,
        image,
        // EC2 User Guide, "Deprecate an Amazon EC2 AMI".
        known ->
            known.sharing() == Sharing.PUBLIC
                ? Ec2Rules.refused(
                    Action.RESTORE_IMAGE,
                    image,
                    "OperationNotPermitted",
                    "The deprecation of a public image cannot be cancelled")
                : Optional.empty(),
        () -> state.deprecate(image, Optional.empty()));
  }

  @Override
  public ActionOutcome revoke(ImageId image, LaunchPermissions permissions) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(permissions, "permissions");
    return change(
        AccountCall.REVOKE_LAUNCH_PERMISSIONS,
        image,
        known -> Optional.empty(),
        () -> state.permit(image, before -> before.without(permissions)));
  }

  @Override
  public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(permissions, "permissions");
    return change(
        AccountCall.GRANT_LAUNCH_PERMISSIONS,
        image,
        known ->
            permissions.isNone()
                ? Optional.empty()
                : Ec2Rules.refusalUnlessIn(Action.RESTORE_IMAGE, known, UNDISABLED),
        () -> state.permit(image, before -> before.and(permissions)));
  }

  @Override
  public ActionOutcome disable(ImageId image) {
    Objects.requireNonNull(image, "image");
    return change(
        AccountCall.DISABLE_IMAGE,
        image,
        known -> Ec2Rules.refusalUnlessIn(Action.DISABLE_IMAGE, known, EITHER),
        () -> {
          state.permit(image, before -> LaunchPermissions.none());
          state.put(image, ImageState.DISABLED);
        });
  }

  @Override
  public ActionOutcome enable(ImageId image) {
    Objects.requireNonNull(image, "image");
    return change(
        AccountCall.ENABLE_IMAGE,
        image,
        known -> Ec2Rules.refusalUnlessIn(Action.RESTORE_IMAGE, known, EITHER),
        () -> state.put(image, ImageState.AVAILABLE));
  }

  private ActionOutcome change(
      AccountCall call,
      ImageId image,
      Function<Image, Optional<ActionOutcome>> refusal,
      Runnable effect) {
    return one(call, image, () -> state.change(call.action(), image, refusal, effect));
  }

  private ActionOutcome one(
      AccountCall call, ResourceId target, Supplier<ActionOutcome> performing) {
    return outcomes(
            call, target, calls.begin(call, List.of(target)), () -> List.of(performing.get()))
        .get(0);
  }

  private void requireAnswer(AccountCall call, ResourceId about) {
    Optional<Fault> fault = calls.begin(call, List.of(about));
    if (fault.isPresent()) {
      throw fault.get().failure(call);
    }
  }

  private static List<ActionOutcome> outcomes(
      AccountCall call,
      ResourceId target,
      Optional<Fault> fault,
      Supplier<List<ActionOutcome>> performing) {
    if (fault.isEmpty()) {
      return performing.get();
    }
    if (fault.get().takesEffect()) {
      List<ActionOutcome> unused = performing.get();
    }
    return List.of(fault.get().outcome(call, target));
  }
}
