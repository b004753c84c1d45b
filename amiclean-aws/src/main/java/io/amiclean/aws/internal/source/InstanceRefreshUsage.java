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
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.DescribeInstanceRefreshesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeInstanceRefreshesResponse;
import software.amazon.awssdk.services.autoscaling.model.DesiredConfiguration;
import software.amazon.awssdk.services.autoscaling.model.InstanceRefresh;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by the instance refreshes of Auto Scaling groups that have not ended: the launch template,
 * the mixed instances policy and the overrides of their desired configuration. Thread-safe.
 *
 * <p>A group takes over the desired configuration when its refresh succeeds (Auto Scaling User
 * Guide, "Instance refresh"). What a refresh without one launches from, and what a rollback goes
 * back to, is until then what the group itself names, which {@link AutoScalingGroupUsage} tells.
 */
final class InstanceRefreshUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "instance-refresh";

  private static final String SOURCE = EvidenceSources.INSTANCE_REFRESHES;

  private static final ReadOperation REFRESHES =
      new ReadOperation(SOURCE, "autoscaling:DescribeInstanceRefreshes");

  private static final int PAGE = 100;

  /** A refresh in any other status, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed");

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
  public InstanceRefreshUsage(
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
   * Reads the instance refreshes of all Auto Scaling groups of the region: one call for a hundred
   * groups, one for each group and a hundred of its refreshes, and those for the templates that
   * they name.
   *
   * @return a reference, by the ARN of the group, for each image and snapshot that a refresh
   *     launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    return read(new ScalingGroups(autoScaling, context), new LaunchedVersions(ec2, ssm, context));
  }

  /** Asks only for what is not known yet of groups and templates. */
  ImageUsage read(ScalingGroups groups, LaunchedVersions versions) {
    Instant readAt = groups.readAt(SOURCE);
    SortedMap<String, List<InstanceRefresh>> going = groups.ask(SOURCE, this::readGoing);
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
    return Usage.of(context, SOURCE, readAt, refreshes, references, versions.notes(SOURCE));
  }

  private List<InstanceRefresh> readGoing(AutoScalingGroup group) {
    List<InstanceRefresh> going = new ArrayList<>();
    REFRESHES.pages(
        autoScaling,
        AutoScalingClient::describeInstanceRefreshes,
        token ->
            DescribeInstanceRefreshesRequest.builder()
                .autoScalingGroupName(group.autoScalingGroupName())
                .maxRecords(PAGE)
                .nextToken(token)
                .build(),
        DescribeInstanceRefreshesResponse::nextToken,
        page ->
            page.instanceRefreshes().stream()
                .filter(refresh -> !ENDED.contains(String.valueOf(refresh.statusAsString())))
                .forEach(going::add));
    return going;
  }
}
