package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationResponse;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageResponse;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.LaunchPermissionModifications;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Moves images through stages in EC2, and back. Thread-safe.
 *
 * <p>A call is repeated while EC2 refuses it for its rate, another call tags the same image, or no
 * connection comes about, whatever the client itself would retry; everything else is tried once.
 * Each change that succeeded is logged at INFO.
 *
 * <p>Outcomes carry EC2's error code; {@code not-sent} stands for a call that never left, {@code
 * no-answer} for one whose answer was lost, {@code foreign-answer} for one that something other
 * than EC2 answered, {@code unconfirmed} for an answer that does not say that it was done. Success
 * is {@code tagged}, {@code untagged}, {@code deprecated}, {@code deprecation-cancelled}, {@code
 * revoked}, {@code granted}, {@code disabled} or {@code enabled}; it is {@code already-so} where
 * EC2 refused a change and describes the image as if it had been made, and {@code
 * nothing-to-change} where nothing was asked for, and no call made.
 *
 * <p>EC2 sets bounds of its own. A public image is deprecated two years after its creation at the
 * latest, and its deprecation can only be cancelled while it is not public (EC2 User Guide,
 * "Deprecate an Amazon EC2 AMI"); a disabled image cannot be shared ("Disable an Amazon EC2 AMI").
 * Giving an image back therefore enables it first, cancels the deprecation then, and grants last.
 * Images with codes of the Marketplace, and those of accounts and regions that block public access
 * to images, cannot be made public: such a grant fails as a whole.
 */
public final class Ec2Lifecycle implements LifecycleOperations {

  private static final Logger LOG = LoggerFactory.getLogger(Ec2Lifecycle.class);

  /** It cannot be skipped, as the source of the same permissions in the candidate checks can. */
  private static final ReadOperation PERMISSIONS =
      new ReadOperation("lifecycle", "ec2:DescribeImageAttribute");

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CleanupScope> scope;
  private final ImageChangeCalls calls;

  /**
   * Creates the operations.
   *
   * @param ec2 the client; the caller owns it
   * @param scope the account and region that the client speaks for
   */
  public Ec2Lifecycle(CheckedClient<Ec2Client> ec2, Supplier<CleanupScope> scope) {
    this(ec2, scope, MutatingCall.RETRY);
  }

