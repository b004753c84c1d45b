package io.amiclean.aws.internal.source;

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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotFleetUsageTest {

  private static final String TEMPLATE = "lt-00000000000000001";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return () -> SpotFleetUsage.read(account.ec2(), account.context, account.versions());
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      account
          .state
          .launchTemplate(TEMPLATE)
          .version(ami(2).value(), snap(2).value())
          .version(ami(3).value());
      account
          .state
          .spotFleet("sfr-1")
          .specification(ami(1).value(), snap(1).value())
          .launchTemplate(TEMPLATE, "1");
    }

    @Override
    protected ImageUsageSource source() {
      return SpotFleetUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      String template = "launch template " + TEMPLATE + " version 1";
      return Set.of(
          ImageReference.of(ami(1), "spot-fleet", "sfr-1", "launch specification"),
          ImageReference.of(snap(1), "spot-fleet", "sfr-1", "launch specification"),
          ImageReference.of(ami(2), "spot-fleet", "sfr-1", template),
          ImageReference.of(snap(2), "spot-fleet", "sfr-1", template));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeSpotFleetRequests", 500, "InternalError", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Refuses extends ReadFaults {

    Refuses() {
      super(account, "ec2:DescribeSpotFleetRequests", "spot-fleets");
      account.state.spotFleet("sfr-1").specification(ami(1).value());
      account.state.spotFleet("sfr-2").specification(ami(2).value());
    }

    @Override
    protected ImageUsageSource source() {
      return SpotFleetUsageTest.this.source();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"submitted", "active", "modifying", "new"})
  void countsWhatMayLaunch(String state) {
    account.state.spotFleet("sfr-1").state(state).specification(ami(1).value());

    assertThat(source().loadUsage().referencesTo(ami(1))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "cancelled_running", "cancelled_terminating", "failed"})
  void countsNothingThatHasEnded(String state) {
    account.state.spotFleet("sfr-1").state(state).specification(ami(1).value());

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("spot-fleets", 0, AccountOverWire.NOW));
  }
}
