package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ec2FleetUsageTest {

  private static final String TEMPLATE = "lt-00000000000000001";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  @BeforeEach
  void describeTemplate() {
    account
        .state
        .launchTemplate(TEMPLATE)
        .name("web")
        .version(ami(1).value(), snap(1).value())
        .version(ami(2).value())
        .version(ami(3).value());
  }

  private ImageUsageSource source() {
    return () -> {
      Ec2FleetUsage reading =
          Ec2FleetUsage.read(account.ec2(), account.context, account.versions());
      Set<String> fleets = new HashSet<>();
      ImageUsage unused = InstanceUsage.read(account.ec2(), account.context, fleets::add);
      return reading.usage(fleets);
    };
  }

  /** A running instance of a fleet, on an image that no fleet names. */
  private void instanceOf(String instance, String fleet) {
    account.state.instance(instance).image(ami(99).value()).tag("aws:ec2:fleet-id", fleet);
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    @BeforeEach
    void describeFleets() {
      account
          .state
          .fleet("fleet-1")
          .launchTemplate(TEMPLATE, "1")
          .overrideImage(ami(4).value(), snap(4).value());
      account.state.fleet("fleet-2").type("instant").launchTemplateNamed("web", "$Latest");
      instanceOf("i-1", "fleet-2");
    }

    @Override
    protected ImageUsageSource source() {
      return Ec2FleetUsageTest.this.source();
    }

    @Override
    protected CleanupScope scope() {
      return account.scope();
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      String template = "launch template " + TEMPLATE + " version ";
      return Set.of(
          ImageReference.of(ami(1), "ec2-fleet", "fleet-1", template + 1),
          ImageReference.of(snap(1), "ec2-fleet", "fleet-1", template + 1),
          ImageReference.of(ami(4), "ec2-fleet", "fleet-1", "override"),
          ImageReference.of(snap(4), "ec2-fleet", "fleet-1", "override"),
          ImageReference.of(ami(3), "ec2-fleet", "fleet-2", template + 3));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      account.endpoint.failAlways("DescribeFleets", 500, "InternalError", "Later.");
      return Optional.of(source());
    }
  }

  @Nested
  class Refuses extends ReadFaults {

    Refuses() {
      super(account, "ec2:DescribeFleets", "ec2-fleets");
      account.state.fleet("fleet-1").launchTemplate(TEMPLATE, "1");
      account.state.fleet("fleet-2").launchTemplate(TEMPLATE, "2");
    }

    @Override
    protected ImageUsageSource source() {
      return Ec2FleetUsageTest.this.source();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"submitted", "active", "modifying", "new"})
  void countsWhatMayLaunch(String state) {
    account.state.fleet("fleet-1").state(state).launchTemplate(TEMPLATE, "2");

    assertThat(source().loadUsage().referencesTo(ami(2))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deleted", "deleted_running", "deleted_terminating", "failed"})
  void countsNothingThatHasEnded(String state) {
    account.state.fleet("fleet-1").state(state).launchTemplate(TEMPLATE, "2");
    account.state.fleet("fleet-2").type("instant").state(state).launchTemplate(TEMPLATE, "3");
    instanceOf("i-1", "fleet-2");

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("ec2-fleets", 0, AccountOverWire.NOW));
  }

  @Test
  void countsWhatTheInstancesOfAFleetWereLaunchedFrom() {
    account
        .state
        .fleet("fleet-1")
        .type("instant")
        .launchTemplate(TEMPLATE, "$Latest")
        .launched("i-1", TEMPLATE, "2", ami(5).value());
    instanceOf("i-1", "fleet-1");

    assertThat(source().loadUsage().references())
        .extracting(ImageReference::target)
        .containsExactlyInAnyOrder(ami(2), ami(3), ami(5));
  }

  @Nested
  class InstantFleets {

    private void instantFleets(int from, int to) {
      IntStream.rangeClosed(from, to)
          .forEach(
              n -> {
                String id = "fleet-%03d".formatted(n);
                account
                    .state
                    .fleet(id)
                    .type("instant")
                    .launchTemplate(TEMPLATE, "1")
                    .overrideImage(ami(100 + n).value());
                instanceOf("i-" + n, id);
              });
    }

    private long overridden() {
      return source().loadUsage().references().stream()
          .filter(reference -> reference.detail().orElse("").equals("override"))
          .count();
    }

    @Test
    void areAskedForTogether() {
      instantFleets(1, 250);

      assertThat(overridden()).isEqualTo(250);
      assertThat(account.endpoint.count("DescribeFleets"))
          .as("the list, and two chunks")
          .isEqualTo(3);
    }

    @Test
    void areFoundBesideFleetsThatDoNotExistAnyMore() {
      instantFleets(1, 10);
      instanceOf("i-11", "fleet-003-gone");
      instanceOf("i-12", "fleet-999-gone");

      assertThat(overridden()).isEqualTo(10);
    }

    @Test
    void areUnknownWhenTheirInstancesAreTerminated() {
      instantFleets(1, 1);
      account.state.instance("i-1").state("terminated");

      assertThat(source().loadUsage().references()).isEmpty();
    }

    @Test
    void areFoundThroughInstancesThatAnotherServiceHides() {
      instantFleets(1, 1);
      account.state.instance("i-1").hidden("eks.amazonaws.com");

      assertThat(overridden()).isEqualTo(1);
    }

    @Test
    void areNotAskedForWhereTheirFleetIsListed() {
      account.state.fleet("fleet-1").launchTemplate(TEMPLATE, "1");
      instanceOf("i-1", "fleet-1");

      source().loadUsage();

      assertThat(account.endpoint.count("DescribeFleets")).isEqualTo(1);
    }

    @Test
    void areRefusedWhenAskingForThemFails() {
      instantFleets(1, 2);
      account.endpoint.failWhen(
          "DescribeFleets",
          request -> !request.list("FleetId").isEmpty(),
          500,
          "InternalError",
          "Later.");

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> source().loadUsage())
          .withMessageContaining("ec2:DescribeFleets failed");
    }

    @Test
    void useWhatAnAliasOfAnOverrideStandsFor() {
      account.state.parameter("/golden", ami(7).value());
      account
          .state
          .fleet("fleet-1")
          .type("instant")
          .launchTemplate(TEMPLATE, "2")
          .overrideImage("resolve:ssm:/golden", snap(4).value());
      instanceOf("i-1", "fleet-1");

      assertThat(source().loadUsage().references())
          .extracting(ImageReference::target)
          .containsExactlyInAnyOrder(ami(2), ami(7), snap(4));
    }
  }

  @Test
  void refusesAnAliasOfAnOverrideThatMayNotBeRead() {
    account.state.deny("ssm:GetParameters");
    account
        .state
        .fleet("fleet-1")
        .launchTemplate(TEMPLATE, "2")
        .overrideImage("resolve:ssm:/golden");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> source().loadUsage())
        .withMessageContaining("ssm:GetParameters");
  }

  @Test
  void takesATemplateThatDoesNotExistForUnused() {
    account.state.fleet("fleet-1").launchTemplate("lt-00000000000000009", "1");

    ImageUsage usage = source().loadUsage();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence())
        .containsExactly(Evidence.complete("ec2-fleets", 1, AccountOverWire.NOW));
  }
}
