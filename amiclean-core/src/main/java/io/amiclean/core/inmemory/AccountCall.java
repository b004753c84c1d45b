package io.amiclean.core.inmemory;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;

/**
 * What can be asked of an {@link InMemoryAccount}: the calls that it records, and that it can be
 * made to fail at. Each stands for the calls of AWS that answer the same question.
 */
public enum AccountCall {
  /** Reads the images. */
  READ_IMAGES(Kind.READ, Subject.NONE, "images", "ec2:DescribeImages"),
  /** Reads which images are in the Recycle Bin. */
  READ_RECYCLE_BIN(Kind.READ, Subject.NONE, "recycle-bin", "ec2:ListImagesInRecycleBin"),
  /** Reads the rules by which the Recycle Bin holds what is removed. */
  READ_RECYCLE_BIN_RULES(
      Kind.READ, Subject.NONE, ImageInventory.RECYCLE_BIN_RULES, "rbin:ListRules"),
  /** Reads the snapshots. */
  READ_SNAPSHOTS(Kind.READ, Subject.NONE, "snapshots", "ec2:DescribeSnapshots"),
  /** Reads the references of kind {@code instance}. */
  READ_INSTANCES(Kind.READ, Subject.NONE, "instances", "ec2:DescribeInstances"),
  /** Reads the references of kind {@code launch-configuration}. */
  READ_LAUNCH_CONFIGURATIONS(
      Kind.READ, Subject.NONE, "launch-configurations", "autoscaling:DescribeLaunchConfigurations"),
  /** Reads the references of kind {@code launch-template}. */
  READ_LAUNCH_TEMPLATES(
      Kind.READ, Subject.NONE, "launch-templates", "ec2:DescribeLaunchTemplateVersions"),
  /** Reads the references of kind {@code auto-scaling-group}. */
  READ_AUTO_SCALING_GROUPS(
      Kind.READ, Subject.NONE, "auto-scaling-groups", "autoscaling:DescribeAutoScalingGroups"),
  /** Reads the references of all other kinds; not made if there are none. */
  READ_OTHER_USAGE(Kind.READ, Subject.NONE, "other-usage", "ec2:DescribeImageReferences"),
  /** Checks candidates. */
  CHECK_CANDIDATES(Kind.READ, Subject.IMAGE, "candidates", "ec2:DescribeImageReferences"),
  /** Checks snapshots. */
  CHECK_SNAPSHOTS(
      Kind.READ, Subject.SNAPSHOT, "snapshot-permissions", "ec2:DescribeSnapshotAttribute"),
  /** Deregisters an image, with or without its snapshots. */
  DEREGISTER_IMAGE(Kind.REMOVAL, Subject.IMAGE, "removal", "ec2:DeregisterImage"),
  /** Deletes a snapshot. */
  DELETE_SNAPSHOT(Kind.REMOVAL, Subject.SNAPSHOT, "removal", "ec2:DeleteSnapshot"),
  /** Looks up whether an image exists. */
  LOOK_UP_IMAGE(Kind.LOOK_UP, Subject.IMAGE, "images", "ec2:DescribeImages"),
  /** Looks up whether a snapshot exists. */
  LOOK_UP_SNAPSHOT(Kind.LOOK_UP, Subject.SNAPSHOT, "snapshots", "ec2:DescribeSnapshots"),
  /** Reads who may launch an image. */
  READ_LAUNCH_PERMISSIONS(
      Kind.LOOK_UP, Subject.IMAGE, "launch-permissions", "ec2:DescribeImageAttribute"),
  /** Sets tags of images. */
  TAG_IMAGE(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:CreateTags"),
  /** Takes tags of images away. */
  UNTAG_IMAGE(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:DeleteTags"),
  /** Deprecates an image. */
  DEPRECATE_IMAGE(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:EnableImageDeprecation"),
  /** Cancels the deprecation of an image. */
  CANCEL_DEPRECATION(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:DisableImageDeprecation"),
  /** Takes launch permissions of an image away. */
  REVOKE_LAUNCH_PERMISSIONS(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:ModifyImageAttribute"),
  /** Gives launch permissions of an image. */
  GRANT_LAUNCH_PERMISSIONS(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:ModifyImageAttribute"),
  /** Disables an image. */
  DISABLE_IMAGE(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:DisableImage"),
  /** Enables an image. */
  ENABLE_IMAGE(Kind.CHANGE, Subject.IMAGE, "lifecycle", "ec2:EnableImage");

  /** What a call does, which decides what faults it can have. */
  enum Kind {
    READ,
    LOOK_UP,
    REMOVAL,
    /** A change that can be undone. */
    CHANGE
  }

  private enum Subject {
    NONE,
    IMAGE,
    SNAPSHOT
  }

  private final Kind kind;
  private final Subject subject;
  private final String source;
  private final String permission;

  AccountCall(Kind kind, Subject subject, String source, String permission) {
    this.kind = kind;
    this.subject = subject;
    this.source = source;
    this.permission = permission;
  }

  /**
   * Returns how evidence and exceptions name what is read, such as {@code instances}.
   *
   * @return the name of the source; {@code removal} or {@code lifecycle} for what is not a source
   */
  public String source() {
    return source;
  }

  /**
   * Returns the permission that AWS would ask for.
   *
   * @return the IAM action, such as {@code ec2:DescribeInstances}
   */
  public String permission() {
    return permission;
  }

  /** Returns what outcomes of this call are of. */
  Action action() {
    return switch (this) {
      case DEREGISTER_IMAGE -> Action.DEREGISTER_IMAGE;
      case DELETE_SNAPSHOT -> Action.DELETE_SNAPSHOT;
      case TAG_IMAGE, UNTAG_IMAGE -> Action.TAG_IMAGE;
      case DEPRECATE_IMAGE -> Action.DEPRECATE_IMAGE;
      case REVOKE_LAUNCH_PERMISSIONS -> Action.MAKE_IMAGE_PRIVATE;
      case DISABLE_IMAGE -> Action.DISABLE_IMAGE;
      case CANCEL_DEPRECATION, GRANT_LAUNCH_PERMISSIONS, ENABLE_IMAGE -> Action.RESTORE_IMAGE;
      default -> throw new IllegalStateException(this + " changes nothing");
    };
  }

  Kind kind() {
    return kind;
  }

  boolean isAbout(ResourceId id) {
    return switch (subject) {
      case NONE -> false;
      case IMAGE -> id instanceof ImageId;
      case SNAPSHOT -> id instanceof SnapshotId;
    };
  }
}
