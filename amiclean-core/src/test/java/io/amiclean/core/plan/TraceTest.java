package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.plan.Planning.decision;
import static io.amiclean.core.plan.Planning.planner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageTrace;
import io.amiclean.api.plan.ImageTrace.Answer;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.Fixtures;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The trace of each image in a plan. */
class TraceTest {

  private static final Reason PINNED = Reason.of("pinned", "Pinned by the release train");
  private static final Reason SHARED = Reason.of("shared-usage-unknown", "Somebody may use it");

  private static final ExclusionFilter PINS =
      ExclusionFilter.named(
          "pins()",
          (image, context) -> image.id().equals(imageId(2)) ? List.of(PINNED) : List.of());

  private static final CandidateCheck LOOK =
      CandidateCheck.named(
          "look()",
          images ->
              CandidateFindings.builder()
                  .scope(SCOPE)
                  .putReasons(imageId(5), List.of(SHARED))
                  .addEvidence(Evidence.complete("look", images.size(), NOW))
                  .build());

  /** Image 1 is young, 2 pinned, 3 the newest of the rest, 4 goes, and 5 is shared; 6 is in use. */
  private static CleanupPlan plan() {
    Fixtures.Account account = Fixtures.account();
    for (int number = 1; number <= 6; number++) {
      account.images(Fixtures.image(number).build());
    }
    account.used(imageId(6), "instance", "i-0a");
    return planner(account)
        .exclude(PINS)
        .groupBy(Mappers.everything("all"))
        .retain(
            RetentionStrategies.youngerThan(Duration.ofHours(25))
                .then(RetentionStrategies.keepNewest(1)))
        .check(LOOK)
        .build()
        .plan();
  }

  private static ImageTrace trace(int image) {
    return decision(plan(), image).trace().orElseThrow();
  }

  private static ImageTrace.Group group(int image) {
    return trace(image).groups().get(0);
  }

  @Test
  void namesWhoUsesTheImage() {
    assertThat(trace(6).references())
        .containsExactly(ImageReference.of(imageId(6), "instance", "i-0a"));
    assertThat(trace(1).references()).isEmpty();
  }

  @Test
  void tellsWhatEachFilterSaid() {
    assertThat(trace(2).exclusion())
        .contains(Answer.of("pins()", List.of(PINNED)), Answer.of("inUse()", List.of()));
    assertThat(trace(6).exclusion())
        .contains(
            Answer.of("pins()", List.of()), Answer.of("inUse()", decision(plan(), 6).reasons()));
    assertThat(trace(1).exclusion())
        .startsWith(Answer.of("inUse()", List.of()))
        .endsWith(Answer.of("pins()", List.of()));
  }

  @Test
  void imagesThatNoFilterExcludesShareTheirAnswers() {
    CleanupPlan plan = plan();

    assertThat(decision(plan, 3).trace().orElseThrow().exclusion())
        .isSameAs(decision(plan, 4).trace().orElseThrow().exclusion());
  }

  @Test
  void tellsTheRankOfACandidateAndNoneOfWhatStaysAnyway() {
    assertThat(group(4).rank()).hasValue(3);
    assertThat(group(4).candidates()).isEqualTo(3);
    assertThat(group(4).images()).isEqualTo(6);
    assertThat(group(2).rank()).isEmpty();
    assertThat(group(2).retention()).isEmpty();
  }

  @Test
  void tellsWhatThePartsOfARetentionSaidThatWereAsked() {
    String young = "youngerThan(PT25H)";
    assertThat(group(1).retention()).extracting(Answer::strategy).containsExactly(young);
    assertThat(group(3).retention())
        .containsExactly(
            Answer.of(young, List.of()), Answer.of("keepNewest(1)", decision(plan(), 3).reasons()));
    assertThat(group(4).retention())
        .containsExactly(Answer.of(young, List.of()), Answer.of("keepNewest(1)", List.of()));
  }

  @Test
  void tellsWhatEveryPartOfAnyOfSaid() {
    Fixtures.Account account = Fixtures.account().images(Fixtures.image(1).build());
    CleanupPlan plan =
        planner(account)
            .groupBy(Mappers.everything("all"))
            .retain(
                RetentionStrategy.anyOf(
                    RetentionStrategies.nothing(), RetentionStrategies.keepNewest(1)))
            .build()
            .plan();

    assertThat(decision(plan, 1).trace().orElseThrow().groups().get(0).retention())
        .containsExactly(
            Answer.of("nothing()", List.of()),
            Answer.of("keepNewest(1)", decision(plan, 1).reasons()));
  }

  @Test
  void tellsWhatTheLastLookSaidOfThoseItWasAskedAbout() {
    assertThat(trace(5).candidateChecks()).containsExactly(Answer.of("look()", List.of(SHARED)));
    assertThat(trace(4).candidateChecks()).containsExactly(Answer.of("look()", List.of()));
    assertThat(trace(3).candidateChecks()).isEmpty();
  }

  @Test
  void survivesTheJsonOfThePlan() {
    CleanupPlan plan = plan();

    CleanupPlan read = PlanJson.read(PlanJson.write(plan));

    assertThat(read.images())
        .allSatisfy(
            image ->
                assertThat(image.trace())
                    .isPresent()
                    .isEqualTo(plan.explain(image.imageId()).trace()));
    assertThat(PlanJson.write(read)).isEqualTo(PlanJson.write(plan));
  }

  @Test
  void isRefusedWhereItNamesAReasonThatTheDecisionDoesNotGive() {
    String edited = PlanJson.write(plan()).replaceFirst("\\[0]", "[1]");

    assertThatThrownBy(() -> PlanJson.read(edited))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining(
            "its reason 1 (counted from 0), which it does not have: make a new plan");
  }

  @Test
  void isEmptyWhereAPlanIsReadThatWasWrittenWithout() throws IOException {
    CleanupPlan plan = plan();
    String untold = PlanJson.write(plan).replaceAll(",\n *\"trace\".*", "");

    assertThat(untold).doesNotContain("trace");
    CleanupPlan read =
        PlanJson.open(new ByteArrayInputStream(untold.getBytes(StandardCharsets.UTF_8))).plan();
    assertThat(read.images()).allMatch(image -> image.trace().isEmpty());
    assertThat(read).isNotEqualTo(plan);
  }

  @Test
  void isShownStageByStage() {
    assertThat(TextReport.explain(decision(plan(), 6)))
        .containsSubsequence(
            "ami-00000006 (image-6)",
            "EXCLUDED\n",
            "  trace:\n",
            "    source: read from images; used by\n",
            "      - instance i-0a\n",
            "    exclusion: protected by inUse(): in-use\n",
            "    exclusion: passed notOwned(), ",
            "    mapping: all\n",
            "    retention in all: stays anyway, no rank among the 3 candidates, 6 images in all\n");
    assertThat(TextReport.explain(decision(plan(), 3)))
        .containsSubsequence(
            "    retention in all: rank 2 of 3 candidates, 6 images in all\n",
            "      kept by keepNewest(1): keep-newest\n",
            "      let go by youngerThan(PT25H)\n");
    assertThat(TextReport.explain(decision(plan(), 5)))
        .contains("    candidate checks: kept by look(): shared-usage-unknown\n");
  }
}
