package io.amiclean.aws.internal.source.further;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.LaunchTemplateVersions;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.FurtherResources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchComputeEnvironmentsTest {

  private static final String KIND = "batch-compute-environment";
  private static final String TEMPLATE = "lt-00000000000000001";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return account.account().build().usageBy(new BatchComputeEnvironments());
  }

  private String environment(String name, Map<String, ?> resources) {
    return FurtherResources.computeEnvironment(account.state, name, "VALID", resources);
  }

  private String environment(Map<String, ?> resources) {
    return environment("render", resources);
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    private final String user =
        environment(
            Map.of(
                "type",
                "EC2",
                "imageId",
                ami(1).value(),
                "ec2Configuration",
                List.of(
                    Map.of("imageType", "ECS_AL2"),
                    Map.of("imageType", "ECS_AL2023", "imageIdOverride", ami(2).value()))));

    @Override
    protected ImageUsageSource source() {
      return BatchComputeEnvironmentsTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(ami(1), KIND, user, "image"),
          ImageReference.of(ami(2), KIND, user, "image for ECS_AL2023"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeComputeEnvironments", 500, "ServerException", "Later.");
      return Optional.of(source());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATING", "UPDATING", "DELETING", "VALID", "INVALID", "NEW"})
  void countInEveryStatusButOne(String status) {
    FurtherResources.computeEnvironment(
        account.state, "render", status, Map.of("imageId", ami(1).value()));

    assertThat(source().loadUsage().referencesTo(ami(1))).hasSize(1);
  }

  @Test
  void doNotCountWhenDeleted() {
    FurtherResources.computeEnvironment(
        account.state, "render", "DELETED", Map.of("imageId", ami(1).value()));

    assertThat(source().loadUsage().references()).isEmpty();
  }

  @Test
  void launchFromTheirTemplatesWhateverVersionsCount() {
    account
        .state
        .launchTemplate(TEMPLATE)
        .version(ami(1).value(), snap(1).value())
        .version(ami(2).value());
    String user =
        environment(
            Map.of(
                "launchTemplate",
                Map.of(
                    "launchTemplateId",
                    TEMPLATE,
                    "version",
                    "1",
                    "overrides",
                    List.of(Map.of("launchTemplateId", TEMPLATE, "version", "$Latest")))));

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references())
        .containsExactly(
            ImageReference.of(ami(1), KIND, user, "launch template " + TEMPLATE + " version 1"),
            ImageReference.of(ami(2), KIND, user, "launch template " + TEMPLATE + " version 2"),
            ImageReference.of(snap(1), KIND, user, "launch template " + TEMPLATE + " version 1"));
  }

  @Test
  void makeTheVersionsThatTheyNameOnesInUse() {
    account.state.launchTemplate(TEMPLATE).version(ami(1).value()).version(ami(2).value());
    environment(Map.of("launchTemplate", Map.of("launchTemplateId", TEMPLATE, "version", "1")));
    ReadingOptions inUse =
        ReadingOptions.builder().launchTemplateVersions(LaunchTemplateVersions.inUse()).build();

    assertThat(account.account().options(inUse).build().usage().loadUsage().references())
        .extracting(ImageReference::target, ImageReference::kind)
        .containsExactlyInAnyOrder(tuple(ami(1), KIND), tuple(ami(1), "launch-template"));
  }

  @Test
  void withoutResourcesUseNothing() {
    environment(Map.of());

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("batch-compute-environments", 1, AccountOverWire.NOW));
  }

  @Test
  void areReadToTheLastPage() {
    IntStream.rangeClosed(1, 5)
        .forEach(n -> environment("render-" + n, Map.of("imageId", ami(n).value())));
    account
        .endpoint
        .pageSize("DescribeComputeEnvironments", 2)
        .emptyPages("DescribeComputeEnvironments");

    assertThat(source().loadUsage().references()).hasSize(5);
  }

  @Test
  void sayWhatIsNoId() {
    environment(Map.of("imageId", "ami-placeholder"));

    assertThat(source().loadUsage().evidence())
        .singleElement()
        .satisfies(
            evidence ->
                assertThat(evidence.notes())
                    .singleElement()
                    .asString()
                    .contains("'ami-placeholder'", "protects nothing"));
  }

  @Test
  void withAnAliasThatNothingIsKnownOfAreRefused() {
    environment(Map.of("imageId", "resolve:ssm:/golden"));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("resolve:ssm:/golden");
  }
}
