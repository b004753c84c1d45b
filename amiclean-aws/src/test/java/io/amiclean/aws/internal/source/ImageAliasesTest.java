package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.source.scaling.AutoScalingGroupUsage;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageAliasesTest {

  private static final String TEMPLATE = "lt-00000000000000001";
  private static final String OTHER_TEMPLATE = "lt-00000000000000002";
  private static final String ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/golden";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage templates() {
    return account.templates();
  }

  private ImageUsage groups() {
    return AutoScalingGroupUsage.read(account.groups(), account.versions());
  }

  private void failToResolve(int status, String code) {
    account.endpoint.failWhen(
        "DescribeLaunchTemplateVersions",
        request -> request.isTrue("ResolveAlias"),
        status,
        code,
        "No.");
  }

  @ParameterizedTest
  @CsvSource({
    "/golden, 3",
    "/golden:1, 1",
    "/golden:prod, 2",
    ARN + ", 3",
    ARN + ":1, 1",
    ARN + ":prod, 2"
  })
  void standForTheParameterThatTheyName(String reference, int image) {
    account
        .state
        .parameter("/golden")
        .value(ami(1).value())
        .value(ami(2).value())
        .label("prod")
        .value(ami(3).value());
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:" + reference);

    assertThat(templates().references())
        .containsExactly(
            ImageReference.of(
                ami(image), "launch-template", TEMPLATE, "version 1, resolve:ssm:" + reference));
    assertThat(account.endpoint.count("GetParameters")).as("EC2 told").isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofMissingParametersAreNotedAndProtectNothing(boolean ec2Refuses) {
    if (ec2Refuses) {
      account.state.refuseMissingAliases();
    }
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/gone", snap(1).value());
    account.state.launchTemplate(OTHER_TEMPLATE).version("resolve:ssm:/gone");

    ImageUsage usage = templates();

    assertThat(usage.references()).extracting(ImageReference::target).containsExactly(snap(1));
    assertThat(usage.evidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.complete()).isTrue();
              assertThat(evidence.notes())
                  .containsExactly(
                      "The alias 'resolve:ssm:/gone' of version 1 of the launch template "
                          + TEMPLATE
                          + " and 1 more stands for no image and protects nothing: its parameter"
                          + " does not exist");
            });
    assertThat(account.endpoint.count("GetParameters")).isEqualTo(1);
  }

  @Test
  void ofMissingVersionsAndLabelsAreNoted() {
    account.state.parameter("/golden", ami(1).value());
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden:2");
    account.state.launchTemplate(OTHER_TEMPLATE).version("resolve:ssm:/golden:prod");

    ImageUsage usage = templates();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence().get(0).notes()).hasSize(2);
  }

  @Test
  void ofGroupsAreResolvedAndNotedAsWell() {
    account.state.parameter("/golden", ami(1).value());
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
    account.state.launchTemplate(OTHER_TEMPLATE).version("resolve:ssm:/gone");
    account.state.autoScalingGroup("one").launchTemplate(TEMPLATE, "$Latest");
    account.state.autoScalingGroup("two").launchTemplate(OTHER_TEMPLATE, "$Latest");

    ImageUsage usage = groups();

    assertThat(usage.references()).extracting(ImageReference::target).containsExactly(ami(1));
    assertThat(usage.evidence())
        .flatExtracting(Evidence::notes)
        .singleElement()
        .asString()
        .contains("resolve:ssm:/gone");
  }

  @Test
  void thatEc2DoesNotResolveStandForTheParametersValue() {
    account.state.parameter("/golden", ami(1).value());
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
    failToResolve(400, "InvalidParameterValue");

    assertThat(templates().referencesTo(ami(1))).hasSize(1);
  }

  @Test
  void thatHoldNoImageProtectNothingAndAreNoted() {
    account.state.parameter("/golden", "large");
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
    failToResolve(400, "InvalidParameterValue");

    ImageUsage usage = templates();

    assertThat(usage.references()).isEmpty();
    assertThat(usage.evidence().get(0).notes())
        .singleElement()
        .asString()
        .contains("'large'", TEMPLATE);
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalError",
    "503, RequestLimitExceeded",
    "400, Throttling",
  })
  void thatEc2FailsToResolveAreNoEvidence(int status, String code) {
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/gone");
    failToResolve(status, code);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::templates)
        .withMessageContaining("resolve:ssm:/gone")
        .withMessageContaining(code)
        .returns("launch-templates", EvidenceException::source);
    assertThat(account.endpoint.count("GetParameters")).isZero();
  }

  @Test
  void thatAreDeniedAreNoEvidence() {
    account.state.parameter("/golden", ami(1).value());
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/golden");
    account.state.deny("ssm:GetParameters");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(this::templates)
        .returns("ssm:GetParameters", EvidenceDeniedException::permission)
        .returns("launch-templates", EvidenceDeniedException::source);
  }

  @ParameterizedTest
  @CsvSource({"400, AccessDeniedException", "400, ThrottlingException", "500, InternalServerError"})
  void whoseParameterCannotBeAskedForAreNoEvidence(int status, String code) {
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/gone");
    account.endpoint.failAlways("GetParameters", status, code, "No.");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::templates)
        .withMessageContaining("ssm:GetParameters")
        .withMessageContaining(code);
  }

  @Test
  void areNoEvidenceWhereTheEndpointDoesNotKnowParameters() {
    account.state.launchTemplate(TEMPLATE).version("resolve:ssm:/gone");
    account.endpoint.doesNotKnow("ssm", 404, "");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(this::templates)
        .withMessageContaining("skip the source 'launch-templates'");
  }

  @Test
  void areAskedForOnce() {
    account.state.parameter("/golden", ami(1).value());
    List.of("1", "2", "3")
        .forEach(n -> account.state.launchTemplate("lt-0" + n).version("resolve:ssm:/golden"));

    assertThat(templates().references()).hasSize(3);
    assertThat(account.endpoint.requests("DescribeLaunchTemplateVersions"))
        .filteredOn(request -> request.isTrue("ResolveAlias"))
        .hasSize(1);
  }
}
