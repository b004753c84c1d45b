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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Usage by instances that are not terminated, those that other services manage included. */
final class InstanceUsage {

  private static final String KIND = "instance";

  private static final ReadOperation INSTANCES =
      new ReadOperation(EvidenceSources.INSTANCES, "ec2:DescribeInstances");

  private static final int PAGE = 1000;

  private InstanceUsage() {}

  /**
   * Reads all instances of the region: one call for a thousand instances.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @param fleets receives the id of each EC2 Fleet that launched one of them
   * @return a reference for each instance, with its state as the detail
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  static ImageUsage read(
      CheckedClient<Ec2Client> ec2, SourceContext context, Consumer<String> fleets) {
    Instant readAt = context.now();
    Map<String, ImageReference> references = new TreeMap<>();
    INSTANCES.pages(
        ec2,
        Ec2Client::describeInstances,
        DescribeInstancesRequest.builder().includeManagedResources(true).maxResults(PAGE).build(),
        page -> {
          page.reservations().stream()
              .flatMap(reservation -> reservation.instances().stream())
              .filter(instance -> !isTerminated(instance))
              .peek(instance -> Ec2FleetUsage.fleetOf(instance).ifPresent(fleets))
              .map(InstanceUsage::reference)
              .forEach(reference -> references.put(reference.user(), reference));
          context.report(Progress.of(EvidenceSources.INSTANCES, references.size()));
        });
    return Usage.of(
        context,
        EvidenceSources.INSTANCES,
        readAt,
        references.size(),
        references.values(),
        List.of());
  }

  /**
   * A filter of EC2's would have to list the states that count, and lose an instance in a state
   * that is not listed.
   */
  private static boolean isTerminated(Instance instance) {
    return state(instance).equals("terminated");
  }

  private static String state(Instance instance) {
    return instance.state() == null
        ? "unknown"
        : Objects.requireNonNullElse(instance.state().nameAsString(), "unknown");
  }

  private static ImageReference reference(Instance instance) {
    String id = instance.instanceId();
    if (Ids.isMissing(id)) {
      throw INSTANCES.misunderstood("an instance without an id");
    }
    return ImageReference.of(
        Ids.image(INSTANCES, instance.imageId(), "the image of " + id), KIND, id, state(instance));
  }
}
