package io.amiclean.aws;

import io.amiclean.aws.source.EvidenceSources;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The permissions that reading an account and removing images and snapshots need, and no other.
 * Immutable and thread-safe.
 *
 * <p>{@code sts:GetCallerIdentity}, which the account is asked of, is not among them: it needs no
 * permission (STS API Reference, "GetCallerIdentity").
 */
public final class MinimumIamPolicy {

  private static final List<String> REMOVAL = List.of("ec2:DeleteSnapshot", "ec2:DeregisterImage");

  /** The second is for versions that name their image by an alias of Systems Manager. */
  private static final List<String> TEMPLATE_VERSIONS =
      List.of("ec2:DescribeLaunchTemplateVersions", "ssm:GetParameters");

  private final SortedSet<String> reading;
  private final SortedSet<String> roles;

  private MinimumIamPolicy(SortedSet<String> reading, SortedSet<String> roles) {
    this.reading = reading;
    this.roles = roles;
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
    return new MinimumIamPolicy(reading, new TreeSet<>());
  }

  /**
   * Returns the same policy with what finding the {@linkplain AwsScopes.Builder#enabledRegions()
   * enabled regions} needs besides.
   *
   * @return the policy
   */
  public MinimumIamPolicy findingRegions() {
    SortedSet<String> more = new TreeSet<>(reading);
    more.add("ec2:DescribeRegions");
    return new MinimumIamPolicy(more, roles);
  }

  /**
   * Returns the same policy with a statement that allows to assume roles. That statement is for the
   * credentials that the roles are assumed with; the others are for the roles.
   *
   * @param roleArns the ARNs of the roles
   * @return the policy
   * @throws IllegalArgumentException if one is no ARN of a role
   */
  public MinimumIamPolicy assuming(Collection<String> roleArns) {
    SortedSet<String> more = new TreeSet<>(roles);
    roleArns.forEach(role -> more.add(AwsClients.requireRole(role)));
    return new MinimumIamPolicy(reading, more);
  }

  /**
   * Returns the IAM actions.
   *
   * @return the actions, such as {@code ec2:DescribeImages}, sorted
   */
  public List<String> actions() {
    return Stream.of(
            reading.stream(),
            REMOVAL.stream(),
            Stream.of("sts:AssumeRole").filter(assuming -> !roles.isEmpty()))
        .flatMap(actions -> actions)
        .sorted()
        .toList();
  }

  /**
   * Returns the policy document: one statement for reading and one for removing, so that the second
   * can be left out where plans are only made, and one for assuming roles if there are any. The
   * reading actions know no resources.
   *
   * @return an IAM policy as JSON, indented, without a line break at its end
   */
  public String toJson() {
    return """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Sid": "AmicleanRead",
              "Effect": "Allow",
              "Action": [
        %s
              ],
              "Resource": "*"
            },
            {
              "Sid": "AmicleanRemove",
              "Effect": "Allow",
              "Action": [
        %s
              ],
              "Resource": "*"
            }%s
          ]
        }"""
        .formatted(list(reading), list(REMOVAL), roles.isEmpty() ? "" : ",\n" + assumingRoles());
  }

  private String assumingRoles() {
    return """
            {
              "Sid": "AmicleanAssumeRole",
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Resource": [
        %s
              ]
            }"""
        .formatted(list(roles));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinimumIamPolicy policy
        && policy.reading.equals(reading)
        && policy.roles.equals(roles);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reading, roles);
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
      case EvidenceSources.SSM_PARAMETERS ->
          options.ssmPaths().isEmpty()
              ? List.of("ssm:DescribeParameters", "ssm:GetParameters")
              : List.of("ssm:DescribeParameters", "ssm:GetParameters", "ssm:GetParametersByPath");
      case EvidenceSources.IMAGE_BUILDER_RECIPES ->
          List.of(
              "imagebuilder:GetContainerRecipe",
              "imagebuilder:GetImage",
              "imagebuilder:ListContainerRecipes",
              "imagebuilder:ListImageRecipes",
              "ssm:GetParameters");
      case EvidenceSources.FAST_LAUNCH_IMAGES -> List.of("ec2:DescribeFastLaunchImages");
      case EvidenceSources.REPLACE_ROOT_VOLUME_TASKS ->
          List.of("ec2:DescribeReplaceRootVolumeTasks");
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
