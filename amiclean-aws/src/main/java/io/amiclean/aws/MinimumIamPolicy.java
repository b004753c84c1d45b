package io.amiclean.aws;

import io.amiclean.aws.source.EvidenceSources;
import io.amiclean.aws.source.LaunchTemplateVersions;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The permissions that reading an account and removing images and snapshots need, and no other.
 * Immutable and thread-safe.
 *
 * <p>{@code sts:GetCallerIdentity}, which the account is asked of, is not among them: it needs no
 * permission (STS API Reference, "GetCallerIdentity"). Nor is {@code ssm:GetParameters}, which is
 * needed only where a launch template names its image by an alias of Systems Manager; reading such
 * a template without it is refused with its name.
 */
public final class MinimumIamPolicy {

  private static final List<String> REMOVAL = List.of("ec2:DeleteSnapshot", "ec2:DeregisterImage");

  private final SortedSet<String> reading;

  private MinimumIamPolicy(SortedSet<String> reading) {
    this.reading = reading;
  }

  /**
   * Returns the policy for an account that is read without some sources.
   *
   * @param skipped the names of the sources that are left out, see {@link AwsAccount#sourceNames()}
   * @return the policy
   * @throws IllegalArgumentException if a name is no source that can be left out
   */
  public static MinimumIamPolicy skipping(Collection<String> skipped) {
    return skipping(skipped, LaunchTemplateVersions.all());
  }

  /**
   * Returns the policy for an account that is read without some sources, and of whose launch
   * templates some versions count.
   *
   * @param skipped the names of the sources that are left out, see {@link AwsAccount#sourceNames()}
   * @param counting the versions that count
   * @return the policy
   * @throws IllegalArgumentException if a name is no source that can be left out
   */
  public static MinimumIamPolicy skipping(
      Collection<String> skipped, LaunchTemplateVersions counting) {
    Set<String> names = EvidenceSources.checkSkippable(skipped);
    SortedSet<String> reading = new TreeSet<>();
    Stream.concat(
            Stream.of(EvidenceSources.IMAGES, EvidenceSources.SNAPSHOTS),
            EvidenceSources.skippable().stream().filter(name -> !names.contains(name)))
        .forEach(name -> reading.addAll(actionsOf(name, counting)));
    return new MinimumIamPolicy(reading);
  }

  /**
   * Returns the IAM actions.
   *
   * @return the actions, such as {@code ec2:DescribeImages}, sorted
   */
  public List<String> actions() {
    return Stream.concat(reading.stream(), REMOVAL.stream()).sorted().toList();
  }

  /**
   * Returns the policy document: one statement for reading and one for removing, so that the second
   * can be left out where plans are only made. The reading actions know no resources.
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
            }
          ]
        }"""
        .formatted(list(reading), list(REMOVAL));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MinimumIamPolicy policy && policy.reading.equals(reading);
  }

  @Override
  public int hashCode() {
    return Objects.hash(reading);
  }

  @Override
  public String toString() {
    return "MinimumIamPolicy" + actions();
  }

  /**
   * Groups are resolved through their launch configurations and the versions of their templates.
   */
  private static List<String> actionsOf(String source, LaunchTemplateVersions counting) {
    return switch (source) {
      case EvidenceSources.IMAGES -> List.of("ec2:DescribeImages");
      case EvidenceSources.RECYCLE_BIN -> List.of("ec2:ListImagesInRecycleBin");
      case EvidenceSources.SNAPSHOTS -> List.of("ec2:DescribeSnapshots");
      case EvidenceSources.INSTANCES -> List.of("ec2:DescribeInstances");
      case EvidenceSources.LAUNCH_CONFIGURATIONS ->
          List.of("autoscaling:DescribeLaunchConfigurations");
      case EvidenceSources.LAUNCH_TEMPLATES ->
          counting.equals(LaunchTemplateVersions.all())
              ? List.of("ec2:DescribeLaunchTemplates", "ec2:DescribeLaunchTemplateVersions")
              : List.of("ec2:DescribeLaunchTemplateVersions");
      case EvidenceSources.AUTO_SCALING_GROUPS ->
          List.of(
              "autoscaling:DescribeAutoScalingGroups",
              "autoscaling:DescribeLaunchConfigurations",
              "ec2:DescribeLaunchTemplateVersions");
      default -> throw new IllegalArgumentException("'" + source + "' is no source");
    };
  }

  /** The actions are plain words, which need no escaping. */
  private static String list(Collection<String> actions) {
    return actions.stream()
        .map(action -> "        \"" + action + "\"")
        .collect(Collectors.joining(",\n"));
  }
}
