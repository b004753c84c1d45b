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
import java.util.Set;
import java.util.SortedMap;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeInstanceRefreshesRequest;
import software.amazon.awssdk.services.autoscaling.model.DesiredConfiguration;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefresh;

/**
 * Usage by the instance refreshes of Auto Scaling groups that have not ended: the launch template,
 * the mixed instances policy and the overrides of their desired configuration. Thread-safe.
 *
 * <p>A group takes over the desired configuration when its refresh succeeds (Auto Scaling User
 * Guide, "Instance refresh"). What a refresh without one launches from, and what a rollback goes
 * back to, is until then what the group itself names, which {@link AutoScalingGroupUsage} reads.
 */
public final class InstanceRefreshUsage {

  private static final String KIND = "instance-refresh";

  private static final String SOURCE = EvidenceSources.INSTANCE_REFRESHES;

  private static final ReadOperation REFRESHES =
      new ReadOperation(SOURCE, "autoscaling:DescribeInstanceRefreshes");

  private static final int PAGE = 100;

  /** A refresh in any other status, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed");

  private InstanceRefreshUsage() {}

  /**
   * Reads the instance refreshes of all Auto Scaling groups of the region: one call for a hundred
   * groups, one for each group and a hundred of its refreshes, and those for the templates that
   * they name. What is known already is not read again.
   *
   * @param groups the groups
   * @param versions the versions of launch templates
   * @return a reference, by the ARN of the group, for each image and snapshot that a refresh
   *     launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  public static ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    SortedMap<String, List<InstanceRefresh>> going =
        groups.ask(SOURCE, group -> readGoing(groups, group));
    List<ImageReference> references = new ArrayList<>();
    for (AutoScalingGroup group : groups.all(SOURCE)) {
      String name = group.autoScalingGroupName();
      LaunchTargets targets =
          new LaunchTargets(
              REFRESHES, versions, "an instance refresh of the Auto Scaling group " + name);
      for (InstanceRefresh refresh : going.getOrDefault(name, List.of())) {
        DesiredConfiguration desired = refresh.desiredConfiguration();
        if (desired != null) {
          targets.addTemplate(desired.launchTemplate());
          targets.addPolicy(desired.mixedInstancesPolicy());
        }
      }
      references.addAll(targets.references(KIND, ScalingGroups.user(group)));
    }
    long refreshes = going.values().stream().mapToLong(List::size).sum();
    return Usage.of(
        groups.context(), SOURCE, readAt, refreshes, references, versions.notes(SOURCE));
  }

  private static List<InstanceRefresh> readGoing(ScalingGroups groups, AutoScalingGroup group) {
    List<InstanceRefresh> going = new ArrayList<>();
    REFRESHES.pages(
        groups.client(),
        AutoScalingClient::describeInstanceRefreshes,
        DescribeInstanceRefreshesRequest.builder()
            .autoScalingGroupName(group.autoScalingGroupName())
            .maxRecords(PAGE)
            .build(),
        page ->
            page.instanceRefreshes().stream()
                .filter(refresh -> !ENDED.contains(String.valueOf(refresh.statusAsString())))
                .forEach(going::add));
    return going;
  }
}
