package io.amiclean.core.inmemory;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What EC2 refuses, and how it says so (EC2 API Reference, "Error codes"; EC2 User Guide,
 * "Deregister an Amazon EC2 AMI"; Amazon EBS User Guide, "Delete an Amazon EBS snapshot"). With
 * which code EC2 refuses what is locked or protected is not documented.
 */
final class Ec2Rules {

  static final String SNAPSHOT_IN_USE = "InvalidSnapshot.InUse";

  /** EC2's codes for what it did, as DeregisterImage answers them for each snapshot. */
  static final String SUCCESS = "success";

  static final String SKIPPED = "skipped";
  static final String CLIENT_ERROR = "client-error";

  private static final int MAX_TAGS = 50;
  private static final int MAX_KEY = 128;
  private static final int MAX_VALUE = 256;

  private static final String BACKUP_TAG = "aws:backup:source-resource";
  private static final String BACKUP_ALIAS = "aws-backup-vault";

  private Ec2Rules() {}

  /** The description of a snapshot that was made by CreateImage, of an instance nobody knows. */
  static String madeFor(ImageId image) {
    return "Created by CreateImage(i-00000000000000000) for " + image;
  }

  static Optional<ActionOutcome> refusal(Image image, AccountId account) {
    if (!isOwn(image.ownerId(), account)) {
      return refused(
          Action.DEREGISTER_IMAGE,
          image.id(),
          "AuthFailure",
          "Not authorized for image:" + image.id());
    }
    if (isManagedByBackup(image.tags())
        || image.ownerAlias().filter(BACKUP_ALIAS::equals).isPresent()) {
      return refused(
          Action.DEREGISTER_IMAGE,
          image.id(),
          "AuthFailure",
          "The image " + image.id() + " is managed by AWS Backup: remove it there");
    }
    if (image.isDeregistrationProtected()) {
      return refused(
          Action.DEREGISTER_IMAGE,
          image.id(),
          "OperationNotPermitted",
          "The image "
              + image.id()
              + " is protected from deregistration ("
              + image.deregistrationProtection().orElseThrow()
              + ")");
    }
    return Optional.empty();
  }

  /** Whether a removed image goes to the Recycle Bin (EBS User Guide, "Recycle Bin"). */
  static boolean isRecycled(Image image, Collection<RecycleBinRule> rules) {
    return !image.snapshotIds().isEmpty()
        && RecycleBinRule.days(rules, RecycleBinRule.Kind.IMAGE, image.tags()) > 0;
  }

  static Optional<ActionOutcome> refusal(
      Snapshot snapshot, AccountId account, Collection<ImageId> users) {
    if (!isOwn(snapshot.ownerId(), account)) {
      return refused(
          Action.DELETE_SNAPSHOT,
          snapshot.id(),
          "AuthFailure",
          "Not authorized for snapshot:" + snapshot.id());
    }
    if (!users.isEmpty()) {
      return refused(
          Action.DELETE_SNAPSHOT,
          snapshot.id(),
          SNAPSHOT_IN_USE,
          "The snapshot "
              + snapshot.id()
              + " is currently in use by "
              + users.stream().map(ImageId::value).collect(Collectors.joining(", ")));
    }
    if (isManagedByBackup(snapshot.tags())) {
      return refused(
          Action.DELETE_SNAPSHOT,
          snapshot.id(),
          "InvalidParameterValue",
          "The snapshot " + snapshot.id() + " is managed by AWS Backup: remove it there");
    }
    if (snapshot.locked()) {
      return refused(
          Action.DELETE_SNAPSHOT,
          snapshot.id(),
          "OperationNotPermitted",
          "The snapshot "
              + snapshot.id()
              + " is locked"
              + snapshot.lockedUntil().map(end -> " until " + end).orElse(""));
    }
    return Optional.empty();
  }

  /** What DeregisterImage answers for a snapshot whose deletion on its own ends so. */
  static ActionOutcome withImage(SnapshotId snapshot, ActionOutcome alone) {
    if (alone.outcome() != Outcome.FAILED) {
      return alone;
    }
    return alone.code().equals(SNAPSHOT_IN_USE)
        ? ActionOutcome.deletion(snapshot, Outcome.SKIPPED, SKIPPED, alone.message())
        : ActionOutcome.deletion(snapshot, Outcome.FAILED, CLIENT_ERROR, alone.message());
  }

  /** Nobody but the owner may change an image. */
  static Optional<ActionOutcome> refusalOfOthers(Action action, Image image, AccountId account) {
    return isOwn(image.ownerId(), account)
        ? Optional.empty()
        : refused(action, image.id(), "AuthFailure", "Not authorized for image:" + image.id());
  }

  /** EC2 User Guide, "Tag restrictions". */
  static Optional<ActionOutcome> refusalOfTags(Image image, Map<String, String> added) {
    Set<String> keys = new HashSet<>(image.tags().keySet());
    keys.addAll(added.keySet());
    keys.removeIf(key -> key.startsWith("aws:"));
    if (keys.size() > MAX_TAGS) {
      return refused(
          Action.TAG_IMAGE,
          image.id(),
          "TagLimitExceeded",
          "More than " + MAX_TAGS + " tags of " + image.id());
    }
    for (Map.Entry<String, String> tag : added.entrySet()) {
      if (tag.getKey().isEmpty()
          || tag.getKey().length() > MAX_KEY
          || tag.getKey().startsWith("aws:")
          || tag.getValue().length() > MAX_VALUE) {
        return refused(
            Action.TAG_IMAGE,
            image.id(),
            "InvalidParameterValue",
            "The tag '" + tag.getKey() + "' is reserved or too long");
      }
    }
    return Optional.empty();
  }

  /** EC2 User Guide, "Disable an Amazon EC2 AMI": a disabled image cannot be shared. */
  static Optional<ActionOutcome> refusalUnlessIn(
      Action action, Image image, Set<ImageState> states) {
    return states.contains(image.state())
        ? Optional.empty()
        : refused(
            action,
            image.id(),
            "InvalidAMIID.Unavailable",
            "The image " + image.id() + " is " + image.state() + ": expected one of " + states);
  }

  static Optional<ActionOutcome> refused(
      Action action, ResourceId resource, String code, String message) {
    return Optional.of(ActionOutcome.change(action, resource, Outcome.FAILED, code, message));
  }

  static ActionOutcome gone(ImageId image) {
    return gone(Action.DEREGISTER_IMAGE, image);
  }

  static ActionOutcome gone(Action action, ImageId image) {
    return ActionOutcome.change(
        action,
        image,
        Outcome.ALREADY_GONE,
        "InvalidAMIID.NotFound",
        "The image id '[" + image + "]' does not exist");
  }

  static ActionOutcome gone(SnapshotId snapshot) {
    return ActionOutcome.deletion(
        snapshot,
        Outcome.ALREADY_GONE,
        "InvalidSnapshot.NotFound",
        "The snapshot '" + snapshot + "' does not exist.");
  }

  static ActionOutcome done(ImageId image) {
    return ActionOutcome.deregistration(
        image, Outcome.SUCCEEDED, SUCCESS, "The image " + image + " is deregistered");
  }

  static ActionOutcome done(SnapshotId snapshot) {
    return ActionOutcome.deletion(
        snapshot, Outcome.SUCCEEDED, SUCCESS, "The snapshot " + snapshot + " is deleted");
  }

  private static boolean isOwn(Optional<AccountId> owner, AccountId account) {
    return owner.filter(account::equals).isPresent();
  }

  private static boolean isManagedByBackup(Map<String, String> tags) {
    return tags.containsKey(BACKUP_TAG);
  }
}
