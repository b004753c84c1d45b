package io.amiclean.aws.internal.source.scaling;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.source.ReadFaults;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRefreshUsageTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return () -> InstanceRefreshUsage.read(account.groups(), account.versions());
  }

  private void threeVersions() {
    account
        .state
        .launchTemplate(TEMPLATE)
        .version(ami(1).value(), snap(1).value())
        .version(ami(2).value())
        .version(ami(3).value());
    account.state.launchTemplate(OTHER_TEMPLATE).version(ami(4).value());
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      threeVersions();
      account
          .state
          .autoScalingGroup("web")
          .refresh("refresh-1")
          .mixedInstances(TEMPLATE, "1")
          .override(OTHER_TEMPLATE, "$Default")
          .overrideImage(ami(5).value());
    }

    @Override
    protected ImageUsageSource source() {
      return InstanceRefreshUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      String group =
          "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:00000000-0000-0000-0000-000000000000:autoScalingGroupName/web";
      String version = "launch template " + TEMPLATE + " version 1";
      return Set.of(
          ImageReference.of(ami(1), "instance-refresh", group, version),
          ImageReference.of(snap(1), "instance-refresh", group, version),
          ImageReference.of(
              ami(4),
              "instance-refresh",
              group,
              "launch template " + OTHER_TEMPLATE + " version 1"),
          ImageReference.of(ami(5), "instance-refresh", group, "override"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeInstanceRefreshes", 500, "InternalFailure", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Refuses extends ReadFaults {

    Refuses() {
      super(account, "autoscaling:DescribeInstanceRefreshes", "instance-refreshes");
      threeVersions();
      account.state.autoScalingGroup("web").refresh("refresh-1").launchTemplate(TEMPLATE, "2");
      account.state.autoScalingGroup("web").refresh("refresh-2").launchTemplate(TEMPLATE, "3");
    }

    @Override
    protected ImageUsageSource source() {
      return InstanceRefreshUsageTest.this.source();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Pending", "InProgress", "Cancelling", "RollbackInProgress", "Baking", "New"})
  void countsUntilTheRefreshHasEnded(String status) {
    threeVersions();
    account
        .state
        .autoScalingGroup("web")
        .refresh("refresh-1")
        .status(status)
        .launchTemplate(TEMPLATE, "2");

    assertThat(source().loadUsage().referencesTo(ami(2)))
        .extracting(ImageReference::kind)
        .containsExactly("instance-refresh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed"})
  void countsNoRefreshThatHasEnded(String status) {
    threeVersions();
    account
        .state
        .autoScalingGroup("web")
        .refresh("refresh-1")
        .status(status)
        .launchTemplate(TEMPLATE, "2");

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("instance-refreshes", 0, AccountOverWire.NOW));
  }

  @Test
  void leavesARefreshWithoutADesiredConfigurationToItsGroup() {
    account.state.autoScalingGroup("web").member("i-1", ami(1).value()).refresh("refresh-1");

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("instance-refreshes", 1, AccountOverWire.NOW));
  }

  @Test
  void passesOverAGroupThatWasDeletedMeanwhile() {
    threeVersions();
    account.state.autoScalingGroup("one");
    account.state.autoScalingGroup("two").refresh("refresh-1").launchTemplate(TEMPLATE, "2");
    account.endpoint.failWhen(
        "DescribeInstanceRefreshes",
        request -> request.parameter("AutoScalingGroupName").filter("one"::equals).isPresent(),
        400,
        "ValidationError",
        "AutoScalingGroup name not found - AutoScalingGroup 'one' not found");

    assertThat(source().loadUsage().referencesTo(ami(2))).hasSize(1);
  }
}
