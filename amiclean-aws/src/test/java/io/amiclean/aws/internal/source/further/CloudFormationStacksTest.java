package io.amiclean.aws.internal.source.further;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

class CloudFormationStacksTest {

  private static final String KIND = "cloudformation-stack";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return account.account().build().usageBy(new CloudFormationStacks());
  }

  private String stack(String name, String status, String value) {
    return FurtherResources.stack(
        account.state, name, status, Map.of("ParameterKey", "ImageId", "ParameterValue", value));
  }

  private List<String> notes() {
    List<Evidence> evidence = source().loadUsage().evidence();
    assertThat(evidence).hasSize(1);
    return evidence.get(0).notes();
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    private final String web = stack("web", "UPDATE_COMPLETE", "web=" + ami(1) + "," + snap(3));
    private final String api =
        FurtherResources.stack(
            account.state,
            "api",
            "CREATE_COMPLETE",
            Map.of(
                "ParameterKey",
                "ImageId",
                "ParameterValue",
                "/golden",
                "ResolvedValue",
                ami(2).value()));

    @Override
    protected ImageUsageSource source() {
      return CloudFormationStacksTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(ami(1), KIND, web, "parameter ImageId"),
          ImageReference.of(snap(3), KIND, web, "parameter ImageId"),
          ImageReference.of(ami(2), KIND, api, "parameter ImageId, resolved"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.state.deny("cloudformation:DescribeStacks");
      return Optional.of(source());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {
        "DELETE_COMPLETE",
        "DELETE_FAILED",
        "DELETE_IN_PROGRESS",
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED"
      })
  void countWhereTheyMayBeUpdatedOrRolledBack(StackStatus status) {
    stack(
        "web",
        status == StackStatus.UNKNOWN_TO_SDK_VERSION ? "NEW_STATUS" : status.toString(),
        ami(1).value());

    assertThat(source().loadUsage().referencesTo(ami(1))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE_COMPLETE",
        "DELETE_FAILED",
        "DELETE_IN_PROGRESS",
        "ROLLBACK_COMPLETE",
        "ROLLBACK_FAILED"
      })
  void doNotCountWhereTheyCanBeDeletedOnly(String status) {
    stack("web", status, ami(1).value());

    assertThat(source().loadUsage().references()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UPDATE_IN_PROGRESS", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED"})
  void sayWhoseValuesOfBeforeAreNotShown(String status) {
    stack("web", status, ami(1).value());

    assertThat(notes())
        .containsExactly(
            "The stack web is "
                + status
                + ": CloudFormation shows no values of before that update");
  }

  @Test
  void sayHowManyValuesAreNotShown() {
    stack("web", "CREATE_COMPLETE", "****");
    stack("api", "CREATE_COMPLETE", "****");

    assertThat(notes())
        .containsExactly(
            "Not shown, and protecting nothing, are parameters of stacks with NoEcho: 2");
  }

  @Test
  void areReadToTheLastPage() {
    IntStream.rangeClosed(1, 5).forEach(n -> stack("web-" + n, "CREATE_COMPLETE", ami(n).value()));
    account.endpoint.pageSize("DescribeStacks", 2).emptyPages("DescribeStacks");

    assertThat(source().loadUsage().references()).hasSize(5);
  }
}
