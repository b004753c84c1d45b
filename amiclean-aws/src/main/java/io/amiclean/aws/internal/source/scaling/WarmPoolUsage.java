package io.amiclean.aws.internal.source.scaling;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.source.launch.LaunchTargets;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeWarmPoolRequest;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/**
 * Usage by the instances that wait in the warm pools of Auto Scaling groups: their images, and the
 * launch template versions and launch configurations that they were launched from. What a pool is
 * filled up with is what its group launches from, which {@link AutoScalingGroupUsage} reads.
 * Thread-safe.
 */
public final class WarmPoolUsage {

  private static final String KIND = "warm-pool";

  private static final String SOURCE = EvidenceSources.WARM_POOLS;

  private static final ReadOperation POOLS =
      new ReadOperation(SOURCE, "autoscaling:DescribeWarmPool");

  /** Auto Scaling API Reference, "DescribeWarmPool": the maximum value is 50. */
  private static final int PAGE = 50;

  private WarmPoolUsage() {}

  /**
   * Reads the warm pools of all Auto Scaling groups of the region: one call for a hundred groups,
   * one for each group that has a pool and fifty instances in it, and those for the templates and
   * configurations that they name. What is known already is not read again.
   *
   * @param groups the groups and their launch configurations
   * @param versions the versions of launch templates
   * @return a reference, by the ARN of the group, for each image and snapshot of a waiting instance
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  public static ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    SortedMap<String, List<Instance>> pools = groups.ask(SOURCE, group -> readPool(groups, group));
    groups.readConfigurations(
        SOURCE,
        pools.values().stream()
            .flatMap(List::stream)
            .map(Instance::launchConfigurationName)
            .toList());
    List<ImageReference> references = new ArrayList<>();
    for (AutoScalingGroup group : groups.all(SOURCE)) {
      String name = group.autoScalingGroupName();
      LaunchTargets targets =
          new LaunchTargets(POOLS, versions, "the warm pool of the Auto Scaling group " + name);
      for (Instance instance : pools.getOrDefault(name, List.of())) {
        groups.addConfiguration(instance.launchConfigurationName(), targets);
        targets.addTemplate(instance.launchTemplate());
        targets.addImage("instances", instance.imageId());
      }
      references.addAll(targets.references(KIND, ScalingGroups.user(group)));
    }
    long instances = pools.values().stream().mapToLong(List::size).sum();
    return Usage.of(
        groups.context(), SOURCE, readAt, instances, references, versions.notes(SOURCE));
  }

  /** All actions of Auto Scaling share one bucket, so that a group without a pool is not asked. */
  private static List<Instance> readPool(ScalingGroups groups, AutoScalingGroup group) {
    Integer size = group.warmPoolSize();
    if (group.warmPoolConfiguration() == null && (size == null || size == 0)) {
      return List.of();
    }
    List<Instance> instances = new ArrayList<>();
    POOLS.pages(
        groups.client(),
        AutoScalingClient::describeWarmPool,
        DescribeWarmPoolRequest.builder()
            .autoScalingGroupName(group.autoScalingGroupName())
            .maxRecords(PAGE)
            .build(),
        page -> instances.addAll(page.instances()));
    return instances;
  }
}
