package io.amiclean.aws;

import io.amiclean.api.model.ImageFact;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.source.further.FurtherUsage;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The IAM actions that reading needs, by what is read. */
final class ReadingActions {

  /** The second is for versions that name their image by an alias of Systems Manager. */
  private static final List<String> TEMPLATE_VERSIONS =
      List.of("ec2:DescribeLaunchTemplateVersions", "ssm:GetParameters");

  static final List<String> ANY_RESOURCE = List.of("*");

  private ReadingActions() {}

  /**
   * Groups are resolved through their launch configurations and the versions of their templates.
   */
  static List<String> of(String source, ReadingOptions options) {
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

  static List<String> of(ImageFact fact) {
    return switch (fact) {
      case WATERMARKS -> List.of(); // DescribeImages says them
      case ALLOWED_IMAGES -> List.of("ec2:GetAllowedImagesSettings");
      case ANCESTRY -> List.of("ec2:GetImageAncestry");
    };
  }

  /** Returns the actions of the providers that can read, by the resources that they are for. */
  static Map<List<String>, SortedSet<String>> ofProviders(ReadingOptions options) {
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

  private static List<String> with(List<String> actions, String... more) {
    return Stream.concat(actions.stream(), Stream.of(more)).toList();
  }
}
