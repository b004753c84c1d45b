package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.ACCOUNT;
import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.OTHER_ACCOUNT;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.plan.Planning.CLOCK;
import static io.amiclean.core.plan.Planning.removed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CleanupPlannerEvidenceTest {

  private static final CleanupScope OTHER_REGION = CleanupScope.of(ACCOUNT, "us-east-1");

  private static ImageInventory.Builder images(CleanupScope scope) {
    return ImageInventory.builder()
        .scope(scope)
        .readAt(NOW)
        .addImages(image(1).build(), image(2).build())
        .addEvidence(Evidence.complete("list-of-images", 2, NOW));
  }

  private static SnapshotInventory.Builder snapshots(CleanupScope scope) {
    return SnapshotInventory.builder()
        .scope(scope)
        .readAt(NOW)
        .addEvidence(Evidence.complete("list-of-snapshots", 0, NOW));
  }

  private static ImageUsage.Builder usage(CleanupScope scope) {
    return ImageUsage.builder()
        .scope(scope)
        .readAt(NOW)
        .addEvidence(Evidence.complete("list-of-users", 0, NOW));
  }

  private static Evidence incomplete(String source) {
    return Evidence.builder().source(source).items(3).complete(false).build();
  }

  private static CleanupPlannerBuilder complete() {
    return CleanupPlanner.builder()
        .images(images(SCOPE)::build)
        .snapshots(snapshots(SCOPE)::build)
        .usage(usage(SCOPE)::build)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .clock(CLOCK);
  }

  static Stream<Arguments> incompleteSources() {
    return Stream.of(
        Arguments.of(
            "images", complete().images(images(SCOPE).addEvidence(incomplete("images"))::build)),
        Arguments.of(
            "snapshots",
            complete().snapshots(snapshots(SCOPE).addEvidence(incomplete("snapshots"))::build)),
        Arguments.of(
            "instances",
            complete().usage(usage(SCOPE).addEvidence(incomplete("instances"))::build)),
        Arguments.of(
            "permissions",
            complete()
                .check(
                    candidates ->
                        CandidateFindings.builder()
                            .scope(SCOPE)
                            .addEvidence(incomplete("permissions"))
                            .build())));
  }

  @ParameterizedTest
  @MethodSource("incompleteSources")
  void incompleteEvidenceStopsThePlanning(String source, CleanupPlannerBuilder planner) {
    EvidenceException failure =
        catchThrowableOfType(EvidenceException.class, () -> planner.build().plan());

    assertThat(failure.source()).isEqualTo(source);
    assertThat(failure).hasMessageContaining("'" + source + "' was not read to its end (3 items)");
  }

  @Test
  void incompleteEvidenceOfAGivenReadingStopsThePlanning() {
    PlanningContext read =
        PlanningContext.builder()
            .now(NOW)
            .images(images(SCOPE).build())
            .snapshots(snapshots(SCOPE).build())
            .usage(usage(SCOPE).addEvidence(incomplete("instances")).build())
            .build();
    CleanupPlanner planner = complete().build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> planner.plan(read))
        .withMessageContaining("'instances' was not read to its end (3 items)");
  }

  @SuppressWarnings("NullAway") // Users may not check for null.
  static Stream<Arguments> sourcesWithoutAnAnswer() {
    return Stream.of(
        Arguments.of(
            "failed: java.lang.IllegalStateException: no database",
            complete()
                .images(
                    () -> {
                      throw new IllegalStateException("no database");
                    })),
        Arguments.of("answered null", complete().images(() -> null)),
        Arguments.of("answered null", complete().snapshots(() -> null)),
        Arguments.of("answered null", complete().usage(() -> null)),
        Arguments.of(
            "does not say what it read",
            complete().usage(ImageUsage.builder().scope(SCOPE).readAt(NOW)::build)));
  }

  @ParameterizedTest
  @MethodSource("sourcesWithoutAnAnswer")
  void aSourceWithoutAnAnswerStopsThePlanningAndIsNamed(
      String message, CleanupPlannerBuilder planner) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> planner.build().plan())
        .withMessageContaining("CleanupPlannerEvidenceTest(lambda) " + message);
  }

  @Test
  void aReadingWithoutEvidenceStopsThePlanning() {
    PlanningContext read =
        PlanningContext.builder()
            .now(NOW)
            .images(images(SCOPE).build())
            .snapshots(snapshots(SCOPE).build())
            .usage(ImageUsage.builder().scope(SCOPE).readAt(NOW).build())
            .build();
    CleanupPlanner planner = complete().build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> planner.plan(read))
        .withMessageContaining("'usage' does not say what was read");
  }

  @Test
  void aSourceThatWasLeftOutOnPurposeIsToldInThePlan() {
    Evidence skipped = Evidence.skipped("launch-templates", NOW);

    assertThat(complete().usage(usage(SCOPE).addEvidence(skipped)::build).build().plan().evidence())
        .contains(skipped);
  }

  @Test
  void thePlanTellsAllThatWasReadSortedBySource() {
    assertThat(
            complete()
                .images(images(SCOPE).addEvidence(Evidence.complete("images", 2, NOW))::build)
                .snapshots(
                    snapshots(SCOPE).addEvidence(Evidence.complete("snapshots", 0, NOW))::build)
                .usage(usage(SCOPE).addEvidence(Evidence.complete("instances", 0, NOW))::build)
                .check(
                    candidates ->
                        CandidateFindings.builder()
                            .scope(SCOPE)
                            .addEvidence(Evidence.complete("a-candidate-check", 2, NOW))
                            .build())
                .build()
                .plan()
                .evidence())
        .extracting(Evidence::source)
        .isSorted()
        .contains("a-candidate-check", "images", "instances", "snapshots");
  }

  @Test
  void whatAnySourceOfUsageNamesStays() {
    assertThat(
            removed(
                complete()
                    .usage(
                        usage(SCOPE).addReferences(ImageReference.of(imageId(2), "instance", "i-1"))
                            ::build)
                    .build()
                    .plan()))
        .containsExactly(1);
  }

  static Stream<CleanupPlannerBuilder> strayingSources() {
    return Stream.of(
        complete().images(images(OTHER_REGION)::build),
        complete().snapshots(snapshots(OTHER_REGION)::build),
        complete().snapshots(snapshots(CleanupScope.of(OTHER_ACCOUNT, "eu-west-1"))::build),
        complete().usage(usage(OTHER_REGION)::build),
        complete().check(candidates -> CandidateFindings.builder().scope(OTHER_REGION).build()));
  }

  @ParameterizedTest
  @MethodSource("strayingSources")
  void sourcesOfDifferentScopesStopThePlanning(CleanupPlannerBuilder planner) {
    assertThatExceptionOfType(ScopeMismatchException.class)
        .isThrownBy(() -> planner.build().plan())
        .withMessageContaining("eu-west-1");
  }

  static Stream<CleanupPlannerBuilder> failingSources() {
    EvidenceException failure = new EvidenceException("some", "The source failed");
    return Stream.of(
        complete()
            .images(
                () -> {
                  throw failure;
                }),
        complete()
            .snapshots(
                () -> {
                  throw failure;
                }),
        complete()
            .usage(
                () -> {
                  throw failure;
                }),
        complete()
            .check(
                candidates -> {
                  throw failure;
                }));
  }

  @ParameterizedTest
  @MethodSource("failingSources")
  void aFailingSourceStopsThePlanningAndIsNamed(CleanupPlannerBuilder planner) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> planner.build().plan())
        .withMessage("The source failed")
        .returns("some", EvidenceException::source);
  }

  static Stream<Arguments> unfinishedPlanners() {
    return Stream.of(
        Arguments.of(
            "images(...)",
            CleanupPlanner.builder()
                .snapshots(snapshots(SCOPE)::build)
                .usage(usage(SCOPE)::build)
                .groupBy(Mappers.everything("all"))
                .retain(RetentionStrategies.nothing())),
        Arguments.of(
            "snapshots(...)",
            CleanupPlanner.builder()
                .images(images(SCOPE)::build)
                .usage(usage(SCOPE)::build)
                .groupBy(Mappers.everything("all"))
                .retain(RetentionStrategies.nothing())),
        Arguments.of(
            "withoutUsageEvidence()",
            CleanupPlanner.builder()
                .images(images(SCOPE)::build)
                .snapshots(snapshots(SCOPE)::build)
                .groupBy(Mappers.everything("all"))
                .retain(RetentionStrategies.nothing())),
        Arguments.of(
            "groupBy(...)",
            CleanupPlanner.builder()
                .images(images(SCOPE)::build)
                .snapshots(snapshots(SCOPE)::build)
                .usage(usage(SCOPE)::build)
                .retain(RetentionStrategies.nothing())),
        Arguments.of(
            "retain(nothing())",
            CleanupPlanner.builder()
                .images(images(SCOPE)::build)
                .snapshots(snapshots(SCOPE)::build)
                .usage(usage(SCOPE)::build)
                .groupBy(Mappers.everything("all"))));
  }

  @ParameterizedTest
  @MethodSource("unfinishedPlanners")
  void aPlannerThatLacksSomethingDoesNotBuild(String missing, CleanupPlannerBuilder planner) {
    assertThatIllegalStateException().isThrownBy(planner::build).withMessageContaining(missing);
  }

  @Test
  void usageAndTheDecisionToDoWithoutItContradictEachOther() {
    assertThatIllegalStateException()
        .isThrownBy(() -> complete().withoutUsageEvidence().build())
        .withMessageContaining("withoutUsageEvidence()");
  }

  @Test
  void aPlannerIsNotChangedByItsBuilder() {
    CleanupPlannerBuilder builder = complete();
    CleanupPlanner planner = builder.build();
    builder.selectOnly(List.of()).retain(RetentionStrategies.keepNewest(9));

    assertThat(removed(planner.plan())).containsExactly(1, 2);
  }
}
