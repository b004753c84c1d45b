package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.fedora.archive.ComposeFacts;
import io.amiclean.examples.fedora.archive.FedoraFacts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposeVerdictTest {

  @ParameterizedTest
  @CsvSource({
    // type, label, released, goes, code
    "nightly, '', '', true, nightly-compose",
    "nightly, RC-1.5, '', true, nightly-compose",
    "production, RC-20170815.0, '', true, dated-label",
    "test, RC-20170815.0, '', true, dated-label",
    "production, RC-20170815, '', true, dated-label",
    "production, RC-1.5, '', false, release-label",
    "production, Update-1.99999999, '', false, release-label",
    "production, RC-201708150.0, '', false, release-label",
    "production, Alpha-1.2, '', false, release-label",
    "development, RC-1.1, '', false, release-label",
    "production, Beta-1.4, '', false, beta-compose",
    "production, Beta-20170815.0, '', false, beta-compose",
    "nightly, BETA-1.1, '', false, beta-compose",
    "production, RC-20170815.0, two-week, false, released-two-week",
    "nightly, '', two-week, false, released-two-week",
    "production, '', '', false, unknown-label",
    "test, '', '', false, unknown-label",
    "ci, '', '', false, unknown-label",
    "'', '', '', false, unknown-compose-type",
    "'', RC-20170815.0, '', false, unknown-compose-type"
  })
  void followsFedorasRules(String type, String label, String released, boolean goes, String code) {
    ComposeVerdict verdict =
        ComposeVerdict.of(
            FedoraFacts.nightly(
                ComposeFacts.TYPE, type,
                ComposeFacts.LABEL, label,
                ComposeFacts.RELEASED, released));

    assertThat(verdict.reason().code()).isEqualTo(code);
    assertThat(verdict.goes()).isEqualTo(goes);
  }

  @Test
  void keepsAReleasedComposeOfWhichNothingElseIsKnown() {
    ComposeVerdict verdict =
        ComposeVerdict.of(
            Map.of(
                ComposeFacts.COMPOSE, "Fedora-Atomic-26-20170815.0",
                ComposeFacts.RELEASED, "two-week"));

    assertThat(verdict.reason().code()).isEqualTo("released-two-week");
  }

  @Test
  void keepsWhatIsNotClearWhateverElseIsKnown() {
    ComposeVerdict verdict =
        ComposeVerdict.of(FedoraFacts.nightly(ComposeFacts.PROBLEM, "half a document"));

    assertThat(verdict.goes()).isFalse();
    assertThat(verdict.reason().message()).contains("half a document");
  }

  @Test
  void keepsAnImageOfNoKnownCompose() {
    assertThat(ComposeVerdict.of(Map.of()).reason().code()).isEqualTo("no-compose");
  }

  @Test
  void givesComposeAndLabelAsEvidence() {
    assertThat(ComposeVerdict.of(FedoraFacts.nightly()).reason().evidence())
        .containsExactly("compose " + FedoraFacts.NIGHTLY, "label unknown");
  }
}
