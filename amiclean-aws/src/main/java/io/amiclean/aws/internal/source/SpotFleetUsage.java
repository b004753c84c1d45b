package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchTargets;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;

/**
 * Usage by Spot Fleet requests that may still launch instances: all but the failed and cancelled
 * ones, through their launch specifications and launch templates.
 *
 * <p>The instances that a cancelled request leaves running are in use by themselves.
 */
final class SpotFleetUsage {

  private static final String KIND = "spot-fleet";

  private static final String SOURCE = EvidenceSources.SPOT_FLEETS;

  private static final ReadOperation FLEETS =
      new ReadOperation(SOURCE, "ec2:DescribeSpotFleetRequests");

  private static final int PAGE = 1000;

  /** A request in any other state, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("cancelled", "cancelled_running", "cancelled_terminating", "failed");

  private SpotFleetUsage() {}

  /**
   * Reads all Spot Fleet requests of the region: one call for a thousand requests, and those for
   * the templates that they name and that are not known yet.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @param versions the versions of launch templates
   * @return a reference for each image and snapshot that a request launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage read(
      CheckedClient<Ec2Client> ec2, SourceContext context, LaunchedVersions versions) {
    Instant readAt = context.now();
    Map<String, SpotFleetRequestConfig> fleets = readFleets(ec2, context);
    List<ImageReference> references =
        fleets.values().stream()
            .map(fleet -> references(fleet, versions))
            .flatMap(Collection::stream)
            .toList();
    return Usage.of(context, SOURCE, readAt, fleets.size(), references, versions.notes(SOURCE));
  }

  private static Map<String, SpotFleetRequestConfig> readFleets(
      CheckedClient<Ec2Client> ec2, SourceContext context) {
    Map<String, SpotFleetRequestConfig> fleets = new TreeMap<>();
    FLEETS.pages(
        ec2,
        Ec2Client::describeSpotFleetRequests,
        DescribeSpotFleetRequestsRequest.builder().maxResults(PAGE).build(),
        page -> {
          for (SpotFleetRequestConfig fleet : page.spotFleetRequestConfigs()) {
            if (Ids.isMissing(fleet.spotFleetRequestId())) {
              throw FLEETS.misunderstood("a Spot Fleet request without an id");
            }
            if (!ENDED.contains(String.valueOf(fleet.spotFleetRequestStateAsString()))) {
              fleets.put(fleet.spotFleetRequestId(), fleet);
            }
          }
          context.report(Progress.of(SOURCE, fleets.size()));
        });
    return fleets;
  }

  private static List<ImageReference> references(
      SpotFleetRequestConfig fleet, LaunchedVersions versions) {
    String id = fleet.spotFleetRequestId();
    SpotFleetRequestConfigData config = fleet.spotFleetRequestConfig();
    if (config == null) {
      throw FLEETS.misunderstood("no configuration of the Spot Fleet request " + id);
    }
    LaunchTargets targets = new LaunchTargets(FLEETS, versions, "the Spot Fleet request " + id);
    config
        .launchSpecifications()
        .forEach(
            specification ->
                targets.add(
                    "launch specification",
                    specification.imageId(),
                    specification.blockDeviceMappings().stream()
                        .map(
                            mapping -> mapping.ebs() == null ? null : mapping.ebs().snapshotId())));
    config
        .launchTemplateConfigs()
        .forEach(template -> targets.addTemplate(template.launchTemplateSpecification()));
    return targets.references(KIND, id);
  }
}
