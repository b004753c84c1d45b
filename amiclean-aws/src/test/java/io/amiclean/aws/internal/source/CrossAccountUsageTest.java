package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.testing.ImageUsageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CrossAccountUsageTest {

  private static final CleanupScope HERE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  @AutoClose
  private final AccountOverWire other =
      new AccountOverWire(new WireState("210987654321", "eu-west-1"));

  private CrossAccountUsage elsewhere() {
    return elsewhere(
        new AccountUsage(
            other.ec2(),
            other.autoScaling(),
            other::ssm,
            other::imageBuilder,
            other.context,
            ReadingOptions.builder().skip("launch-configurations").build(),
            List.of()));
  }

  private CrossAccountUsage elsewhere(ImageUsageSource usage) {
    return new CrossAccountUsage(() -> HERE, other.callerScope, usage);
  }

  private ImageUsage.Builder usage() {
    return ImageUsage.builder().scope(other.scope()).readAt(NOW);
  }

  @Nested
  class Contract extends ImageUsageSourceContract {

    Contract() {
      other.state.instance("i-1").image(ami(1).value());
      other.state.launchTemplate("lt-1").version(ami(2).value(), snap(2).value());
    }

    @Override
    protected ImageUsageSource source() {
      return elsewhere();
    }

    @Override
    protected CleanupScope scope() {
      return HERE;
    }

    @Override
    protected Set<ImageReference> expectedReferences() {
      String version = "version 1, in account 210987654321";
      return Set.of(
          ImageReference.of(ami(1), "instance", "i-1", "running, in account 210987654321"),
          ImageReference.of(ami(2), "launch-template", "lt-1", version),
          ImageReference.of(snap(2), "launch-template", "lt-1", version));
    }

    @Override
    protected Optional<ImageUsageSource> failingSource() {
      other.endpoint.failAlways("DescribeAutoScalingGroups", 500, "InternalFailure", "Later.");
      return Optional.of(elsewhere());
    }
  }

  @Test
  void tellsTheAccount() {
    assertThat(elsewhere().account()).isEqualTo(AccountId.of("210987654321"));
  }

  @Test
  void tellsTheAccountWhereAReferenceHasNoDetail() {
    ImageUsage usage = usage().addReferences(ImageReference.of(ami(1), "pin", "main.tf")).build();

    assertThat(elsewhere(() -> usage).loadUsage().references())
        .containsExactly(ImageReference.of(ami(1), "pin", "main.tf", "in account 210987654321"));
  }

  @Test
  void namesTheAccountInItsEvidence() {
    assertThat(elsewhere().loadUsage().evidence())
        .contains(
            Evidence.complete("instances(210987654321)", 0, NOW),
            Evidence.skipped("launch-configurations(210987654321)", NOW))
        .allSatisfy(evidence -> assertThat(evidence.source()).endsWith("(210987654321)"));
  }

  @Test
  void keepsWhatTheEvidenceSays() {
    Evidence cut =
        Evidence.builder()
            .source("ssm-parameters")
            .items(7)
            .complete(false)
            .addNotes("The parameter /golden stands for nothing")
            .build();
    ImageUsage usage = usage().addEvidence(cut).build();

    assertThat(elsewhere(() -> usage).loadUsage().evidence())
        .containsExactly(
            Evidence.builder().from(cut).source("ssm-parameters(210987654321)").build());
  }

  @Test
  void namesTheAccountOfADeniedSource() {
    other.state.launchTemplate("lt-1").version(ami(1).value());
    other.state.deny("ec2:DescribeLaunchTemplateVersions");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> elsewhere().loadUsage())
        .withMessageStartingWith("In account 210987654321: ec2:DescribeLaunchTemplateVersions")
        .returns("ec2:DescribeLaunchTemplateVersions", EvidenceDeniedException::permission)
        .returns("launch-templates(210987654321)", EvidenceException::source);
  }

  @Test
  void namesTheAccountOfAFailingSource() {
    other.endpoint.halfPage("DescribeInstances", 1);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> elsewhere().loadUsage())
        .withMessageStartingWith("In account 210987654321: ec2:DescribeInstances")
        .returns("instances(210987654321)", EvidenceException::source);
  }

  @Test
  void isNoUsageOfTheSameAccount() {
    CrossAccountUsage same =
        new CrossAccountUsage(other.callerScope, other.callerScope, usage()::build);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(same::loadUsage)
        .withMessageContaining("210987654321");
    assertThatExceptionOfType(EvidenceException.class).isThrownBy(same::account);
  }

  @Test
  void isNoUsageOfAnotherRegion() {
    CleanupScope elsewhere = CleanupScope.of(AccountId.of("123456789012"), "us-east-1");
    CrossAccountUsage misfit =
        new CrossAccountUsage(() -> elsewhere, other.callerScope, usage()::build);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(misfit::loadUsage)
        .withMessageContaining("eu-west-1")
        .withMessageContaining("us-east-1");
  }

  @Test
  void isNoUsageOfAThirdAccount() {
    CleanupScope third = CleanupScope.of(AccountId.of("999999999999"), "eu-west-1");
    ImageUsage usage = usage().scope(third).build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> elsewhere(() -> usage).loadUsage())
        .withMessageContaining("999999999999")
        .withMessageContaining("210987654321");
  }
}
