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

class SpotRequestUsageTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsageSource source() {
    return () -> SpotRequestUsage.read(account.ec2(), account.context);
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      account.state.spotRequest("sir-1").image(ami(1).value(), snap(1).value());
    }

    @Override
    protected ImageUsageSource source() {
      return SpotRequestUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      return Set.of(
          ImageReference.of(ami(1), "spot-request", "sir-1", "open"),
          ImageReference.of(snap(1), "spot-request", "sir-1", "open"));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeSpotInstanceRequests", 500, "InternalError", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Refuses extends ReadFaults {

    Refuses() {
      super(account, "ec2:DescribeSpotInstanceRequests", "spot-requests");
      account.state.spotRequest("sir-1").image(ami(1).value());
      account.state.spotRequest("sir-2").image(ami(2).value());
    }

    @Override
    protected ImageUsageSource source() {
      return SpotRequestUsageTest.this.source();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "active", "disabled", "new"})
  void countsWhatMayLaunch(String state) {
    account.state.spotRequest("sir-1").state(state).image(ami(1).value());

    assertThat(source().loadUsage().referencesTo(ami(1))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "cancelled", "failed"})
  void countsNothingThatHasEnded(String state) {
    account.state.spotRequest("sir-1").state(state).image(ami(1).value());

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("spot-requests", 0, AccountOverWire.NOW));
  }
}
