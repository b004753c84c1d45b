package io.amiclean.core.inmemory;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an {@link InMemoryAccount} holds: images, snapshots, and who uses them.
 *
 * <p>A snapshot in an image's block device mapping need not be given: unless it is, it exists as
 * EC2 would have made it along with the oldest of the images that refer to it. Its owner is that of
 * the image, it is completed, has the size of the device, begins when the image was created, and
 * its description says for which image it was made.
 *
 * <p>Ids are checked at once. A malformed id, and one that was given before, is an {@link
 * IllegalArgumentException}. Not thread-safe.
 *
 * @param <S> what is built
 */
abstract sealed class AccountContents<S extends AccountContents<S>>
    permits InMemoryAccount.Builder, InMemoryAccount.Additions {

  private final Map<ImageId, Function<AccountId, Image>> images = new LinkedHashMap<>();
  private final Map<SnapshotId, Function<AccountId, Snapshot>> snapshots = new LinkedHashMap<>();
  private final Set<ImageId> recycledImages = new LinkedHashSet<>();
  private final Map<String, RecycleBinRule> recycleBinRules = new LinkedHashMap<>();
  private final List<ImageReference> references = new ArrayList<>();
  private final Map<ResourceId, List<Reason>> findings = new LinkedHashMap<>();
  private final Map<ImageId, LaunchPermissions> permissions = new LinkedHashMap<>();

  AccountContents() {}

  abstract S self();

  /**
   * Adds an image.
   *
   * @param imageId the id
   * @param like says what the image is like
   * @return this
   */
  public S image(String imageId, Consumer<ImageSpec> like) {
    Objects.requireNonNull(imageId, "imageId");
    Objects.requireNonNull(like, "like");
    ImageSpec spec = new ImageSpec();
    spec.id(ImageId.of(imageId));
    like.accept(spec);
    return image(spec);
  }

  /**
   * Adds an image as it is. Unlike one that is described, it says all of itself: without an owner,
   * its owner is unknown.
   *
   * @param image the image
   * @return this
   */
  public S image(Image image) {
    return image(image.id(), owner -> image);
  }

  S image(ImageSpec spec) {
    return image(spec.id(), spec::toImage);
  }

  private S image(ImageId id, Function<AccountId, Image> image) {
    if (recycledImages.contains(id)) {
      throw registeredAndRecycled(id);
    }
    if (images.putIfAbsent(id, image) != null) {
      throw twice(id);
    }
    return self();
  }

  /**
   * Adds a snapshot, whether an image refers to it or not.
   *
   * @param snapshotId the id
   * @param like says what the snapshot is like
   * @return this
   */
  public S snapshot(String snapshotId, Consumer<SnapshotSpec> like) {
    Objects.requireNonNull(snapshotId, "snapshotId");
    Objects.requireNonNull(like, "like");
    SnapshotSpec spec = new SnapshotSpec();
    spec.id(SnapshotId.of(snapshotId));
    like.accept(spec);
    return snapshot(spec);
  }

  /**
   * Adds a snapshot as it is. Unlike one that is described, it says all of itself: without an
   * owner, its owner is unknown.
   *
   * @param snapshot the snapshot
   * @return this
   */
  public S snapshot(Snapshot snapshot) {
    return snapshot(snapshot.id(), owner -> snapshot);
  }

  S snapshot(SnapshotSpec spec) {
    return snapshot(spec.id(), spec::toSnapshot);
  }

  private S snapshot(SnapshotId id, Function<AccountId, Snapshot> snapshot) {
    if (snapshots.putIfAbsent(id, snapshot) != null) {
      throw twice(id);
    }
    return self();
  }

  /**
   * Adds an image to the Recycle Bin: it is not registered, and may be restored.
   *
   * @param imageId the id
   * @return this
   */
  public S recycledImage(String imageId) {
    Objects.requireNonNull(imageId, "imageId");
    ImageId id = ImageId.of(imageId);
    if (images.containsKey(id)) {
      throw registeredAndRecycled(id);
    }
    if (!recycledImages.add(id)) {
      throw twice(id);
    }
    return self();
  }

  /**
   * Adds a rule by which the Recycle Bin holds what is removed. What no rule holds is removed for
   * good.
   *
   * @param rule the rule
   * @return this
   */
  public S recycleBinRule(RecycleBinRule rule) {
    Objects.requireNonNull(rule, "rule");
    if (recycleBinRules.putIfAbsent(rule.id(), rule) != null) {
      throw twice(rule.id());
    }
    return self();
  }

  /**
   * Adds a running instance.
   *
   * @param instanceId the id of the instance
   * @param imageId the id of its image, which need not exist any more
   * @return this
   */
  public S instance(String instanceId, String imageId) {
    Objects.requireNonNull(instanceId, "instanceId");
    Objects.requireNonNull(imageId, "imageId");
    return reference(ImageReference.of(ImageId.of(imageId), "instance", instanceId, "running"));
  }

  /**
   * Adds a launch configuration, attached or not.
   *
   * @param name the name of the launch configuration
   * @param target the id of the image, or snapshot, that it names
   * @return this
   */
  public S launchConfiguration(String name, String target) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(target, "target");
    return reference(target, "launch-configuration", name);
  }

  /**
   * Adds a launch template.
   *
   * @param templateId the id of the launch template
   * @param target the id of the image, or snapshot, that it names
   * @return this
   */
  public S launchTemplate(String templateId, String target) {
    Objects.requireNonNull(templateId, "templateId");
    Objects.requireNonNull(target, "target");
    return reference(target, "launch-template", templateId);
  }

  /**
   * Adds a version of a launch template.
   *
   * @param templateId the id of the launch template
   * @param version the number of the version
   * @param target the id of the image, or snapshot, that the version names
   * @return this
   */
  public S launchTemplate(String templateId, long version, String target) {
    Objects.requireNonNull(templateId, "templateId");
    Objects.requireNonNull(target, "target");
    return reference(target, "launch-template", templateId, "version " + version);
  }

  /**
   * Adds an Auto Scaling group, whatever its capacity.
   *
   * @param name the name of the group
   * @param imageId the id of the image that it launches
   * @return this
   */
  public S autoScalingGroup(String name, String imageId) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(imageId, "imageId");
    return reference(ImageReference.of(ImageId.of(imageId), "auto-scaling-group", name));
  }

  /**
   * Adds any other user of an image or a snapshot. The source that knows it is named by its kind
   * and an {@code s}, as {@code instances} are.
   *
   * @param target the id of the image or snapshot
   * @param kind the kind of user in lower-case words joined by hyphens, such as {@code
   *     spot-fleet-request}
   * @param user the ARN or id of the user
   * @return this
   */
  public S reference(String target, String kind, String user) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(user, "user");
    return reference(ImageReference.of(ResourceId.of(target), kind, user));
  }

  /**
   * Adds any other user of an image or a snapshot. The source that knows it is named by its kind
   * and an {@code s}, as {@code instances} are.
   *
   * @param target the id of the image or snapshot
   * @param kind the kind of user in lower-case words joined by hyphens, such as {@code
   *     spot-fleet-request}
   * @param user the ARN or id of the user
   * @param detail how it is used, such as {@code version 3}
   * @return this
   */
  public S reference(String target, String kind, String user, String detail) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(detail, "detail");
    return reference(ImageReference.of(ResourceId.of(target), kind, user, detail));
  }

  /**
   * Adds any user of an image or a snapshot.
   *
   * @param reference who uses what
   * @return this
   */
  public S reference(ImageReference reference) {
    Objects.requireNonNull(reference, "reference");
    references.add(reference);
    return self();
  }

  /**
   * Adds what only a check of an image or a snapshot finds, such as its use by another account:
   * reading usage does not find it.
   *
   * @param target the id of the image or snapshot
   * @param why why it must stay
   * @return this
   * @see io.amiclean.api.plan.CandidateCheck
   * @see io.amiclean.api.plan.SnapshotCheck
   */
  public S finding(String target, Reason why) {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(why, "why");
    findings.computeIfAbsent(ResourceId.of(target), id -> new ArrayList<>()).add(why);
    return self();
  }

  /**
   * Sets who may launch an image, other than its owner. By default, everybody may launch one that
   * is {@linkplain ImageSpec#sharing public}, and nobody another one.
   *
   * @param imageId the id of an image that is added as well
   * @param permitted who may launch it
   * @return this
   */
  public S launchPermissions(String imageId, LaunchPermissions permitted) {
    Objects.requireNonNull(imageId, "imageId");
    Objects.requireNonNull(permitted, "permitted");
    permissions.put(ImageId.of(imageId), permitted);
    return self();
  }

  static IllegalArgumentException twice(ResourceId id) {
    return twice(id.value());
  }

  static IllegalArgumentException twice(String id) {
    return new IllegalArgumentException(
        "The account holds " + id + " already: expected each id once");
  }

  static IllegalArgumentException registeredAndRecycled(ImageId id) {
    return new IllegalArgumentException(
        "The image " + id + " is registered and in the Recycle Bin: expected one of them");
  }

  List<Image> images(AccountId owner) {
    return images.values().stream().map(image -> image.apply(owner)).toList();
  }

  List<Snapshot> snapshots(AccountId owner) {
    return snapshots.values().stream().map(snapshot -> snapshot.apply(owner)).toList();
  }

  Set<ImageId> recycledImages() {
    return recycledImages;
  }

  Map<String, RecycleBinRule> recycleBinRules() {
    return recycleBinRules;
  }

  List<ImageReference> references() {
    return references;
  }

  Map<ResourceId, List<Reason>> findings() {
    return findings;
  }

  Map<ImageId, LaunchPermissions> launchPermissions() {
    return permissions;
  }
}
