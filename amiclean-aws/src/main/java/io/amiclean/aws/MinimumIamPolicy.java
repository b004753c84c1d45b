package io.amiclean.aws;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageFact;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.source.ReadingOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * The permissions that reading an account and removing images and snapshots need, and no other;
 * where it is asked for, those of the lifecycle and of the Recycle Bin too. Immutable and
 * thread-safe.
 *
 * <p>{@code sts:GetCallerIdentity}, which the account is asked of, is not among them: it needs no
 * permission (STS API Reference, "GetCallerIdentity").
 */
public final class MinimumIamPolicy {

  private static final String READ = "AmicleanRead";
  private static final String REMOVE = "AmicleanRemove";
  private static final String ON_HOLD = "AmicleanHold";
  private static final String STAGE = "AmicleanStage";
  private static final String MARK = "AmicleanMark";
  private static final String RECYCLE_BIN = "AmicleanRecycleBin";
  private static final String ASSUME = "AmicleanAssumeRole";
  private static final String EXCLUDED = "AmicleanExcludedTag";

  /** Restoring an image sets it, and no plan takes such an image. */
  private static final String HOLD = "amiclean:hold";

  /** What amiclean marks images with begins so. */
  private static final String OWN_TAGS = "amiclean:*";

  private static final List<String> IMAGES_AND_SNAPSHOTS = List.of("image", "snapshot");

  private static final List<String> REMOVAL = List.of("ec2:DeleteSnapshot", "ec2:DeregisterImage");

  private static final List<String> MARKING = List.of("ec2:CreateTags", "ec2:DeleteTags");

  /**
   * EC2 takes the launch permissions of an image that is disabled (EC2 User Guide, "Disable an
   * AMI").
   */
  private static final Map<Stage, List<String>> STAGES =
      Map.of(
          Stage.DEPRECATED,
          List.of("ec2:DisableImageDeprecation", "ec2:EnableImageDeprecation"),
          Stage.PRIVATE,
          List.of("ec2:ModifyImageAttribute"),
          Stage.DISABLED,
          List.of("ec2:DisableImage", "ec2:EnableImage", "ec2:ModifyImageAttribute"));

  private static final List<String> BRINGING_BACK =
      List.of("ec2:RestoreImageFromRecycleBin", "ec2:RestoreSnapshotFromRecycleBin");

  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /** The statements by their names, in the order of the document. */
  private final Map<String, PolicyStatement> statements;

  /** Where images and snapshots are, as the beginnings of their ARNs. */
  private final List<String> places;

  private MinimumIamPolicy(Map<String, PolicyStatement> statements, List<String> places) {
    this.statements = statements;
    this.places = places;
  }

  /**
   * Returns the policy for an account that is read in a certain way.
   *
   * @param options what is read and what is left out
   * @return the policy
   */
  public static MinimumIamPolicy of(ReadingOptions options) {
    SortedSet<String> reading = new TreeSet<>();
    Stream.concat(
            Stream.of(EvidenceSources.IMAGES, EvidenceSources.SNAPSHOTS),
            EvidenceSources.skippable().stream()
                .filter(name -> !options.skips(name) && !EvidenceSources.provided().contains(name)))
        .forEach(name -> reading.addAll(ReadingActions.of(name, options)));
    Map<List<String>, SortedSet<String>> further = ReadingActions.ofProviders(options);
    reading.addAll(further.getOrDefault(ReadingActions.ANY_RESOURCE, new TreeSet<>()));
    options.facts().forEach(fact -> reading.addAll(ReadingActions.of(fact)));
    Map<String, PolicyStatement> statements = new LinkedHashMap<>();
    statements.put(READ, PolicyStatement.allow(reading));
    further.forEach(
        (resources, actions) -> {
          if (!resources.equals(ReadingActions.ANY_RESOURCE)) {
            statements.put(
                READ + (statements.size() + 1), PolicyStatement.allow(actions).onArns(resources));
          }
        });
    statements.put(REMOVE, PolicyStatement.allow(REMOVAL).on(IMAGES_AND_SNAPSHOTS));
    statements.put(ON_HOLD, removalDenied("Null", HOLD, "false"));
    return new MinimumIamPolicy(statements, List.of("arn:aws:ec2:*::"));
  }

