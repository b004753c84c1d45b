package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeWarmPoolRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeWarmPoolResponse;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by the instances that wait in the warm pools of Auto Scaling groups: their images, and the
 * launch template versions and launch configurations that they were launched from. What a pool is
 * filled up with is what its group launches from, which {@link AutoScalingGroupUsage} tells.
 * Thread-safe.
 */
final class WarmPoolUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "warm-pool";

  private static final String SOURCE = EvidenceSources.WARM_POOLS;

  private static final ReadOperation POOLS =
      new ReadOperation(SOURCE, "autoscaling:DescribeWarmPool");

  /** Auto Scaling API Reference, "DescribeWarmPool": the maximum value is 50. */
  private static final int PAGE = 50;

  private final CheckedClient<Ec2Client> ec2;
  private final CheckedClient<AutoScalingClient> autoScaling;
  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param ec2 the client that launch templates are read with; the caller owns it
   * @param autoScaling the client; the caller owns it
   * @param ssm tells the client that aliases are looked up with, when it is needed; the caller owns
   *     it
   * @param context scope, clock and progress
   */
  public WarmPoolUsage(
      CheckedClient<Ec2Client> ec2,
      CheckedClient<AutoScalingClient> autoScaling,
      Supplier<CheckedClient<SsmClient>> ssm,
      SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads the warm pools of all Auto Scaling groups of the region: one call for a hundred groups,
   * one for each group that has a pool and fifty instances in it, and those for the templates and
   * configurations that they name.
   *
   * @return a reference, by the ARN of the group, for each image and snapshot of a waiting instance
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    return read(new ScalingGroups(autoScaling, context), new LaunchedVersions(ec2, ssm, context));
  }

  /** Asks only for what is not known yet of groups, configurations and templates. */
  ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    SortedMap<String, List<Instance>> pools = groups.ask(SOURCE, this::readPool);
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
        targets.addConfiguration(instance.launchConfigurationName(), groups);
        targets.addTemplate(instance.launchTemplate());
        targets.addImage("instances", instance.imageId());
      }
      references.addAll(targets.references(KIND, ScalingGroups.user(group)));
    }
    long instances = pools.values().stream().mapToLong(List::size).sum();
    return Usage.of(context, SOURCE, readAt, instances, references, versions.notes(SOURCE));
  }

  /** All actions of Auto Scaling share one bucket, so that a group without a pool is not asked. */
  private List<Instance> readPool(AutoScalingGroup group) {
    Integer size = group.warmPoolSize();
    if (group.warmPoolConfiguration() == null && (size == null || size == 0)) {
      return List.of();
    }
    List<Instance> instances = new ArrayList<>();
    POOLS.pages(
        autoScaling,
        AutoScalingClient::describeWarmPool,
        token ->
            DescribeWarmPoolRequest.builder()
                .autoScalingGroupName(group.autoScalingGroupName())
                .maxRecords(PAGE)
                .nextToken(token)
                .build(),
        DescribeWarmPoolResponse::nextToken,
        page -> instances.addAll(page.instances()));
    return instances;
  }
}
