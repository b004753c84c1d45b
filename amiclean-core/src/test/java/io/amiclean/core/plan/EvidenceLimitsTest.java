package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.plan.Planning.CLOCK;
import static io.amiclean.core.plan.Planning.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvidenceLimitsTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant TOO_OLD = NOW.minus(HOUR).minusNanos(1);

  private static ImageInventory.Builder images(Instant readAt) {
    return ImageInventory.builder()
        .scope(SCOPE)
        .readAt(readAt)
        .addImages(image(1).build(), image(2).build())
        .addEvidence(Evidence.complete("list-of-images", 2, NOW));
  }

  private static SnapshotInventory.Builder snapshots(Instant readAt) {
    return SnapshotInventory.builder()
        .scope(SCOPE)
        .readAt(readAt)
        .addEvidence(Evidence.complete("list-of-snapshots", 0, NOW));
  }

  private static ImageUsage.Builder usage(Instant readAt) {
    return ImageUsage.builder()
        .scope(SCOPE)
        .readAt(readAt)
        .addEvidence(Evidence.complete("list-of-users", 0, NOW));
  }

  private static CleanupPlannerBuilder planner() {
    return CleanupPlanner.builder()
        .images(images(NOW)::build)
        .snapshots(snapshots(NOW)::build)
        .usage(usage(NOW)::build)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(CLOCK);
  }

  private static CleanupPlannerBuilder using(Evidence... evidence) {
    return planner().usage(usage(NOW).addEvidence(evidence)::build);
  }

  private static void assertRefused(CleanupPlannerBuilder planner, String source, String message) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> planner.build().plan())
        .withMessageContaining(message)
        .returns(source, EvidenceException::source);
  }

  static Stream<Arguments> oldEvidence() {
    Evidence old = Evidence.complete("old", 1, TOO_OLD);
    return Stream.of(
        Arguments.of("images", planner().images(images(TOO_OLD)::build)),
        Arguments.of("snapshots", planner().snapshots(snapshots(TOO_OLD)::build)),
        Arguments.of("usage", planner().usage(usage(TOO_OLD)::build)),
        Arguments.of("old", planner().images(images(NOW).addEvidence(old)::build)),
        Arguments.of("old", planner().snapshots(snapshots(NOW).addEvidence(old)::build)),
        Arguments.of("old", using(old)),
        Arguments.of(
            "old",
            planner()
                .check(
                    candidates ->
                        CandidateFindings.builder().scope(SCOPE).addEvidence(old).build())));
  }

  @ParameterizedTest
  @MethodSource("oldEvidence")
  void whatWasReadTooLongAgoStopsThePlanning(String source, CleanupPlannerBuilder planner) {
    assertThat(removed(planner.build().plan())).as("without a limit").isNotEmpty();
    assertRefused(
        planner.maximumEvidenceAge(HOUR),
        source,
        "'" + source + "' was read at 2017-06-15T22:59:59.999999999Z");
  }

  @Test
  void whatIsJustYoungEnoughDoes() {
    assertThat(
            removed(
                using(Evidence.complete("instances", 1, NOW.minus(HOUR)))
                    .maximumEvidenceAge(HOUR)
                    .build()
                    .plan()))
        .containsExactly(1, 2);
  }

  @Test
  void whatDoesNotSayWhenItWasReadStopsThePlanning() {
    assertRefused(
        using(Evidence.builder().source("file").items(1).complete(true).build())
            .maximumEvidenceAge(HOUR),
        "file",
        "'file' does not say when it was read");
  }

  @Test
  void whatWasLeftOutOnPurposeHasNoAge() {
    assertThat(
            using(Evidence.skipped("instances", TOO_OLD))
                .maximumEvidenceAge(HOUR)
                .build()
                .plan()
                .removals())
        .hasSize(2);
  }

  @Test
  void tooFewImagesStopThePlanning() {
    assertRefused(
        planner().minimumExpectedImages(3),
        "images",
        "The inventory of 123456789012/eu-west-1 holds 2 images, the minimum is 3");
  }

  @Test
  void enoughImagesDo() {
    assertThat(planner().minimumExpectedImages(2).build().plan().removals()).hasSize(2);
  }

  @Test
  void aSourceThatReadTooLittleStopsThePlanning() {
    assertRefused(
        using(Evidence.complete("instances", 4, NOW)).minimumExpected("instances", 5),
        "instances",
        "'instances' read 4 items, the minimum is 5");
  }

  @Test
  void aSourceThatReadEnoughDoes() {
    assertThat(
            using(Evidence.complete("instances", 2, NOW), Evidence.complete("instances", 3, NOW))
                .minimumExpected("instances", 5)
                .build()
                .plan()
                .removals())
        .as("several entries of one source count together")
        .hasSize(2);
  }

  @Test
  void aSourceThatNobodyAskedStopsThePlanning() {
    assertRefused(
        planner().minimumExpected("instances", 0),
        "instances",
        "'instances' is not in the evidence, the minimum is 0");
  }

  @Test
  void aSourceThatWasLeftOutReadNothing() {
    assertRefused(
        using(Evidence.skipped("instances", NOW)).minimumExpected("instances", 1),
        "instances",
        "'instances' read 0 items");
  }

  @Test
  void thePlanNamesTheLimits() {
    assertThat(
            using(Evidence.complete("instances", 2, NOW))
                .maximumEvidenceAge(HOUR)
                .minimumExpectedImages(1)
                .minimumExpected("instances", 9)
                .minimumExpected("instances", 2)
                .build()
                .plan()
                .policy()
                .evidence())
        .isEqualTo(
            EvidenceLimits.builder()
                .maximumAge(HOUR)
                .minimumImages(1)
                .putMinimum("instances", 2L)
                .build());
    assertThat(planner().build().plan().policy().evidence()).isEqualTo(EvidenceLimits.none());
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    CleanupPlannerBuilder planner = planner();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> planner.maximumEvidenceAge(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> planner.minimumExpectedImages(-1))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> planner.minimumExpected("instances", -1))
        .withMessageContaining("instances");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> planner.minimumExpected(" ", 1))
        .withMessageContaining("blank source");
  }

  @Test
  void theAgeAndItsLimitAreWrittenForPeople() {
    assertRefused(
        using(Evidence.complete("file", 1, NOW.minusSeconds(849_445_460)))
            .maximumEvidenceAge(Duration.ofDays(2)),
        "file",
        ", 9831 d 13 h 4 min 20 s ago, the maximum is P2D: read it again");
  }
}
