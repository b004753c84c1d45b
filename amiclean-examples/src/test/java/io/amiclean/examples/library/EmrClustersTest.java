package io.amiclean.examples.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.wire.FurtherResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.EmrClient;

/** The contract of every source of usage, and what is EMR's own. */
class EmrClustersTest extends ImageUsageSourceContract {

  private static final String KIND = "emr-cluster";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private final String groups =
      cluster(
          "j-1",
          "RUNNING",
          Map.of(
              "CustomAmiId",
              ami(1).value(),
              "InstanceCollectionType",
              "INSTANCE_GROUP",
              "InstanceGroups",
              List.of(Map.of("Id", "ig-1", "CustomAmiId", ami(2).value()), Map.of("Id", "ig-2"))));

  private final String fleets =
      cluster(
          "j-2",
          "WAITING",
          Map.of(
              "InstanceCollectionType",
              "INSTANCE_FLEET",
              "InstanceFleets",
              List.of(
                  Map.of(
                      "Id",
                      "if-1",
                      "InstanceTypeSpecifications",
                      List.of(
                          Map.of("InstanceType", "m5.large"),
                          Map.of("InstanceType", "m6g.large", "CustomAmiId", ami(3).value()))))));

  private static ImageId ami(int number) {
    return AccountOverWire.ami(number);
  }

  private String cluster(String id, String state, Map<String, ?> details) {
    return FurtherResources.cluster(account.state, id, state, details);
  }

  @Override
  protected ImageUsageSource source() {
    return account
        .account()
        .client(EmrClient.class, account.clients.emr())
        .build()
        .usageBy(new EmrClusters());
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Set<ImageReference> expectedReferences() {
    return Set.of(
        ImageReference.of(ami(1), KIND, groups, "cluster"),
        ImageReference.of(ami(2), KIND, groups, "instance group ig-1"),
        ImageReference.of(ami(3), KIND, fleets, "instance fleet if-1"));
  }

  @Override
  protected Optional<ImageUsageSource> failingSource() {
    account.endpoint.failAlways("ListInstanceFleets", 500, "InternalServerError", "Later.");
    return Optional.of(source());
  }

  @ParameterizedTest
  @ValueSource(strings = {"STARTING", "BOOTSTRAPPING", "TERMINATING", "NEW_STATE"})
  void countsClustersThatAreNotTerminated(String state) {
    cluster("j-3", state, Map.of("CustomAmiId", ami(4).value()));

    assertThat(source().loadUsage().referencesTo(ami(4))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERMINATED", "TERMINATED_WITH_ERRORS"})
  void doesNotAskAboutClustersThatAreTerminated(String state) {
    cluster("j-3", state, Map.of("CustomAmiId", ami(4).value()));

    assertThat(source().loadUsage().referencesTo(ami(4))).isEmpty();
    assertThat(account.endpoint.count("DescribeCluster")).isEqualTo(2);
  }

  @Test
  void readsToTheLastPage() {
    IntStream.rangeClosed(4, 8)
        .forEach(n -> cluster("j-" + n, "RUNNING", Map.of("CustomAmiId", ami(n).value())));
    account.endpoint.pageSize("ListClusters", 2).emptyPages("ListClusters");

    assertThat(source().loadUsage().references()).hasSize(8);
  }

  @Test
  void namesThePermissionThatIsMissing() {
    account.state.deny("elasticmapreduce:DescribeCluster");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> source().loadUsage())
        .returns("elasticmapreduce:DescribeCluster", EvidenceDeniedException::permission)
        .withMessageContaining("skip the source 'acme.emr-clusters'");
  }
}
