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
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSpotInstanceRequestsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchSpecification;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

/**
 * Usage by Spot Instance requests that may still launch an instance: all but the closed, cancelled
 * and failed ones, through the image and the block devices of their launch specification.
 */
final class SpotRequestUsage {

  private static final String KIND = "spot-request";

  private static final String SOURCE = EvidenceSources.SPOT_REQUESTS;

  private static final ReadOperation REQUESTS =
      new ReadOperation(SOURCE, "ec2:DescribeSpotInstanceRequests");

  private static final int PAGE = 1000;

  /** A request in any other state, a new one included, may launch an instance. */
  private static final Set<String> ENDED = Set.of("closed", "cancelled", "failed");

  private SpotRequestUsage() {}

  /**
   * Reads all Spot Instance requests of the region: one call for a thousand requests.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @return a reference for each image and snapshot of a request, with its state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage read(CheckedClient<Ec2Client> ec2, SourceContext context) {
    Instant readAt = context.now();
    Map<String, List<ImageReference>> references = new TreeMap<>();
    SortedSet<String> notes = new TreeSet<>();
    REQUESTS.pages(
        ec2,
        Ec2Client::describeSpotInstanceRequests,
        DescribeSpotInstanceRequestsRequest.builder().maxResults(PAGE).build(),
        page -> {
          for (SpotInstanceRequest request : page.spotInstanceRequests()) {
            String id = request.spotInstanceRequestId();
            if (Ids.isMissing(id)) {
              throw REQUESTS.misunderstood("a Spot Instance request without an id");
            }
            if (!ENDED.contains(state(request))) {
              references.put(id, references(request, notes));
            }
          }
          context.report(Progress.of(SOURCE, references.size()));
        });
    return Usage.of(context, SOURCE, readAt, references, List.copyOf(notes));
  }

  private static String state(SpotInstanceRequest request) {
    return Objects.requireNonNullElse(request.stateAsString(), "unknown");
  }

  private static List<ImageReference> references(
      SpotInstanceRequest request, Collection<String> notes) {
    String where = "the Spot Instance request " + request.spotInstanceRequestId();
    LaunchSpecification specification = request.launchSpecification();
    if (specification == null) {
      throw REQUESTS.misunderstood("no launch specification of " + where);
    }
    Ids.Launched launched =
        Ids.launchTargets(
            REQUESTS,
            specification.imageId(),
            specification.blockDeviceMappings().stream()
                .map(mapping -> mapping.ebs() == null ? null : mapping.ebs().snapshotId()),
            where);
    notes.addAll(launched.notes(where));
    return launched.targets().stream()
        .map(
            target ->
                ImageReference.of(target, KIND, request.spotInstanceRequestId(), state(request)))
        .toList();
  }
}
