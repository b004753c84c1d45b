package io.amiclean.aws.internal.lifecycle;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.LifecycleOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.MutatingCall;
import io.amiclean.aws.internal.call.Refusal;
import io.amiclean.aws.internal.call.UnusableAnswerException;
import io.amiclean.aws.internal.source.Ec2Lookup;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.DisableImageRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageDeprecationRequest;
import software.amazon.awssdk.services.ec2.model.EnableImageRequest;
import software.amazon.awssdk.services.ec2.model.ImageAttributeName;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.LaunchPermissionModifications;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Moves images through stages in EC2, and back. Thread-safe.
 *
 * <p>A call is repeated while EC2 refuses it for its rate, somebody else tags the same image, or no
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

  /** It cannot be skipped, as the source of the same permissions in the last look can. */
  private static final ReadOperation PERMISSIONS =
      new ReadOperation("lifecycle", "ec2:DescribeImageAttribute");

  private static final String EVERYBODY = "all";

  /** EC2 API Reference, "CreateTags" and "DeleteTags": as many resources a call can have. */
  private static final int MOST_TOGETHER = 1000;

  /**
   * Codes that EC2 may refuse with what is so already: which of them it uses is not documented, so
   * that the image itself is looked at.
   */
  private static final Set<String> MAY_BE_SO =
      Set.of(
          "IncorrectState",
          "InvalidAMIID.Unavailable",
          "InvalidParameterValue",
          "InvalidRequest",
          "OperationNotPermitted");

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CleanupScope> scope;
  private final Ec2Lookup lookup;
  private final RetryStrategy retry;

  /**
   * What is to be done.
   *
   * @param permission the IAM action
   * @param code the code of success
   * @param done the sentence of success
   */
  private record Change(Action action, ImageId image, String permission, String code, String done) {

    ActionOutcome outcome(Outcome outcome, String outcomeCode, String message) {
      return ActionOutcome.change(action, image, outcome, outcomeCode, message);
    }

    ActionOutcome of(Refusal refusal) {
      return outcome(refusal.outcome(), refusal.code(), refusal.message());
    }

    ActionOutcome nothing() {
      return outcome(Outcome.SUCCEEDED, "nothing-to-change", "Nothing was to be changed");
    }
  }

  /** Makes the call, and returns what EC2 says of it: true where it has no word for it. */
  @FunctionalInterface
  private interface Call {
    @Nullable Boolean make(MutatingCall transmission);
  }

  /** Makes the call for images together. */
  @FunctionalInterface
  private interface CallForAll {
    void make(List<String> ids, MutatingCall transmission);
  }

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
    this.lookup = new Ec2Lookup(ec2);
    this.retry = retry;
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
    boolean everybody = false;
    Set<AccountId> accounts = new TreeSet<>();
    Set<String> organizations = new TreeSet<>();
    Set<String> units = new TreeSet<>();
    for (LaunchPermission permission : answer) {
      Optional<AccountId> account =
          Ids.optionalAccount(PERMISSIONS, permission.userId(), "who may launch " + image);
      if (account.isPresent()) {
        account.ifPresent(accounts::add);
      } else if (!Ids.isMissing(permission.organizationArn())) {
        organizations.add(permission.organizationArn());
      } else if (!Ids.isMissing(permission.organizationalUnitArn())) {
        units.add(permission.organizationalUnitArn());
      } else if (EVERYBODY.equals(permission.groupAsString())) {
        everybody = true;
      } else {
        throw PERMISSIONS.misunderstood(
            "a launch permission of " + image + " that is for nobody known: " + permission);
      }
    }
    LaunchPermissions permissions =
        LaunchPermissions.builder()
            .everybody(everybody)
            .accounts(accounts)
            .organizations(organizations)
            .organizationalUnits(units)
            .build();
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
    List<Change> changes =
        tagChanges(images, "ec2:CreateTags", "tagged", "Tagged with " + new TreeMap<>(tags));
    if (tags.isEmpty()) {
      return changes.stream().map(Change::nothing).toList();
    }
    List<Tag> values =
        tags.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return makeTogether(
        changes,
        (ids, transmission) ->
            transmission.send(
                ec2,
                Ec2Client::createTags,
                CreateTagsRequest.builder().resources(ids).tags(values).build()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Images share calls as they do for {@link #tag}.
   */
  @Override
  public List<ActionOutcome> untag(Set<ImageId> images, Set<String> keys) {
    List<Change> changes =
        tagChanges(
            images, "ec2:DeleteTags", "untagged", "Took the tags " + new TreeSet<>(keys) + " away");
    // EC2 takes every tag away where none is named (EC2 API Reference, "DeleteTags").
    if (keys.isEmpty()) {
      return changes.stream().map(Change::nothing).toList();
    }
    List<Tag> tags = keys.stream().sorted().map(key -> Tag.builder().key(key).build()).toList();
    return makeTogether(
        changes,
        (ids, transmission) ->
            transmission.send(
                ec2,
                Ec2Client::deleteTags,
                DeleteTagsRequest.builder().resources(ids).tags(tags).build()));
  }

  private static List<Change> tagChanges(
      Set<ImageId> images, String permission, String code, String done) {
    return images.stream()
        .sorted()
        .map(image -> new Change(Action.TAG_IMAGE, image, permission, code, done))
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
    return make(
        new Change(
            Action.DEPRECATE_IMAGE,
            image,
            "ec2:EnableImageDeprecation",
            "deprecated",
            "Deprecated from " + minute),
        transmission ->
            transmission
                .send(
                    ec2,
                    Ec2Client::enableImageDeprecation,
                    EnableImageDeprecationRequest.builder()
                        .imageId(image.value())
                        .deprecateAt(at)
                        .build())
                .returnValue(),
        described -> described.deprecationTime().filter(time -> !time.isAfter(minute)).isPresent());
  }

  @Override
  public ActionOutcome cancelDeprecation(ImageId image) {
    return make(
        new Change(
            Action.RESTORE_IMAGE,
            image,
            "ec2:DisableImageDeprecation",
            "deprecation-cancelled",
            "Cancelled the deprecation"),
        transmission ->
            transmission
                .send(
                    ec2,
                    Ec2Client::disableImageDeprecation,
                    DisableImageDeprecationRequest.builder().imageId(image.value()).build())
                .returnValue(),
        described -> described.deprecationTime().isEmpty());
  }

  @Override
  public ActionOutcome revoke(ImageId image, LaunchPermissions permissions) {
    return modify(
        new Change(
            Action.MAKE_IMAGE_PRIVATE,
            image,
            "ec2:ModifyImageAttribute",
            "revoked",
            "Took away the launch permissions of " + words(permissions)),
        permissions,
        modifications -> modifications.remove(ec2Permissions(permissions)));
  }

  @Override
  public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
    return modify(
        new Change(
            Action.RESTORE_IMAGE,
            image,
            "ec2:ModifyImageAttribute",
            "granted",
            "Gave launch permissions to " + words(permissions)),
        permissions,
        modifications -> modifications.add(ec2Permissions(permissions)));
  }

  @Override
  public ActionOutcome disable(ImageId image) {
    return make(
        new Change(
            Action.DISABLE_IMAGE, image, "ec2:DisableImage", "disabled", "Disabled the image"),
        transmission ->
            transmission
                .send(
                    ec2,
                    Ec2Client::disableImage,
                    DisableImageRequest.builder().imageId(image.value()).build())
                .returnValue(),
        described -> described.state() == ImageState.DISABLED);
  }

  @Override
  public ActionOutcome enable(ImageId image) {
    return make(
        new Change(Action.RESTORE_IMAGE, image, "ec2:EnableImage", "enabled", "Enabled the image"),
        transmission ->
            transmission
                .send(
                    ec2,
                    Ec2Client::enableImage,
                    EnableImageRequest.builder().imageId(image.value()).build())
                .returnValue(),
        described -> described.state() == ImageState.AVAILABLE);
  }

  private ActionOutcome modify(
      Change change,
      LaunchPermissions permissions,
      Consumer<LaunchPermissionModifications.Builder> modifications) {
    if (permissions.isNone()) {
      return change.nothing();
    }
    return make(
        change,
        transmission -> {
          transmission.send(
              ec2,
              Ec2Client::modifyImageAttribute,
              ModifyImageAttributeRequest.builder()
                  .imageId(change.image().value())
                  .launchPermission(modifications)
                  .build());
          return true;
        });
  }

  private static List<LaunchPermission> ec2Permissions(LaunchPermissions permissions) {
    List<LaunchPermission> all = new ArrayList<>();
    if (permissions.everybody()) {
      all.add(LaunchPermission.builder().group(EVERYBODY).build());
    }
    permissions
        .accounts()
        .forEach(account -> all.add(LaunchPermission.builder().userId(account.value()).build()));
    permissions
        .organizations()
        .forEach(arn -> all.add(LaunchPermission.builder().organizationArn(arn).build()));
    permissions
        .organizationalUnits()
        .forEach(arn -> all.add(LaunchPermission.builder().organizationalUnitArn(arn).build()));
    return all;
  }

  private static String words(LaunchPermissions permissions) {
    List<String> words = new ArrayList<>();
    if (permissions.everybody()) {
      words.add("everybody");
    }
    permissions.accounts().forEach(account -> words.add(account.value()));
    words.addAll(permissions.organizations());
    words.addAll(permissions.organizationalUnits());
    return String.join(", ", words);
  }

  /** Makes the same change of images, by as few calls as EC2 allows. */
  private List<ActionOutcome> makeTogether(List<Change> changes, CallForAll call) {
    if (changes.isEmpty()) {
      return List.of();
    }
    if (changes.size() > MOST_TOGETHER) {
      return makeInParts(changes, MOST_TOGETHER, call);
    }
    MutatingCall transmission = new MutatingCall(retry);
    try {
      call.make(changes.stream().map(change -> change.image().value()).toList(), transmission);
    } catch (SdkException | UnusableAnswerException e) {
      Refusal refusal = Refusal.of(e, transmission).naming(changes.get(0).permission());
      if (changes.size() == 1) {
        return List.of(settled(changes.get(0), refusal, described -> false));
      }
      if (mayBeForOne(e, refusal)) {
        LOG.debug("Tagging {} images together was refused: {}", changes.size(), refusal);
        return makeInParts(changes, (changes.size() + 1) / 2, call);
      }
      return changes.stream().map(change -> change.of(refusal)).toList();
    }
    return changes.stream().map(this::done).toList();
  }

  private List<ActionOutcome> makeInParts(List<Change> changes, int size, CallForAll call) {
    List<ActionOutcome> outcomes = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += size) {
      int to = Math.min(from + size, changes.size());
      outcomes.addAll(makeTogether(changes.subList(from, to), call));
    }
    return outcomes;
  }

  /**
   * EC2 refuses the whole call for one image that is gone, has no room for tags, or is not to be
   * tagged by these credentials, and does not say in one way which it is.
   */
  private static boolean mayBeForOne(RuntimeException failure, Refusal refusal) {
    return failure instanceof SdkServiceException
        && refusal.outcome() == Outcome.FAILED
        && !AwsFailures.isThrottling(failure);
  }

  /** For changes that EC2 makes twice without a word. */
  private ActionOutcome make(Change change, Call call) {
    return make(change, call, described -> false);
  }

  /**
   * Makes a change.
   *
   * @param isSo whether an image is described as the change would leave it
   */
  private ActionOutcome make(Change change, Call call, Predicate<Image> isSo) {
    MutatingCall transmission = new MutatingCall(retry);
    Boolean answer;
    try {
      answer = call.make(transmission);
    } catch (SdkException | UnusableAnswerException e) {
      return settled(change, Refusal.of(e, transmission).naming(change.permission()), isSo);
    }
    return Refusal.of(answer, "not-done").map(change::of).orElseGet(() -> done(change));
  }

  private ActionOutcome done(Change change) {
    LOG.info("{} in {}: {}", change.image(), scope, change.done());
    return change.outcome(Outcome.SUCCEEDED, change.code(), change.done());
  }

  /**
   * EC2 refuses images that are gone, images in a state that forbids the change, and those in the
   * state that it would bring with codes that do not tell them apart; a look at the image does.
   */
  private ActionOutcome settled(Change change, Refusal refusal, Predicate<Image> isSo) {
    if (refusal.code().equals("InvalidAMIID.NotFound")) {
      return change.of(refusal.as(Outcome.ALREADY_GONE));
    }
    if (!MAY_BE_SO.contains(refusal.code())) {
      return change.of(refusal);
    }
    Optional<Image> described;
    try {
      described = lookup.find(change.image());
    } catch (EvidenceException e) {
      LOG.debug("{} was refused, and cannot be looked up", change, e);
      return change.of(refusal);
    }
    if (described.isEmpty()) {
      // Other codes are also for images of other accounts, which the look does not find.
      return change.of(
          refusal.code().equals("InvalidAMIID.Unavailable")
              ? refusal.as(Outcome.ALREADY_GONE)
              : refusal);
    }
    if (described.filter(isSo).isPresent()) {
      LOG.debug("{} was refused as {}, and is so already", change, refusal);
      return change.outcome(
          Outcome.SUCCEEDED,
          "already-so",
          "It is so already, and EC2 answered: " + refusal.message());
    }
    return change.of(refusal);
  }
}
