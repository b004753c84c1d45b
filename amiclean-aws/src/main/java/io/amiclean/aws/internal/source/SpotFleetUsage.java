package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotFleetRequestsResponse;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfigData;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by Spot Fleet requests that may still launch instances: all but the failed and cancelled
 * ones, through their launch specifications and launch templates. Thread-safe.
 *
 * <p>The instances that a cancelled request leaves running are in use by themselves.
 */
final class SpotFleetUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "spot-fleet";

  private static final String SOURCE = EvidenceSources.SPOT_FLEETS;

  private static final ReadOperation FLEETS =
      new ReadOperation(SOURCE, "ec2:DescribeSpotFleetRequests");

  private static final int PAGE = 1000;

  /** A request in any other state, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("cancelled", "cancelled_running", "cancelled_terminating", "failed");

  private final CheckedClient<Ec2Client> ec2;
  private final Supplier<CheckedClient<SsmClient>> ssm;
  private final SourceContext context;

  /**
   * Creates a source.
   *
   * @param ec2 the client; the caller owns it
   * @param ssm tells the client that aliases are looked up with, when it is needed; the caller owns
   *     it
   * @param context scope, clock and progress
   */
  public SpotFleetUsage(
      CheckedClient<Ec2Client> ec2, Supplier<CheckedClient<SsmClient>> ssm, SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all Spot Fleet requests of the region: one call for a thousand requests, and those for
   * the templates that they name.
   *
   * @return a reference for each image and snapshot that a request launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    return read(new LaunchedVersions(ec2, ssm, context));
  }

  /** Asks only for those templates that are not known yet. */
  ImageUsage read(LaunchedVersions versions) {
    Instant readAt = context.now();
    Map<String, SpotFleetRequestConfig> fleets = readFleets();
    List<ImageReference> references =
        fleets.values().stream()
            .map(fleet -> references(fleet, versions))
            .flatMap(Collection::stream)
            .toList();
    return Usage.of(context, SOURCE, readAt, fleets.size(), references, versions.notes(SOURCE));
  }

  private Map<String, SpotFleetRequestConfig> readFleets() {
    Map<String, SpotFleetRequestConfig> fleets = new TreeMap<>();
    FLEETS.pages(
        ec2,
        Ec2Client::describeSpotFleetRequests,
        token ->
            DescribeSpotFleetRequestsRequest.builder().maxResults(PAGE).nextToken(token).build(),
        DescribeSpotFleetRequestsResponse::nextToken,
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
