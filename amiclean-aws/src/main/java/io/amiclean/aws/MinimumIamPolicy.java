package io.amiclean.aws;

import io.amiclean.api.lifecycle.Stage;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
          List.of("ec2:DescribeImageAttribute", "ec2:ModifyImageAttribute"),
          Stage.DISABLED,
          List.of(
              "ec2:DescribeImageAttribute",
              "ec2:DisableImage",
              "ec2:EnableImage",
              "ec2:ModifyImageAttribute"));

  private static final List<String> BRINGING_BACK =
      List.of(
          "ec2:ListImagesInRecycleBin",
          "ec2:ListSnapshotsInRecycleBin",
          "ec2:RestoreImageFromRecycleBin",
          "ec2:RestoreSnapshotFromRecycleBin");

  /** The second is for versions that name their image by an alias of Systems Manager. */
  private static final List<String> TEMPLATE_VERSIONS =
      List.of("ec2:DescribeLaunchTemplateVersions", "ssm:GetParameters");

  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /** The statements by their names, in the order of the document. */
  private final Map<String, Statement> statements;

  /**
   * What is allowed.
   *
   * @param actions the actions, sorted
   * @param resources the ARNs of what they may be done to; empty for everything
   */
  private record Statement(List<String> actions, List<String> resources) {

    Statement with(String action) {
      return new Statement(
          Stream.concat(actions.stream(), Stream.of(action)).sorted().toList(), resources);
    }
  }

  private MinimumIamPolicy(Map<String, Statement> statements) {
    this.statements = statements;
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
            EvidenceSources.skippable().stream().filter(name -> !options.skips(name)))
        .forEach(name -> reading.addAll(actionsOf(name, options)));
    Map<String, Statement> statements = new LinkedHashMap<>();
    statements.put(READ, new Statement(List.copyOf(reading), List.of()));
    statements.put(REMOVE, new Statement(REMOVAL, List.of()));
    return new MinimumIamPolicy(statements);
  }

  /**
   * Adds what moving images through any stages and back needs, as a statement {@code
   * AmicleanStage}.
   *
   * @return a policy with that statement
   */
  public MinimumIamPolicy withLifecycle() {
    return withLifecycle(STAGES.keySet());
  }

  /**
   * Adds what moving images into certain stages and back needs, as a statement {@code
   * AmicleanStage}.
   *
   * @param stages the stages; without any, only what marks an image
   * @return a policy with that statement
   */
  public MinimumIamPolicy withLifecycle(Collection<Stage> stages) {
    SortedSet<String> actions = new TreeSet<>(MARKING);
    stages.forEach(stage -> actions.addAll(Objects.requireNonNull(STAGES.get(stage))));
    return with("AmicleanStage", new Statement(List.copyOf(actions), List.of()));
  }

  /**
   * Adds what listing the Recycle Bin and bringing images back from it needs, as a statement {@code
   * AmicleanRecycleBin}.
   *
   * @return a policy with that statement
   */
  public MinimumIamPolicy withRecycleBin() {
    return with("AmicleanRecycleBin", new Statement(BRINGING_BACK, List.of()));
  }

  /**
   * Adds what finding the {@linkplain AwsScopes.Builder#enabledRegions() enabled regions} needs.
   *
   * @return a policy with that action
   */
  public MinimumIamPolicy findingRegions() {
    Map<String, Statement> more = new LinkedHashMap<>(statements);
    more.computeIfPresent(READ, (name, reading) -> reading.with("ec2:DescribeRegions"));
    return new MinimumIamPolicy(more);
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
        : with("AmicleanAssumeRole", new Statement(List.of(ASSUME_ROLE), roles));
  }

  private MinimumIamPolicy with(String name, Statement statement) {
    Map<String, Statement> more = new LinkedHashMap<>(statements);
    more.put(name, statement);
    return new MinimumIamPolicy(more);
  }

  /**
   * Returns the IAM actions.
   *
   * @return the actions, such as {@code ec2:DescribeImages}, sorted
   */
  public List<String> actions() {
    return statements.values().stream()
        .flatMap(statement -> statement.actions().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Returns the policy document: one statement for reading and one for removing, so that the second
   * can be left out where plans are only made, and those that were asked for. Only roles are named;
   * the reading actions know no resources.
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

  private static String json(String name, Statement statement) {
    return """
        {
          "Sid": "%s",
          "Effect": "Allow",
          "Action": [
    %s
          ],
          "Resource": %s
        }\
    """
        .formatted(
            name,
            list(statement.actions()),
            statement.resources().isEmpty()
                ? "\"*\""
                : "[\n" + list(statement.resources()) + "\n      ]");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinimumIamPolicy policy && policy.statements.equals(statements);
  }

  @Override
  public int hashCode() {
    return Objects.hash(statements);
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

  private static List<String> with(List<String> actions, String... more) {
    return Stream.concat(actions.stream(), Stream.of(more)).toList();
  }

  /** The path of a role may hold what JSON escapes (IAM API Reference, "Role"). */
  private static String list(Collection<String> texts) {
    return texts.stream()
        .map(text -> text.replace("\\", "\\\\").replace("\"", "\\\""))
        .map(text -> "        \"" + text + "\"")
        .collect(Collectors.joining(",\n"));
  }
}
