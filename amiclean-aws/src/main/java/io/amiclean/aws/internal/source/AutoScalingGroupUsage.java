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
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by Auto Scaling groups, whatever their capacity: through their launch configuration, their
 * launch template, the templates and overrides of their mixed instances policy, and their
 * instances. Thread-safe.
 *
 * <p>A launch configuration or template version that AWS says does not exist launches nothing, and
 * is not in use.
 */
final class AutoScalingGroupUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "auto-scaling-group";

  private static final String SOURCE = EvidenceSources.AUTO_SCALING_GROUPS;

  private static final ReadOperation GROUPS =
      new ReadOperation(SOURCE, "autoscaling:DescribeAutoScalingGroups");

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
  public AutoScalingGroupUsage(
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
   * Reads all Auto Scaling groups of the region: one call for a hundred groups, one for fifty of
   * their launch configurations, one for a hundred launch templates if they name several versions,
   * and one for each version that is neither the newest nor the default one.
   *
   * @return a reference for each image and snapshot that a group launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    return read(new ScalingGroups(autoScaling, context), new LaunchedVersions(ec2, ssm, context));
  }

  /** Asks only for what is not known yet of groups, configurations and templates. */
  ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    Collection<AutoScalingGroup> all = groups.all(SOURCE);
    groups.readConfigurations(
        SOURCE, all.stream().map(AutoScalingGroup::launchConfigurationName).toList());
    List<ImageReference> references = new ArrayList<>();
    for (AutoScalingGroup group : all) {
      LaunchTargets targets =
          new LaunchTargets(
              GROUPS, versions, "the Auto Scaling group " + group.autoScalingGroupName());
      targets.addConfiguration(group.launchConfigurationName(), groups);
      targets.addTemplate(group.launchTemplate());
      targets.addPolicy(group.mixedInstancesPolicy());
      group.instances().forEach(instance -> targets.addImage("instances", instance.imageId()));
      references.addAll(targets.references(KIND, ScalingGroups.user(group)));
    }
    return Usage.of(context, SOURCE, readAt, all.size(), references, versions.notes(SOURCE));
  }
}
