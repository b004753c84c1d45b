package io.amiclean.aws.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Evidence;
import io.amiclean.aws.internal.EvidenceSources;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingOptionsTest {

  private static final Instant NOW = Instant.parse("2024-05-01T00:00:00Z");

  @Test
  void leaveNothingOutByDefault() {
    ReadingOptions options = ReadingOptions.defaults();

    assertThat(EvidenceSources.skippable()).noneMatch(options::skips);
    assertThat(options.launchTemplateVersions()).isEqualTo(LaunchTemplateVersions.all());
    assertThat(options.ssmPaths()).isEmpty();
    assertThat(options.usageReports()).isFalse();
  }

  @Test
  void areTakenOverFromEvidence() {
    List<Evidence> evidence =
        List.of(
            Evidence.complete("images", 3, NOW),
            Evidence.skipped("spot-fleets", NOW),
            Evidence.skipped("launch-template-versions(default-latest)", NOW),
            Evidence.complete("ssm-parameters(/golden)", 1, NOW),
            Evidence.complete("image-usage-reports", 1, NOW));

    assertThat(ReadingOptions.builder().asIn(evidence).build())
        .isEqualTo(
            ReadingOptions.builder()
                .skip("spot-fleets")
                .launchTemplateVersions(LaunchTemplateVersions.defaultAndLatest())
                .ssmPaths(List.of("/golden"))
                .usageReports()
                .build());
  }

  @Test
  void doNotTakeOverThatSomethingWasRead() {
    assertThat(
            ReadingOptions.builder().asIn(List.of(Evidence.complete("instances", 3, NOW))).build())
        .isEqualTo(ReadingOptions.defaults());
  }

  @Test
  void passOverEvidenceOfOthers() {
    List<Evidence> evidence =
        List.of(Evidence.skipped("usage", NOW), Evidence.skipped("my-registry(all)", NOW));

    assertThat(ReadingOptions.builder().asIn(evidence).build())
        .isEqualTo(ReadingOptions.defaults());
  }

  @Test
  void replaceTheChoiceOfVersionsThatWasTakenOver() {
    assertThat(
            ReadingOptions.builder()
                .asIn(List.of(Evidence.skipped("launch-template-versions(2)", NOW)))
                .launchTemplateVersions(LaunchTemplateVersions.all())
                .build())
        .isEqualTo(ReadingOptions.defaults());
  }

  @Test
  void refuseAnUnknownSource() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ReadingOptions.builder().skip("volumes"))
        .withMessageContaining("'volumes'")
        .withMessageContaining("launch-templates");
  }

  @Test
  void refuseTheVersionsInUseWithoutTheGroupsThatUseThem() {
    ReadingOptions.Builder options =
        ReadingOptions.builder()
            .launchTemplateVersions(LaunchTemplateVersions.inUse())
            .skip("auto-scaling-groups");

    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageContaining("in-use")
        .withMessageContaining("auto-scaling-groups");
    assertThat(options.skip("launch-templates").build().skips("launch-templates")).isTrue();
  }

  @Test
  void refuseParametersByPathWithoutParameters() {
    ReadingOptions.Builder options =
        ReadingOptions.builder().ssmPaths(List.of("/golden")).skip("ssm-parameters");

    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageContaining("ssm-parameters");
  }

  @Test
  void refuseReportsOnWhatIsNotAskedFor() {
    ReadingOptions.Builder options =
        ReadingOptions.builder().usageReports().skip("launch-permissions");

    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageContaining("launch-permissions");
  }

  @Test
  void refuseABlankPath() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadingOptions.builder().ssmPaths(List.of(" ")))
        .withMessageContaining("/golden");
  }
}