  Ec2Lifecycle(CheckedClient<Ec2Client> ec2, Supplier<CleanupScope> scope, RetryStrategy retry) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.scope = Objects.requireNonNull(scope, "scope");
    this.calls = new ImageChangeCalls(ec2, scope, retry);
  }

  @Override
  public CleanupScope scope() {
    return scope.get();
  }

  /**
   * {@inheritDoc}
   *
   * <p>A permission of a kind that is not known refuses: it could not be given back.
   */
  @Override
  public LaunchPermissions launchPermissions(ImageId image) {
    List<LaunchPermission> answer =
        PERMISSIONS
            .call(
                ec2,
                Ec2Client::describeImageAttribute,
                DescribeImageAttributeRequest.builder()
                    .imageId(image.value())
                    .attribute(ImageAttributeName.LAUNCH_PERMISSION)
                    .build())
            .launchPermissions();
    LaunchPermissions permissions = Ec2LaunchPermissions.read(PERMISSIONS, image, answer);
    LOG.debug("{} may be launched by {}", image, permissions);
    return permissions;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Up to 1,000 images share a call. One that EC2 refuses is made again for each half of its
   * images, until those that it is refused for are alone.
   */
  @Override
  public List<ActionOutcome> tag(Set<ImageId> images, Map<String, String> tags) {
    List<ImageChange> changes =
        tagChanges(images, "ec2:CreateTags", "tagged", "Tagged with " + new TreeMap<>(tags));
    if (tags.isEmpty()) {
      return changes.stream().map(ImageChange::nothing).toList();
    }
    List<Tag> values =
        tags.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return calls.makeTogether(
        changes,
        Ec2Client::createTags,
        ids -> CreateTagsRequest.builder().resources(ids).tags(values).build());
  }

  /**
   * {@inheritDoc}
   *
   * <p>Images share calls as they do for {@link #tag}.
   */
  @Override
  public List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys) {
    List<ImageChange> changes =
        tagChanges(
            images, "ec2:DeleteTags", "untagged", "Took the tags " + new TreeSet<>(keys) + " away");
    // EC2 takes every tag away where none is named (EC2 API Reference, "DeleteTags").
    if (keys.isEmpty()) {
      return changes.stream().map(ImageChange::nothing).toList();
    }
    List<Tag> tags = keys.stream().sorted().map(key -> Tag.builder().key(key).build()).toList();
    return calls.makeTogether(
        changes,
        Ec2Client::deleteTags,
        ids -> DeleteTagsRequest.builder().resources(ids).tags(tags).build());
  }

  private static List<ImageChange> tagChanges(
      Set<ImageId> images, String permission, String code, String done) {
    return images.stream()
        .sorted()
        .map(image -> new ImageChange(Action.TAG_IMAGE, image, permission, code, done))
        .toList();
  }

  /**
   * {@inheritDoc}
   *
   * <p>An image that EC2 does not deprecate at that time, and that is deprecated by then all the
   * same, is {@code already-so}: such as a public image of more than two years.
   */
  @Override
  public ActionOutcome deprecate(ImageId image, Instant at) {
    Instant minute = at.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    return calls.make(
        new ImageChange(
            Action.DEPRECATE_IMAGE,
            image,
            "ec2:EnableImageDeprecation",
            "deprecated",
            "Deprecated from " + minute),
        Ec2Client::enableImageDeprecation,
        EnableImageDeprecationRequest.builder().imageId(image.value()).deprecateAt(at).build(),
        EnableImageDeprecationResponse::returnValue,
        described -> described.deprecationTime().filter(time -> !time.isAfter(minute)).isPresent());
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId image) {
    return calls.make(
        new ImageChange(
            Action.RESTORE_IMAGE,
            image,
            "ec2:DisableImageDeprecation",
            "deprecation-cancelled",
            "Cancelled the deprecation"),
        Ec2Client::disableImageDeprecation,
        DisableImageDeprecationRequest.builder().imageId(image.value()).build(),
        DisableImageDeprecationResponse::returnValue,
        described -> described.deprecationTime().isEmpty());
  }

  @Override
  public ActionOutcome revoke(ImageId image, LaunchPermissions permissions) {
    return modify(
        new ImageChange(
            Action.MAKE_IMAGE_PRIVATE,
            image,
            "ec2:ModifyImageAttribute",
            "revoked",
            "Took away the launch permissions of " + Ec2LaunchPermissions.words(permissions)),
        permissions,
        modifications -> modifications.remove(Ec2LaunchPermissions.of(permissions)));
  }

  @Override
  public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
    return modify(
        new ImageChange(
            Action.RESTORE_IMAGE,
            image,
            "ec2:ModifyImageAttribute",
            "granted",
            "Gave launch permissions to " + Ec2LaunchPermissions.words(permissions)),
        permissions,
        modifications -> modifications.add(Ec2LaunchPermissions.of(permissions)));
  }

  @Override
  public ActionOutcome disable(ImageId image) {
    return calls.make(
        new ImageChange(
            Action.DISABLE_IMAGE, image, "ec2:DisableImage", "disabled", "Disabled the image"),
        Ec2Client::disableImage,
        DisableImageRequest.builder().imageId(image.value()).build(),
        DisableImageResponse::returnValue,
        described -> described.state() == ImageState.DISABLED);
  }

  @Override
  public ActionOutcome enable(ImageId image) {
    return calls.make(
        new ImageChange(
            Action.RESTORE_IMAGE, image, "ec2:EnableImage", "enabled", "Enabled the image"),
        Ec2Client::enableImage,
        EnableImageRequest.builder().imageId(image.value()).build(),
        EnableImageResponse::returnValue,
        described -> described.state() == ImageState.AVAILABLE);
  }

  private ActionOutcome modify(
      ImageChange change,
      LaunchPermissions permissions,
      Consumer<LaunchPermissionModifications.Builder> modifications) {
    if (permissions.isNone()) {
      return change.nothing();
    }
    // EC2 makes it twice without a word.
    return calls.make(
        change,
        Ec2Client::modifyImageAttribute,
        ModifyImageAttributeRequest.builder()
            .imageId(change.image().value())
            .launchPermission(modifications)
            .build(),
        answer -> true,
        described -> false);
  }
}
