package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.hash.Hashing;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanDigestTest {

  private static final CleanupPlan PLAN = SamplePlans.everyVerdict();
  private static final String JSON = PlanJson.write(PLAN);
  private static final String HEX = PlanJson.digest(PLAN).hex();

  @Test
  void standsAtTheBeginningOfTheDocument() {
    assertThat(JSON)
        .startsWith(
            "{\n  \"schemaVersion\": 2,\n  \"digest\": \"sha256:" + HEX + "\",\n  \"createdAt\"");
  }

  @Test
  void isTheHashOfTheDocumentWithoutItselfAndTheTimesOfReading() throws IOException {
    ObjectNode content = (ObjectNode) new ObjectMapper().readTree(JSON);
    content.remove("digest");
    content.get("evidence").forEach(evidence -> ((ObjectNode) evidence).remove("readAt"));

    assertThat(Hashing.sha256().hashString(content + "\n", StandardCharsets.UTF_8))
        .hasToString(HEX);
  }

  @Test
  void isTheSameWheneverTheEvidenceWasRead() {
    CleanupPlan later =
        CleanupPlan.builder()
            .from(PLAN)
            .evidence(
                PLAN.evidence().stream()
                    .map(
                        evidence ->
                            Evidence.builder()
                                .from(evidence)
                                .readAt(Fixtures.NOW.plus(Duration.ofDays(1)))
                                .build())
                    .toList())
            .build();

    assertThat(PlanJson.digest(later)).isEqualTo(PlanJson.digest(PLAN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Because of in-use              | Because of nothing
          "name": "image-1"              | "name": "image-7"
          "evidence": \\["evidence"]     | "evidence": []
          "createdAt": "2017             | "createdAt": "2018
          \"keepNewest\": 1             | \"keepNewest\": 0
          "items": 4                     | "items": 5
          """)
  void anEditRefusesThePlan(String original, String edited) {
    String json = JSON.replaceAll("\\[\\s+\"evidence\"\\s+]", "[\"evidence\"]");
    String changed = json.replaceFirst(original, edited);
    assertThat(changed).isNotEqualTo(json);

    assertThatExceptionOfType(EditedPlanException.class)
        .isThrownBy(() -> PlanJson.read(changed))
        .withMessageContaining("sha256:" + HEX)
        .withMessageEndingWith(": make a new plan")
        .satisfies(
            edit -> {
              assertThat(edit.statedDigest()).contains("sha256:" + HEX);
              assertThat(edit.digest().hex()).isNotEqualTo(HEX);
              assertThat(edit).hasMessageContaining(edit.digest().toString());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:0000000000000000000000000000000000000000000000000000000000000000",
        "md5:0",
        ""
      })
  void anotherDigestRefusesThePlan(String stated) {
    assertThatExceptionOfType(EditedPlanException.class)
        .isThrownBy(() -> PlanJson.read(JSON.replace("sha256:" + HEX, stated)))
        .withMessageContaining("'" + stated + "'")
        .withMessageContaining(HEX)
        .satisfies(edit -> assertThat(edit.statedDigest()).contains(stated));
  }

  @Test
  void theDigestOfAnotherPlanRefusesThePlan() {
    CleanupPlan other = SamplePlans.removing(PLAN.images().get(0));

    assertThatExceptionOfType(EditedPlanException.class)
        .isThrownBy(() -> PlanJson.read(JSON.replace(HEX, PlanJson.digest(other).hex())));
  }

  @Test
  void noDigestRefusesThePlan() {
    assertThatExceptionOfType(EditedPlanException.class)
        .isThrownBy(() -> PlanJson.read(withoutDigest(JSON)))
        .withMessageContaining("states no digest")
        .satisfies(edit -> assertThat(edit.statedDigest()).isEmpty());
  }

  @Test
  void anotherLayoutIsNoEdit() {
    assertThat(PlanJson.read(JSON.replaceAll("\\s*\n\\s*", " "))).isEqualTo(PLAN);
  }

  @Test
  void anEditedPlanCanBeOpenedAllTheSame() throws IOException {
    PlanDocument document = open(JSON.replace("image-1", "image-7"));

    assertThat(document.edit())
        .hasValueSatisfying(
            edit -> assertThat(edit.getMessage()).doesNotContain("make a new plan"));
    assertThat(document.plan().images().get(0).name()).isEqualTo("image-7");
    assertThat(document.digest()).isEqualTo(PlanJson.digest(document.plan()));
  }

  @Test
  void aPlanAsItWasWrittenIsOpenedAsSuch() throws IOException {
    PlanDocument document = open(JSON);

    assertThat(document.edit()).isEmpty();
    assertThat(document.unedited()).isEqualTo(PLAN);
    assertThat(document.digest().hex()).isEqualTo(HEX);
  }

  @Test
  void isReadWithAndWithoutItsAlgorithm() {
    assertThat(List.of(PlanDigest.parse(HEX), PlanDigest.parse("sha256:" + HEX)))
        .containsOnly(PlanJson.digest(PLAN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:", "sha256:abc", "md5:00", "sha256: ", "Z"})
  void isNothingElse(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanDigest.parse(text))
        .withMessageContaining("'" + text + "'")
        .withMessageContaining("expected 64 hexadecimal digits");
  }

  @Test
  void isInLowerCase() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanDigest.parse("A".repeat(64)))
        .withMessageContaining("lower case");
  }

  private static String withoutDigest(String json) {
    return json.replaceAll(",\n *\"digest\": \"[^\"]*\"", "");
  }

  private static PlanDocument open(String json) throws IOException {
    return PlanJson.open(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }
}