  /**
   * Limits what changes images and snapshots to regions, and to their partition; by default it is
   * about all regions of the partition {@code aws}.
   *
   * @param regions the codes of the regions, one or more, such as {@code eu-west-1}
   * @return a policy for these regions
   * @throws IllegalArgumentException if there is none, or one is no code of a region
   */
  public MinimumIamPolicy inRegions(Collection<String> regions) {
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("No regions: expected codes such as eu-west-1");
    }
    return new MinimumIamPolicy(
        statements,
        regions.stream()
            .map(AwsNames::requireRegion)
            .distinct()
            .sorted()
            .map(code -> "arn:" + partition(code) + ":ec2:" + code + "::")
            .toList());
  }

  /**
   * Limits what changes images and snapshots to a partition, in whatever region.
   *
   * @param partition the id of the partition, such as {@code aws-cn}; by default {@code aws}
   * @return a policy for that partition
   */
  public MinimumIamPolicy inPartition(String partition) {
    Objects.requireNonNull(partition, "partition");
    return new MinimumIamPolicy(statements, List.of("arn:" + partition + ":ec2:*::"));
  }

  private static String partition(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }

  /**
   * Allows removal only where an image or a snapshot has a tag; given several times, all of them.
   *
   * @param key the key of the tag
   * @param value its value
   * @return a policy with that condition
   */
  public MinimumIamPolicy requiringTag(String key, String value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    return changed(
        REMOVE, removal -> removal.where("StringEquals", "aws:ResourceTag/" + key, value));
  }

  /**
   * Denies removal where an image or a snapshot has a tag, with whatever value.
   *
   * @param key the key of the tag
   * @return a policy with that statement
   */
  public MinimumIamPolicy excludingTag(String key) {
    Objects.requireNonNull(key, "key");
    return excluding("Null", key, "false");
  }

  /**
   * Denies removal where an image or a snapshot has a tag with a certain value.
   *
   * @param key the key of the tag
   * @param value the value
   * @return a policy with that statement
   */
  public MinimumIamPolicy excludingTag(String key, String value) {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    return excluding("StringEquals", key, value);
  }

  private MinimumIamPolicy excluding(String operator, String key, String value) {
    long others = statements.keySet().stream().filter(name -> name.startsWith(EXCLUDED)).count();
    return with(EXCLUDED + (others + 1), removalDenied(operator, key, value));
  }

  private static PolicyStatement removalDenied(String operator, String key, String value) {
    return PolicyStatement.deny(REMOVAL)
        .on(IMAGES_AND_SNAPSHOTS)
        .where(operator, "aws:ResourceTag/" + key, value);
  }

  /**
   * Lets what is on hold be removed, as a plan without the protection {@link
   * io.amiclean.api.policy.Protection#ON_HOLD} does.
   *
   * @return a policy without the statement that denies it
   */
  public MinimumIamPolicy withoutHold() {
    return only(name -> !name.equals(ON_HOLD));
  }

  /**
   * Returns the part that changes nothing, for credentials that only plan.
   *
   * @return a policy that reads, and assumes roles if this one does
   */
  public MinimumIamPolicy readOnly() {
    return only(MinimumIamPolicy::isReading);
  }

  /**
   * Returns the part that changes something, which needs the {@linkplain #readOnly() other} as
   * well.
   *
   * @return a policy that reads nothing
   */
  public MinimumIamPolicy removeOnly() {
    return only(name -> !isReading(name));
  }

  private static boolean isReading(String name) {
    return name.startsWith(READ) || name.equals(ASSUME);
  }

  private MinimumIamPolicy only(Predicate<String> names) {
    Map<String, PolicyStatement> fewer = new LinkedHashMap<>(statements);
    fewer.keySet().removeIf(names.negate());
    return new MinimumIamPolicy(fewer, places);
  }

  /**
   * Adds what moving images through any stages and back needs, as {@link
   * #withLifecycle(Collection)} does.
   *
   * @return a policy with these statements
   */
  public MinimumIamPolicy withLifecycle() {
    return withLifecycle(STAGES.keySet());
  }

  /**
   * Adds what moving images into certain stages and back needs, as the statements {@code
   * AmicleanStage} and {@code AmicleanMark}, of which the second allows to set and remove tags that
   * begin with {@code amiclean:} only.
   *
   * @param stages the stages; without any, only what marks an image
   * @return a policy with these statements
   */
  public MinimumIamPolicy withLifecycle(Collection<Stage> stages) {
    SortedSet<String> actions = new TreeSet<>();
    stages.forEach(stage -> actions.addAll(Objects.requireNonNull(STAGES.get(stage))));
    MinimumIamPolicy marking =
        with(
            MARK,
            PolicyStatement.allow(MARKING)
                .on(List.of("image"))
                .where("ForAllValues:StringLike", "aws:TagKeys", OWN_TAGS)
                .where("Null", "aws:TagKeys", "false"));
    MinimumIamPolicy reading =
        actions.contains("ec2:ModifyImageAttribute")
            ? marking.reading(List.of("ec2:DescribeImageAttribute"))
            : marking;
    return actions.isEmpty()
        ? reading
        : reading.with(STAGE, PolicyStatement.allow(actions).on(List.of("image")));
  }

  /**
   * Adds what listing the Recycle Bin and bringing images back from it needs, as a statement {@code
   * AmicleanRecycleBin}.
   *
   * @return a policy with that statement
   */
  public MinimumIamPolicy withRecycleBin() {
    return reading(List.of("ec2:ListImagesInRecycleBin", "ec2:ListSnapshotsInRecycleBin"))
        .with(RECYCLE_BIN, PolicyStatement.allow(BRINGING_BACK).on(IMAGES_AND_SNAPSHOTS));
  }

  /**
   * Adds what finding the {@linkplain AwsScopesBuilder#enabledRegions() enabled regions} needs.
   *
   * @return a policy with that action
   */
  public MinimumIamPolicy findingRegions() {
    return reading(List.of("ec2:DescribeRegions"));
  }

  /**
   * Adds what finding the {@linkplain AwsScopesBuilder#organizationAccounts accounts of the
   * organization} needs, and assuming a role in each of them, in the partition that this policy is
   * for.
   *
   * @param roleName the name of the role
   * @return a policy with these actions
   * @throws IllegalArgumentException if it is no name of a role
   */
  public MinimumIamPolicy assumingInOrganization(String roleName) {
    Objects.requireNonNull(roleName, "roleName");
    String partition = places.get(0).split(":", -1)[1];
    return reading(List.of("organizations:ListAccounts"))
        .with(
            ASSUME,
            PolicyStatement.allow(List.of(ASSUME_ROLE))
                .onArns(
                    List.of(
                        "arn:"
                            + partition
                            + ":iam::*:role/"
                            + AwsNames.requireRoleName(roleName))));
  }

  /**
   * Adds what finding the {@linkplain AwsOrganization organizational units} of accounts needs.
   *
   * @return a policy with that action
   */
  public MinimumIamPolicy findingUnits() {
    return reading(List.of("organizations:ListParents"));
  }

  /**
   * Adds what looking at who {@linkplain AwsAccount#sharedSnapshots() shares snapshots} needs.
   *
   * @return a policy with that action
   */
  public MinimumIamPolicy withSharedSnapshots() {
    return reading(List.of("ec2:DescribeSnapshotAttribute"));
  }

  private MinimumIamPolicy reading(List<String> actions) {
    return changed(READ, reading -> reading.with(actions));
  }

  private MinimumIamPolicy changed(String name, UnaryOperator<PolicyStatement> change) {
    Map<String, PolicyStatement> others = new LinkedHashMap<>(statements);
    others.computeIfPresent(name, (same, statement) -> change.apply(statement));
    return new MinimumIamPolicy(others, places);
  }

  /**
   * Adds a statement {@code AmicleanAssumeRole} that allows to assume roles. It is for the
   * credentials that the roles are assumed with; the others are for the roles.
   *
   * @param roleArns the ARNs of the roles
   * @return a policy with that statement
   * @throws IllegalArgumentException if one is no ARN of a role
   */
  public MinimumIamPolicy assuming(Collection<String> roleArns) {
    List<String> roles = roleArns.stream().map(AwsNames::requireRole).distinct().sorted().toList();
    return roles.isEmpty()
        ? this
        : with(ASSUME, PolicyStatement.allow(List.of(ASSUME_ROLE)).onArns(roles));
  }

  private MinimumIamPolicy with(String name, PolicyStatement statement) {
    Map<String, PolicyStatement> more = new LinkedHashMap<>(statements);
    more.put(name, statement);
    return new MinimumIamPolicy(more, places);
  }

  /**
   * Returns a trust policy for a role that works with this policy, by which another account may
   * assume it.
   *
   * @param account the account whose credentials assume the role
   * @param partition its partition, such as {@code aws}
   * @param externalId what they have to give with it; empty for none
   * @return an IAM policy as JSON, indented, without a line break at its end
   * @throws IllegalArgumentException if the external id is none
   */
  public static String trustPolicy(
      AccountId account, String partition, Optional<String> externalId) {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(externalId, "externalId");
    return PolicyDocument.trusting(account, partition, externalId.map(AwsNames::requireExternalId));
  }

  /**
   * Returns the IAM actions that are allowed.
   *
   * @return the actions, such as {@code ec2:DescribeImages}, sorted
   */
  public List<String> actions() {
    return statements.values().stream()
        .filter(statement -> statement.effect().equals("Allow"))
        .flatMap(statement -> statement.actions().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Returns the policy document: a statement for reading, whose actions know no resources, one for
   * removing images and snapshots, those that deny to remove what is on {@linkplain #withoutHold()
   * hold} or has an {@linkplain #excludingTag(String) excluded tag}, and those that were asked for.
   *
   * @return an IAM policy as JSON, indented, without a line break at its end
   */
  public String toJson() {
    return PolicyDocument.of(
        statements.entrySet().stream()
            .map(statement -> statement.getValue().json(statement.getKey(), places))
            .collect(Collectors.joining(",\n")));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinimumIamPolicy policy
        && policy.statements.equals(statements)
        && policy.places.equals(places);
  }

  @Override
  public int hashCode() {
    return Objects.hash(statements, places);
  }

  @Override
  public String toString() {
    return "MinimumIamPolicy" + actions();
  }

  /**
   * Adds what reading facts of images needs, such as those that the filters of a policy decide on.
   *
   * @param facts the kinds of facts
   * @return a policy with these actions
   */
  public MinimumIamPolicy withFacts(Collection<ImageFact> facts) {
    return reading(facts.stream().flatMap(fact -> ReadingActions.of(fact).stream()).toList());
  }
}
