package io.amiclean.aws;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageFact;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.source.further.FurtherUsage;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
  private static final String STAGE = "AmicleanStage";
  private static final String MARK = "AmicleanMark";
  private static final String RECYCLE_BIN = "AmicleanRecycleBin";
  private static final String ASSUME = "AmicleanAssumeRole";

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

  /** The second is for versions that name their image by an alias of Systems Manager. */
  private static final List<String> TEMPLATE_VERSIONS =
      List.of("ec2:DescribeLaunchTemplateVersions", "ssm:GetParameters");

  private static final List<String> ANY_RESOURCE = List.of("*");

  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /** The statements by their names, in the order of the document. */
  private final Map<String, Statement> statements;

  /** Where images and snapshots are, as the beginnings of their ARNs. */
  private final List<String> places;

  /**
   * What is allowed or denied.
   *
   * @param effect {@code Allow} or {@code Deny}
   * @param actions the actions, sorted
   * @param kinds the kinds of resources of EC2 that it is about, such as {@code image}
   * @param arns other resources; without kinds and these, it is about everything
   * @param conditions operators, and below them keys and values
   */
  private record Statement(
      String effect,
      List<String> actions,
      List<String> kinds,
      List<String> arns,
      Map<String, Map<String, String>> conditions) {

    static Statement allow(Collection<String> actions) {
      return new Statement(
          "Allow", actions.stream().distinct().sorted().toList(), List.of(), List.of(), Map.of());
    }

    static Statement denyRemoval() {
      return new Statement("Deny", REMOVAL, IMAGES_AND_SNAPSHOTS, List.of(), Map.of());
    }

    Statement on(List<String> kindsOfResources) {
      return new Statement(effect, actions, kindsOfResources, arns, conditions);
    }

    Statement onArns(List<String> resources) {
      return new Statement(effect, actions, kinds, resources, conditions);
    }

    Statement where(String operator, String key, String value) {
      Map<String, Map<String, String>> more = new TreeMap<>();
      conditions.forEach((name, keys) -> more.put(name, new TreeMap<>(keys)));
      more.computeIfAbsent(operator, missing -> new TreeMap<>()).put(key, value);
      return new Statement(effect, actions, kinds, arns, more);
    }

    Statement with(Collection<String> others) {
      return new Statement(
          effect,
          Stream.concat(actions.stream(), others.stream()).distinct().sorted().toList(),
          kinds,
          arns,
          conditions);
    }
  }

  private MinimumIamPolicy(Map<String, Statement> statements, List<String> places) {
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
        .forEach(name -> reading.addAll(actionsOf(name, options)));
    Map<List<String>, SortedSet<String>> further = furtherActions(options);
    reading.addAll(further.getOrDefault(ANY_RESOURCE, new TreeSet<>()));
    options.facts().forEach(fact -> reading.addAll(actionsOf(fact)));
    Map<String, Statement> statements = new LinkedHashMap<>();
    statements.put(READ, Statement.allow(reading));
    further.forEach(
        (resources, actions) -> {
          if (!resources.equals(ANY_RESOURCE)) {
            statements.put(
                READ + (statements.size() + 1), Statement.allow(actions).onArns(resources));
          }
        });
    statements.put(REMOVE, Statement.allow(REMOVAL).on(IMAGES_AND_SNAPSHOTS));
    statements.put(
        "AmicleanHold", Statement.denyRemoval().where("Null", "aws:ResourceTag/" + HOLD, "false"));
    return new MinimumIamPolicy(statements, List.of("arn:aws:ec2:*::"));
  }

  /** Returns the actions of the providers that can read, by the resources that they are for. */
  private static Map<List<String>, SortedSet<String>> furtherActions(ReadingOptions options) {
    Map<List<String>, SortedSet<String>> actions =
        new TreeMap<>(Comparator.comparing(List::toString));
    for (UsageSourceProvider provider : UsageSourceProvider.installed()) {
      if (!options.skips(provider.name()) && FurtherUsage.missingClass(provider).isEmpty()) {
        provider
            .permissions()
            .forEach(
                (action, resources) ->
                    actions
                        .computeIfAbsent(
                            resources.stream().sorted().toList(), some -> new TreeSet<>())
                        .add(action));
      }
    }
    return actions;
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
    Map<String, Statement> more = new LinkedHashMap<>(statements);
    more.computeIfPresent(
        REMOVE, (name, removal) -> removal.where("StringEquals", "aws:ResourceTag/" + key, value));
    return new MinimumIamPolicy(more, places);
  }

  /**
   * Denies removal where an image or a snapshot has a tag, with whatever value.
   *
   * @param key the key of the tag
   * @return a policy with that statement
   */
  public MinimumIamPolicy excludingTag(String key) {
    Objects.requireNonNull(key, "key");
    return with(
        nameOfExclusion(),
        Statement.denyRemoval().where("Null", "aws:ResourceTag/" + key, "false"));
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
    return with(
        nameOfExclusion(),
        Statement.denyRemoval().where("StringEquals", "aws:ResourceTag/" + key, value));
  }

  private String nameOfExclusion() {
    return "AmicleanExcludedTag"
        + (statements.keySet().stream()
                .filter(name -> name.startsWith("AmicleanExcludedTag"))
                .count()
            + 1);
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
    Map<String, Statement> fewer = new LinkedHashMap<>(statements);
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
            Statement.allow(MARKING)
                .on(List.of("image"))
                .where("ForAllValues:StringLike", "aws:TagKeys", OWN_TAGS)
                .where("Null", "aws:TagKeys", "false"));
    MinimumIamPolicy reading =
        actions.contains("ec2:ModifyImageAttribute")
            ? marking.reading(List.of("ec2:DescribeImageAttribute"))
            : marking;
    return actions.isEmpty()
        ? reading
        : reading.with(STAGE, Statement.allow(actions).on(List.of("image")));
  }

  /**
   * Adds what listing the Recycle Bin and bringing images back from it needs, as a statement {@code
   * AmicleanRecycleBin}.
   *
   * @return a policy with that statement
   */
  public MinimumIamPolicy withRecycleBin() {
    return reading(List.of("ec2:ListImagesInRecycleBin", "ec2:ListSnapshotsInRecycleBin"))
        .with(RECYCLE_BIN, Statement.allow(BRINGING_BACK).on(IMAGES_AND_SNAPSHOTS));
  }

  /**
   * Adds what finding the {@linkplain AwsScopes.Builder#enabledRegions() enabled regions} needs.
   *
   * @return a policy with that action
   */
  public MinimumIamPolicy findingRegions() {
    return reading(List.of("ec2:DescribeRegions"));
  }

  /**
   * Adds what finding the {@linkplain AwsScopes.Builder#organizationAccounts accounts of the
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
            Statement.allow(List.of(ASSUME_ROLE))
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
    Map<String, Statement> more = new LinkedHashMap<>(statements);
    more.computeIfPresent(READ, (name, reading) -> reading.with(actions));
    return new MinimumIamPolicy(more, places);
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
        : with(ASSUME, Statement.allow(List.of(ASSUME_ROLE)).onArns(roles));
  }

  private MinimumIamPolicy with(String name, Statement statement) {
    Map<String, Statement> more = new LinkedHashMap<>(statements);
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
    String condition =
        externalId
            .map(AwsNames::requireExternalId)
            .map(
                id ->
                    """
                    ,
                          "Condition": {
                            "StringEquals": {
                              "sts:ExternalId": "%s"
                            }
                          }\
                    """
                        .formatted(id))
            .orElse("");
    return """
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "AmicleanTrust",
          "Effect": "Allow",
          "Principal": {
            "AWS": "arn:%s:iam::%s:root"
          },
          "Action": "sts:AssumeRole"%s
        }
      ]
    }\
    """
        .formatted(partition, account, condition);
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
   * removing images and snapshots, those that deny to remove what is on hold or has an {@linkplain
   * #excludingTag(String) excluded tag}, and those that were asked for.
   *
   * @return an IAM policy as JSON, indented, without a line break at its end
   */
  public String toJson() {
    return """
    {
      "Version": "2012-10-17",
      "Statement": [
    %s
      ]
    }\
    """
        .formatted(
            statements.entrySet().stream()
                .map(statement -> json(statement.getKey(), statement.getValue()))
                .collect(Collectors.joining(",\n")));
  }

  private String json(String name, Statement statement) {
    return """
        {
          "Sid": "%s",
          "Effect": "%s",
          "Action": [
    %s
          ],
          "Resource": %s%s
        }\
    """
        .formatted(
            name,
            statement.effect(),
            list(statement.actions()),
            resources(statement),
            conditions(statement.conditions()));
  }

  private String resources(Statement statement) {
    List<String> resources =
        Stream.concat(
                places.stream()
                    .flatMap(place -> statement.kinds().stream().map(kind -> place + kind + "/*")),
                statement.arns().stream())
            .toList();
    return resources.isEmpty() ? "\"*\"" : "[\n" + list(resources) + "\n      ]";
  }

  private static String conditions(Map<String, Map<String, String>> conditions) {
    return conditions.isEmpty()
        ? ""
        : conditions.entrySet().stream()
            .map(
                operator ->
                    "        \""
                        + operator.getKey()
                        + "\": {\n"
                        + operator.getValue().entrySet().stream()
                            .map(
                                key ->
                                    "          \""
                                        + escaped(key.getKey())
                                        + "\": \""
                                        + escaped(key.getValue())
                                        + "\"")
                            .collect(Collectors.joining(",\n"))
                        + "\n        }")
            .collect(Collectors.joining(",\n", ",\n      \"Condition\": {\n", "\n      }"));
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
   * Groups are resolved through their launch configurations and the versions of their templates.
   */
  private static List<String> actionsOf(String source, ReadingOptions options) {
    return switch (source) {
      case EvidenceSources.IMAGES -> List.of("ec2:DescribeImages");
      case EvidenceSources.RECYCLE_BIN -> List.of("ec2:ListImagesInRecycleBin");
      case EvidenceSources.RECYCLE_BIN_RULES -> List.of("rbin:GetRule", "rbin:ListRules");
      case EvidenceSources.SNAPSHOTS -> List.of("ec2:DescribeSnapshots");
      case EvidenceSources.INSTANCES -> List.of("ec2:DescribeInstances");
      case EvidenceSources.LAUNCH_CONFIGURATIONS ->
          List.of("autoscaling:DescribeLaunchConfigurations");
      case EvidenceSources.LAUNCH_TEMPLATES ->
          options.launchTemplateVersions().equals(LaunchTemplateVersions.all())
              ? with(TEMPLATE_VERSIONS, "ec2:DescribeLaunchTemplates")
              : TEMPLATE_VERSIONS;
      case EvidenceSources.AUTO_SCALING_GROUPS ->
          with(
              TEMPLATE_VERSIONS,
              "autoscaling:DescribeAutoScalingGroups",
              "autoscaling:DescribeLaunchConfigurations");
      case EvidenceSources.WARM_POOLS ->
          with(
              TEMPLATE_VERSIONS,
              "autoscaling:DescribeAutoScalingGroups",
              "autoscaling:DescribeLaunchConfigurations",
              "autoscaling:DescribeWarmPool");
      case EvidenceSources.INSTANCE_REFRESHES ->
          with(
              TEMPLATE_VERSIONS,
              "autoscaling:DescribeAutoScalingGroups",
              "autoscaling:DescribeInstanceRefreshes");
      case EvidenceSources.SPOT_FLEETS -> with(TEMPLATE_VERSIONS, "ec2:DescribeSpotFleetRequests");
      case EvidenceSources.EC2_FLEETS -> with(TEMPLATE_VERSIONS, "ec2:DescribeFleets");
      case EvidenceSources.SPOT_REQUESTS -> List.of("ec2:DescribeSpotInstanceRequests");
      case EvidenceSources.SSM_PARAMETERS -> List.of("ssm:DescribeParameters", "ssm:GetParameters");
      case EvidenceSources.IMAGE_BUILDER_RECIPES ->
          List.of(
              "imagebuilder:GetContainerRecipe",
              "imagebuilder:GetImage",
              "imagebuilder:GetImageRecipe",
              "imagebuilder:ListContainerRecipes",
              "imagebuilder:ListImageRecipes",
              "ssm:GetParameters");
      case EvidenceSources.FAST_LAUNCH_IMAGES -> List.of("ec2:DescribeFastLaunchImages");
      case EvidenceSources.REPLACE_ROOT_VOLUME_TASKS ->
          List.of("ec2:DescribeReplaceRootVolumeTasks");
      case EvidenceSources.STORE_IMAGE_TASKS -> List.of("ec2:DescribeStoreImageTasks");
      case EvidenceSources.EXPORT_IMAGE_TASKS -> List.of("ec2:DescribeExportImageTasks");
      case EvidenceSources.LOCKED_SNAPSHOTS -> List.of("ec2:DescribeLockedSnapshots");
      case EvidenceSources.SNAPSHOT_TIERS -> List.of("ec2:DescribeSnapshotTierStatus");
      case EvidenceSources.FAST_SNAPSHOT_RESTORES -> List.of("ec2:DescribeFastSnapshotRestores");
      case EvidenceSources.IMAGE_REFERENCES ->
          List.of(
              "ec2:DescribeImageReferences",
              "ec2:DescribeInstances",
              "ec2:DescribeLaunchTemplateVersions",
              "ec2:DescribeLaunchTemplates",
              "imagebuilder:GetContainerRecipe",
              "imagebuilder:ListContainerRecipes",
              "imagebuilder:ListImageRecipes",
              "ssm:DescribeParameters",
              "ssm:GetParameters");
      case EvidenceSources.LAUNCH_PERMISSIONS ->
          options.usageReports()
              ? List.of(
                  "ec2:CreateImageUsageReport",
                  "ec2:DeleteImageUsageReport",
                  "ec2:DescribeImageAttribute",
                  "ec2:DescribeImageUsageReportEntries",
                  "ec2:DescribeImageUsageReports")
              : List.of("ec2:DescribeImageAttribute");
      default -> throw new IllegalArgumentException("'" + source + "' is no source");
    };
  }

  private static List<String> actionsOf(ImageFact fact) {
    return switch (fact) {
      case WATERMARKS -> List.of(); // DescribeImages says them
      case ALLOWED_IMAGES -> List.of("ec2:GetAllowedImagesSettings");
      case ANCESTRY -> List.of("ec2:GetImageAncestry");
    };
  }

  /**
   * Adds what reading facts of images needs, such as those that the filters of a policy decide on.
   *
   * @param facts the kinds of facts
   * @return a policy with these actions
   */
  public MinimumIamPolicy withFacts(Collection<ImageFact> facts) {
    return reading(facts.stream().flatMap(fact -> actionsOf(fact).stream()).toList());
  }

  private static List<String> with(List<String> actions, String... more) {
    return Stream.concat(actions.stream(), Stream.of(more)).toList();
  }

  /** The path of a role may hold what JSON escapes (IAM API Reference, "Role"). */
  private static String list(Collection<String> texts) {
    return texts.stream()
        .map(MinimumIamPolicy::escaped)
        .map(text -> "        \"" + text + "\"")
        .collect(Collectors.joining(",\n"));
  }

  /** Tags may hold any character; what controls is none of JSON's. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        escaped.append('\\').append(each);
      } else if (each < ' ') {
        escaped.append(String.format("\\u%04x", (int) each));
      } else {
        escaped.append(each);
      }
    }
    return escaped.toString();
  }
}
