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
import java.util.Collection;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

/**
 * Usage by Auto Scaling groups, whatever their capacity: through their launch configuration, their
 * launch template, the templates and overrides of their mixed instances policy, and their
 * instances.
 *
 * <p>A launch configuration or template version that AWS says does not exist launches nothing, and
 * is not in use.
 */
public final class AutoScalingGroupUsage {

  private static final String KIND = "auto-scaling-group";

  private static final String SOURCE = EvidenceSources.AUTO_SCALING_GROUPS;

  private static final ReadOperation GROUPS = new ReadOperation(SOURCE, ScalingGroups.PERMISSION);

  private AutoScalingGroupUsage() {}

  /**
   * Reads all Auto Scaling groups of the region: one call for a hundred groups, one for fifty of
   * their launch configurations, one for a hundred launch templates if they name several versions,
   * and one for each version that is neither the newest nor the default one. What is known already
   * is not read again.
   *
   * @param groups the groups and their launch configurations
   * @param versions the versions of launch templates
   * @return a reference for each image and snapshot that a group launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  public static ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    Collection<AutoScalingGroup> all = groups.all(SOURCE);
    groups.readConfigurations(
        SOURCE, all.stream().map(AutoScalingGroup::launchConfigurationName).toList());
    List<ImageReference> references = new ArrayList<>();
    for (AutoScalingGroup group : all) {
      LaunchTargets targets =
          new LaunchTargets(
              GROUPS, versions, "the Auto Scaling group " + group.autoScalingGroupName());
      groups.addConfiguration(group.launchConfigurationName(), targets);
      targets.addTemplate(group.launchTemplate());
      targets.addPolicy(group.mixedInstancesPolicy());
      group.instances().forEach(instance -> targets.addImage("instances", instance.imageId()));
      references.addAll(targets.references(KIND, ScalingGroups.user(group)));
    }
    return Usage.of(
        groups.context(), SOURCE, readAt, all.size(), references, versions.notes(SOURCE));
  }
}
