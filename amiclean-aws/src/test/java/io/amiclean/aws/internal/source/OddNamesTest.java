package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.source.scaling.AutoScalingGroupUsage;
import io.amiclean.aws.internal.source.scaling.LaunchConfigurationUsage;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Names of images and snapshots that are no ids, where their owners can write what they like. */
class OddNamesTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage templates() {
    return account.templates();
  }

  private static List<String> notes(ImageUsage usage) {
    return usage.evidence().stream().map(Evidence::notes).flatMap(List::stream).toList();
  }

  private static List<String> targets(ImageUsage usage) {
    return usage.references().stream()
        .map(ImageReference::target)
        .map(Object::toString)
        .distinct()
        .toList();
  }

  @Test
  void ofALaunchTemplateProtectNothingAndAreNoted() {
    account.state.launchTemplate("lt-1").version("ami-placeholder").version(ami(1).value());
    account.state.launchTemplate("lt-2").version("ami-placeholder", "snap-placeholder");

    ImageUsage usage = templates();

    assertThat(targets(usage)).containsExactly(ami(1).value());
    assertThat(notes(usage))
        .containsExactly(
            "'ami-placeholder', which version 1 of the launch template lt-1 and 1 more names, is no"
                + " id and protects nothing",
            "'snap-placeholder', which version 1 of the launch template lt-2 names, is no id and"
                + " protects nothing");
  }

  @Test
  void ofALaunchTemplateProtectTheIdsThatStandInThem() {
    account
        .state
        .launchTemplate("lt-1")
        .version(ami(1).value() + "," + ami(2).value().toUpperCase(Locale.ROOT));

    ImageUsage usage = templates();

    assertThat(targets(usage)).containsExactlyInAnyOrder(ami(1).value(), ami(2).value());
    assertThat(notes(usage)).isEmpty();
  }

  @Test
  void ofALaunchTemplateThatMayBeAnUnknownAliasStopTheReading() {
    account.state.launchTemplate("lt-1").version("resolve:other:/golden");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::templates)
        .withMessageContaining("the alias 'resolve:other:/golden' for version 1");
  }

  @Test
  void ofTheParameterOfAnAliasProtectNothingAndAreNoted() {
    account.state.parameter("/golden").value("to be filled in");
    account.state.launchTemplate("lt-1").version("resolve:ssm:/golden");

    ImageUsage usage = templates();

    assertThat(targets(usage)).isEmpty();
    assertThat(notes(usage)).singleElement().asString().contains("'to be filled in'", "lt-1");
  }

  @Test
  void ofALaunchConfigurationAreNoted() {
    account.state.launchConfiguration("lc-1").image("ami-placeholder");

    ImageUsage usage = LaunchConfigurationUsage.read(account.groups());

    assertThat(targets(usage)).isEmpty();
    assertThat(notes(usage))
        .containsExactly(
            "'ami-placeholder', which the launch configuration lc-1 names, is no id and protects"
                + " nothing");
  }

  @Test
  void ofASpotRequestAreNoted() {
    account.state.spotRequest("sir-1").image("ami-placeholder");

    ImageUsage usage = SpotRequestUsage.read(account.ec2(), account.context);

    assertThat(notes(usage)).singleElement().asString().contains("'ami-placeholder'", "sir-1");
  }

  @Test
  void ofAnAutoScalingGroupsTemplateAreNotedForTheGroupToo() {
    account.state.launchTemplate("lt-1").version("ami-placeholder");
    account.state.autoScalingGroup("web").launchTemplate("lt-1", "1");

    ImageUsage usage = AutoScalingGroupUsage.read(account.groups(), account.versions());

    assertThat(notes(usage)).singleElement().asString().contains("'ami-placeholder'", "lt-1");
  }
}
