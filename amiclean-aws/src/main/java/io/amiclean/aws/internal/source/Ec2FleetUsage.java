package io.amiclean.aws.internal.source;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
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
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeFleetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfig;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverrides;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Usage by EC2 Fleets that are neither deleted nor failed: the launch templates that they name, and
 * the images and snapshots of their overrides. Thread-safe.
 *
 * <p>EC2 tells of a fleet of the type {@code instant} only where its id is given (EC2 API
 * Reference, "DescribeFleets"). The ids are those that the instances bear in the tag {@code
 * aws:ec2:fleet-id}, so that an instant fleet counts as long as it has instances. {@link
 * AccountUsage} takes them from the instances that it reads, and knows no instant fleets where
 * instances are left out.
 *
 * <p>An override may name its image by an alias of Systems Manager, of which counts what it stands
 * for now.
 */
final class Ec2FleetUsage implements ImageUsageSource {

  /** The kind of reference that this source gives. */
  public static final String KIND = "ec2-fleet";

  private static final Logger LOG = LoggerFactory.getLogger(Ec2FleetUsage.class);

  private static final String SOURCE = EvidenceSources.EC2_FLEETS;

  private static final ReadOperation FLEETS = new ReadOperation(SOURCE, "ec2:DescribeFleets");

  private static final ReadOperation INSTANCES = new ReadOperation(SOURCE, "ec2:DescribeInstances");

  private static final String TAG = "aws:ec2:fleet-id";

  private static final int PAGE = 1000;

  /** How many ids are given in one request; EC2 takes a thousand. */
  private static final int IDS = 200;

  /** A fleet in any other state, a new one included, may launch instances. */
  private static final Set<String> ENDED =
      Set.of("deleted", "deleted_running", "deleted_terminating", "failed");

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
  public Ec2FleetUsage(
      CheckedClient<Ec2Client> ec2, Supplier<CheckedClient<SsmClient>> ssm, SourceContext context) {
    this.ec2 = Objects.requireNonNull(ec2, "ec2");
    this.ssm = Objects.requireNonNull(ssm, "ssm");
    this.context = Objects.requireNonNull(context, "context");
  }

  /**
   * Reads all EC2 Fleets of the region: one call for a thousand fleets, one for a thousand
   * instances that a fleet launched, one for two hundred instant fleets, and those for the
   * templates that they name.
   *
   * @return a reference for each image and snapshot that a fleet launches from
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public ImageUsage loadUsage() {
    Reading reading = read(new LaunchedVersions(ec2, ssm, context));
    Set<String> ofInstances = new TreeSet<>();
    readFleetsOfInstances(ofInstances::add);
    return reading.usage(ofInstances);
  }

  /** Reads the fleets that EC2 lists; asks only for those templates that are not known yet. */
  Reading read(LaunchedVersions versions) {
    return new Reading(versions);
  }

  /** Returns the fleet that launched an instance. */
  static Optional<String> fleetOf(Instance instance) {
    return instance.tags().stream()
        .filter(tag -> TAG.equals(tag.key()))
        .map(Tag::value)
        .filter(id -> !Ids.isMissing(id))
        .findFirst();
  }

  private void readFleetsOfInstances(Consumer<String> fleets) {
    Filter launchedByFleet = Filter.builder().name("tag-key").values(TAG).build();
    INSTANCES.pages(
        ec2,
        Ec2Client::describeInstances,
        token ->
            DescribeInstancesRequest.builder()
                .includeManagedResources(true)
                .filters(launchedByFleet)
                .maxResults(PAGE)
                .nextToken(token)
                .build(),
        DescribeInstancesResponse::nextToken,
        page ->
            page.reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> !InstanceUsage.isTerminated(instance))
                .map(Ec2FleetUsage::fleetOf)
                .flatMap(Optional::stream)
                .forEach(fleets));
  }

  /**
   * A reading that goes on when the instances are known. It is not thread-safe.
   *
   * <p>What is listed is read before the instances, lest an instance be launched in between.
   */
  final class Reading {

    private final Instant readAt;
    private final LaunchedVersions versions;
    private final Set<String> known = new HashSet<>();
    private final Map<String, List<ImageReference>> references = new TreeMap<>();

    private Reading(LaunchedVersions versions) {
      this.readAt = context.now();
      this.versions = versions;
      readFleets(request -> request.maxResults(PAGE));
    }

    /**
     * Reads the other fleets of the instances, and tells what all of them use.
     *
     * @param fleetsOfInstances the ids of the fleets that launched the instances that there are
     */
    ImageUsage usage(Collection<String> fleetsOfInstances) {
      List<String> others =
          fleetsOfInstances.stream().filter(id -> !known.contains(id)).sorted().distinct().toList();
      for (int from = 0; from < others.size(); from += IDS) {
        readNamed(others.subList(from, Math.min(from + IDS, others.size())));
      }
      return Usage.of(
          context,
          SOURCE,
          readAt,
          references.size(),
          references.values().stream().flatMap(Collection::stream).toList(),
          versions.notes(SOURCE));
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
          token -> DescribeFleetsRequest.builder().nextToken(token).applyMutation(which).build(),
          DescribeFleetsResponse::nextToken,
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
      LaunchTargets targets =
          new LaunchTargets(FLEETS, versions, "the EC2 Fleet " + fleet.fleetId());
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
  }

  private static void throwUnlessGone(EvidenceException failure) {
    if (!AwsFailures.isAnsweredWith(failure, code -> code.startsWith("InvalidFleetId"))) {
      throw failure;
    }
  }
}
