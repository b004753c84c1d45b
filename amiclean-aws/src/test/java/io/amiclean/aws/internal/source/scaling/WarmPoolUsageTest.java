package io.amiclean.aws.internal.source.scaling;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.source.ReadFaults;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WarmPoolUsageTest {

  private static final String TEMPLATE = "lt-00000000000000001";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return () -> WarmPoolUsage.read(account.groups(), account.versions());
  }

  private static String arn(String group) {
    return "arn:aws:autoscaling:eu-west-1:123456789012:autoScalingGroup:00000000-0000-0000-0000-000000000000:autoScalingGroupName/"
        + group;
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(ami(2).value(), snap(2).value())
          .version(ami(3).value());
      account.state.launchConfiguration("old").image(ami(4).value());
      account
          .state
          .autoScalingGroup("web")
          .warmInstance("i-1", ami(1).value())
          .warmInstance("i-2", TEMPLATE, "1")
          .warmInstanceOf("i-3", "old");
    }

    @Override
    protected ImageUsageSource source() {
      return WarmPoolUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      String template = "launch template " + TEMPLATE + " version 1";
      return Set.of(
          ImageReference.of(ami(1), "warm-pool", arn("web"), "instances"),
          ImageReference.of(ami(2), "warm-pool", arn("web"), template),
          ImageReference.of(snap(2), "warm-pool", arn("web"), template),
          ImageReference.of(ami(4), "warm-pool", arn("web"), "launch configuration old"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeWarmPool", 500, "InternalFailure", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Refuses extends ReadFaults {

    Refuses() {
      super(account, "autoscaling:DescribeWarmPool", "warm-pools");
      account.state.autoScalingGroup("web").warmInstance("i-1", ami(1).value());
      account.state.autoScalingGroup("web").warmInstance("i-2", TEMPLATE, "1");
      account.state.launchTemplate(TEMPLATE).version(ami(2).value());
    }

    @Override
    protected ImageUsageSource source() {
      return WarmPoolUsageTest.this.source();
    }
  }

  @Test
  void readsMoreInstancesThanAPageHolds() {
    IntStream.rangeClosed(1, 120)
        .forEach(n -> account.state.autoScalingGroup("web").warmInstance("i-" + n, ami(n).value()));

    assertThat(source().loadUsage().references()).hasSize(120);
    assertThat(account.endpoint.requests("DescribeWarmPool"))
        .hasSize(3)
        .allSatisfy(request -> assertThat(request.parameter("MaxRecords")).hasValue("50"));
  }

  @Test
  void asksGroupsThatHaveAPoolOnly() {
    account.state.autoScalingGroup("one");
    account.state.autoScalingGroup("two").warmInstance("i-1", ami(1).value());

    ImageUsage usage = source().loadUsage();

    assertThat(usage.referencesTo(ami(1)))
        .extracting(ImageReference::user)
        .containsOnly(arn("two"));
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("warm-pools", 1, AccountOverWire.NOW));
    assertThat(account.endpoint.requests("DescribeWarmPool")).hasSize(1);
  }

  @Test
  void asksSeveralGroupsAtATime() {
    account.state.autoScalingGroup("one").warmInstance("i-1", ami(1).value());
    account.state.autoScalingGroup("two").warmInstance("i-2", ami(2).value());
    account.endpoint.meet("DescribeWarmPool", new CountDownLatch(2));

    assertThat(source().loadUsage().references()).hasSize(2);
  }

  @Test
  void tellsTheFailureOfTheFirstGroupThatFails() {
    account.state.autoScalingGroup("one").warmPool();
    account.state.autoScalingGroup("two").warmPool();
    account.endpoint.meet("DescribeWarmPool", new CountDownLatch(2));
    for (String group : List.of("two", "one")) {
      account.endpoint.failWhen(
          "DescribeWarmPool",
          request -> request.parameter("AutoScalingGroupName").filter(group::equals).isPresent(),
          400,
          "ValidationError",
          "Odd name " + group + ".");
    }

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("Odd name one.");
  }

  @Test
  void passesOverAGroupThatWasDeletedMeanwhile() {
    account.state.autoScalingGroup("one").warmPool();
    account.state.autoScalingGroup("two").warmInstance("i-1", ami(1).value());
    account.endpoint.failWhen(
        "DescribeWarmPool",
        request -> request.parameter("AutoScalingGroupName").filter("one"::equals).isPresent(),
        400,
        "ValidationError",
        "AutoScalingGroup name not found - no such group: one");

    assertThat(source().loadUsage().references()).hasSize(1);
  }

  @Test
  void refusesAnyOtherErrorOfValidation() {
    account.state.autoScalingGroup("one").warmPool();
    account.endpoint.failAlways("DescribeWarmPool", 400, "ValidationError", "Odd name.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("Odd name.");
  }

  @Test
  void takesWhatDoesNotExistForUnused() {
    account
        .state
        .autoScalingGroup("web")
        .warmInstance("i-1", TEMPLATE, "1")
        .warmInstanceOf("i-2", "gone");

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("warm-pools", 2, AccountOverWire.NOW));
  }
}
