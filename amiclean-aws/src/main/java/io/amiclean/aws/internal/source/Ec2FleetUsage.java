package io.amiclean.aws.internal.source;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchTargets;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Usage by EC2 Fleets that are neither deleted nor failed: the launch templates that they name, and
 * the images and snapshots of their overrides.
 *
 * <p>EC2 returns a fleet of the type {@code instant} only if its id is given (EC2 API Reference,
 * "DescribeFleets"). The ids are those that the instances bear in the tag {@code aws:ec2:fleet-id},
 * so that an instant fleet counts as long as it has instances. {@link AccountUsage} takes them from
 * the instances that it reads, and knows no instant fleets where instances are left out.
 *
 * <p>An override may name its image by an alias of Systems Manager, of which counts what it stands
 * for now.
 */
final class Ec2FleetUsage {

  private static final String KIND = "ec2-fleet";

  private static final Logger LOG = LoggerFactory.getLogger(Ec2FleetUsage.class);

  private static final String SOURCE = EvidenceSources.EC2_FLEETS;

  private static final ReadOperation FLEETS = new ReadOperation(SOURCE, "ec2:DescribeFleets");

  private static final String TAG = "aws:ec2:fleet-id";

  private static final int PAGE = 1000;

  /** How many ids are given in one request; EC2 takes a thousand. */
  private static final int IDS = 200;

  /** A fleet in any other state, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("deleted", "deleted_running", "deleted_terminating", "failed");

  private final CheckedClient<Ec2Client> ec2;
  private final SourceContext context;
  private final LaunchedVersions versions;
  private final Instant readAt;
  private final Set<String> known = new HashSet<>();
  private final Map<String, List<ImageReference>> references = new TreeMap<>();

  private Ec2FleetUsage(
      CheckedClient<Ec2Client> ec2, SourceContext context, LaunchedVersions versions) {
    this.ec2 = ec2;
    this.context = context;
    this.versions = versions;
    this.readAt = context.now();
  }

  /**
   * Reads the EC2 Fleets that EC2 lists: one call for a thousand fleets, and those for the
   * templates that they name and that are not known yet.
   *
   * @param ec2 the client; the caller owns it
   * @param context scope, clock and progress
   * @param versions the versions of launch templates
   * @return a reading that goes on when the instances are known
   * @throws EvidenceException if they could not be read to their end
   */
  static Ec2FleetUsage read(
      CheckedClient<Ec2Client> ec2, SourceContext context, LaunchedVersions versions) {
    Ec2FleetUsage reading = new Ec2FleetUsage(ec2, context, versions);
    reading.readFleets(request -> request.maxResults(PAGE));
    return reading;
  }

  /** Returns the fleet that launched an instance. */
  static Optional<String> fleetOf(Instance instance) {
    return instance.tags().stream()
        .filter(tag -> TAG.equals(tag.key()))
        .map(Tag::value)
        .filter(id -> !Ids.isMissing(id))
        .findFirst();
  }

  /**
   * Reads the other fleets of the instances: one call for two hundred.
   *
   * @param fleetsOfInstances the ids of the fleets that launched the instances that there are
   */
  ImageUsage usage(Collection<String> fleetsOfInstances) {
    List<String> others =
        fleetsOfInstances.stream().filter(id -> !known.contains(id)).sorted().distinct().toList();
    Batches.of(others, IDS).forEach(this::readNamed);
    return Usage.of(context, SOURCE, readAt, references, versions.notes(SOURCE));
  }

  /** One id that EC2 does not know any more fails a request for many. */
  private void readNamed(List<String> ids) {
    try {
      readFleets(request -> request.fleetIds(ids));
    } catch (EvidenceException e) {
      throwUnlessGone(e);
      if (ids.size() == 1) {
        LOG.debug("The EC2 Fleet {} of an instance does not exist any more", ids.get(0));
        return;
      }
      int half = ids.size() / 2;
      readNamed(ids.subList(0, half));
      readNamed(ids.subList(half, ids.size()));
    }
  }

  private void readFleets(Consumer<DescribeFleetsRequest.Builder> which) {
    FLEETS.pages(
        ec2,
        Ec2Client::describeFleets,
        DescribeFleetsRequest.builder().applyMutation(which).build(),
        page -> {
          page.fleets().forEach(this::add);
          context.report(Progress.of(SOURCE, references.size()));
        });
  }

  private void add(FleetData fleet) {
    String id = fleet.fleetId();
    if (Ids.isMissing(id)) {
      throw FLEETS.misunderstood("an EC2 Fleet without an id");
    }
    known.add(id);
    if (ENDED.contains(String.valueOf(fleet.fleetStateAsString()))) {
      LOG.debug("The EC2 Fleet {} is {} and launches nothing", id, fleet.fleetStateAsString());
      return;
    }
    references.put(id, references(fleet));
  }

  private List<ImageReference> references(FleetData fleet) {
    LaunchTargets targets = new LaunchTargets(FLEETS, versions, "the EC2 Fleet " + fleet.fleetId());
    for (FleetLaunchTemplateConfig config : fleet.launchTemplateConfigs()) {
      targets.addTemplate(config.launchTemplateSpecification());
      config.overrides().forEach(override -> add(override, targets));
    }
    fleet.instances().stream()
        .map(launched -> launched.launchTemplateAndOverrides())
        .filter(Objects::nonNull)
        .forEach(
            launched -> {
              targets.addTemplate(launched.launchTemplateSpecification());
              add(launched.overrides(), targets);
            });
    return targets.references(KIND, fleet.fleetId());
  }

  private void add(@Nullable FleetLaunchTemplateOverrides override, LaunchTargets targets) {
    if (override == null) {
      return;
    }
    Stream<@Nullable String> snapshots =
        override.blockDeviceMappings().stream()
            .map(mapping -> mapping.ebs() == null ? null : mapping.ebs().snapshotId());
    targets.add("override", override.imageId(), snapshots);
  }

  private static void throwUnlessGone(EvidenceException failure) {
    if (!AwsFailures.isAnsweredWith(failure, code -> code.startsWith("InvalidFleetId"))) {
      throw failure;
    }
  }
}
