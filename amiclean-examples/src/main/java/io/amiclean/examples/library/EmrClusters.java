package io.amiclean.examples.library;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.DescribeClusterRequest;
import software.amazon.awssdk.services.emr.model.InstanceCollectionType;
import software.amazon.awssdk.services.emr.model.InstanceFleet;
import software.amazon.awssdk.services.emr.model.InstanceGroup;
import software.amazon.awssdk.services.emr.model.ListClustersRequest;
import software.amazon.awssdk.services.emr.model.ListClustersResponse;
import software.amazon.awssdk.services.emr.model.ListInstanceFleetsRequest;
import software.amazon.awssdk.services.emr.model.ListInstanceFleetsResponse;
import software.amazon.awssdk.services.emr.model.ListInstanceGroupsRequest;
import software.amazon.awssdk.services.emr.model.ListInstanceGroupsResponse;

/**
 * A source of usage of one's own: the custom images of Amazon EMR clusters that are not terminated,
 * and of their instance fleets and groups. Every account reads it once its name stands in {@code
 * META-INF/services/io.amiclean.aws.source.UsageSourceProvider}; without the SDK's module {@code
 * emr} it is not asked, and the evidence says so.
 */
public final class EmrClusters implements UsageSourceProvider {

  private static final String CLUSTERS = "elasticmapreduce:ListClusters";
  private static final String CLUSTER = "elasticmapreduce:DescribeCluster";
  private static final String FLEETS = "elasticmapreduce:ListInstanceFleets";
  private static final String GROUPS = "elasticmapreduce:ListInstanceGroups";

  private static final List<String> ANY_CLUSTER = List.of("arn:aws:elasticmapreduce:*:*:cluster/*");

  /** Creates the provider, for {@link java.util.ServiceLoader}. */
  public EmrClusters() {}

  @Override
  public String name() {
    return "acme.emr-clusters";
  }

  @Override
  public Map<String, List<String>> permissions() {
    return Map.of(
        CLUSTERS, List.of("*"), CLUSTER, ANY_CLUSTER, FLEETS, ANY_CLUSTER, GROUPS, ANY_CLUSTER);
  }

  @Override
  public List<String> neededClasses() {
    return List.of("software.amazon.awssdk.services.emr.EmrClient");
  }

  @Override
  public void read(UsageReading reading) {
    new Reader(reading).read();
  }

  /** Apart, because the provider has to load without the client. */
  private static final class Reader {

    private static final String KIND = "emr-cluster";

    /** A cluster in any other state, a new one included, may launch instances. */
    private static final Set<String> TERMINATED = Set.of("TERMINATED", "TERMINATED_WITH_ERRORS");

    private final UsageReading reading;
    private final UsageReading.Calls<EmrClient> emr;

    Reader(UsageReading reading) {
      this.reading = reading;
      this.emr = reading.client(EmrClient.class, EmrClient::builder);
    }

    void read() {
      List<ClusterSummary> clusters = new ArrayList<>();
      emr.pages(
          CLUSTERS,
          EmrClient::listClusters,
          token -> ListClustersRequest.builder().marker(token).build(),
          ListClustersResponse::marker,
          page -> clusters.addAll(page.clusters()));
      clusters.removeIf(cluster -> TERMINATED.contains(cluster.status().stateAsString()));
      clusters.forEach(cluster -> read(cluster.id()));
    }

    private void read(String id) {
      Cluster cluster =
          emr.call(
                  CLUSTER,
                  EmrClient::describeCluster,
                  DescribeClusterRequest.builder().clusterId(id).build())
              .cluster();
      reading.items(1);
      uses(cluster, cluster.customAmiId(), "cluster");
      if (cluster.instanceCollectionType() == InstanceCollectionType.INSTANCE_FLEET) {
        emr.pages(
            FLEETS,
            EmrClient::listInstanceFleets,
            token -> ListInstanceFleetsRequest.builder().clusterId(id).marker(token).build(),
            ListInstanceFleetsResponse::marker,
            page -> page.instanceFleets().forEach(fleet -> read(cluster, fleet)));
      } else {
        emr.pages(
            GROUPS,
            EmrClient::listInstanceGroups,
            token -> ListInstanceGroupsRequest.builder().clusterId(id).marker(token).build(),
            ListInstanceGroupsResponse::marker,
            page -> page.instanceGroups().forEach(group -> read(cluster, group)));
      }
    }

    private void read(Cluster cluster, InstanceFleet fleet) {
      fleet
          .instanceTypeSpecifications()
          .forEach(type -> uses(cluster, type.customAmiId(), "instance fleet " + fleet.id()));
    }

    private void read(Cluster cluster, InstanceGroup group) {
      uses(cluster, group.customAmiId(), "instance group " + group.id());
    }

    private void uses(Cluster cluster, @Nullable String image, String how) {
      if (image != null) {
        ImageId.findIn(image)
            .forEach(id -> reading.uses(ImageReference.of(id, KIND, cluster.clusterArn(), how)));
      }
    }
  }
}
