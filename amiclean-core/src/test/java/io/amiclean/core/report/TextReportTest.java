package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.imageId;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The expected tables are those of the seed {@code 000_d2e5cc670baa94a0.txt}. */
class TextReportTest {

  private static final Instant NOW = Instant.parse("2017-06-16T00:00:00Z");
  private static final CleanupScope SCOPE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");
  private static final ImageId FIRST = ImageId.of("ami-50504e36");
  private static final ImageId SECOND = ImageId.of("ami-52504e34");
  private static final SnapshotId SNAPSHOT = SnapshotId.of("snap-0c464715");

  @Test
  void countsTheRemovalsOfEachGroupAndTheUnmappedImagesLast() {
    CleanupPlan plan =
        plan("tags")
            .addImages(
                removal("ami-00000001", "a", "prod"),
                removal("ami-00000002", "b", "zone"),
                removal("ami-00000003", "c", "prod"),
                unmapped("ami-00000004"))
            .build();

    assertThat(TextReport.removals(plan))
        .isEqualTo(
            """
            AMIs to be removed:
            +--------------------+------------+
            |     Group name     | candidates |
            +--------------------+------------+
            |        prod        |     2      |
            |        zone        |     1      |
            | no-tags (excluded) |     1      |
            +--------------------+------------+
            """);
  }

  @Test
  void leavesOutGroupsThatKeepEverything() {
    CleanupPlan plan =
        plan("tags")
            .addImages(removal("ami-00000001", "a", "back"), retained("ami-00000002", "front"))
            .build();

    assertThat(TextReport.removals(plan)).contains("back").doesNotContain("front");
  }

  @Test
  void showsUnmappedImagesForTheTagsMappingOnly() {
    CleanupPlan plan =
        plan("nameContains")
            .addImages(removal("ami-00000001", "front", "front"), unmapped("ami-00000002"))
            .build();

    assertThat(TextReport.removals(plan)).doesNotContain("no-tags");
    assertThat(TextReport.fullReport(plan)).doesNotContain("no-tags");
  }

  @Test
  void countsAnImageInEachOfItsGroups() {
    CleanupPlan plan =
        plan("nameContains").addImages(removal("ami-00000001", "web-api", "api", "web")).build();

    assertThat(TextReport.removals(plan)).contains("|    api     |", "|    web     |");
  }

  @Test
  void showsNothingWhereNothingGoes() {
    CleanupPlan plan = plan("tags").addImages(retained("ami-00000001", "front")).build();

    assertThat(TextReport.removals(plan)).isEmpty();
    assertThat(TextReport.fullReport(plan)).isEmpty();
    assertThat(TextReport.orphans(plan)).isEmpty();
  }

  @Test
  void listsTheImagesOfEachGroupByName() {
    CleanupPlan plan =
        plan("nameContains")
            .addImages(
                removal("ami-50504e36", "front-ff5eac7", "front"),
                removal("ami-52504e34", "front-a3c56c4", "front"))
            .build();

    assertThat(TextReport.fullReport(plan))
        .isEqualTo(
            """
            front
            +--------------+---------------+--------------------------+
            |    AMI ID    |    AMI Name   |      Creation Date       |
            +--------------+---------------+--------------------------+
            | ami-52504e34 | front-a3c56c4 | 2017-06-15T09:55:42.000Z |
            | ami-50504e36 | front-ff5eac7 | 2017-06-15T09:55:42.000Z |
            +--------------+---------------+--------------------------+


            """);
  }

  @Test
  void centresTextsOfOddAndEvenLengthAsTheOriginalDoes() {
    CleanupPlan plan =
        plan("tags").addImages(removal("ami-50504e36", "test-delete", "front")).build();

    assertThat(TextReport.fullReport(plan)).contains("\n|    AMI ID    |   AMI Name  |");
  }

  @Test
  void saysThatACreationDateIsUnknown() {
    ImageDecision image =
        ImageDecision.builder()
            .from(retained("ami-00000001", "front"))
            .creationDate(Optional.empty())
            .build();

    assertThat(TextReport.explain(image)).contains("created unknown");
  }

  @Test
  void listsTheOrphansThatGo() {
    CleanupPlan plan =
        plan("tags")
            .addOrphanSnapshots(
                snapshot(SNAPSHOT, SnapshotVerdict.DELETE, ReasonCodes.ORPHAN),
                snapshot(
                    SnapshotId.of("snap-0c464716"), SnapshotVerdict.KEEP, ReasonCodes.EXCLUDED_TAG))
            .build();

    assertThat(TextReport.orphans(plan))
        .isEqualTo(
            """
            +------------------+
            | Orphan Snapshots |
            +------------------+
            |  snap-0c464715   |
            +------------------+
            """);
  }

  @Test
  void explainsADecisionWithItsEvidenceAndItsSnapshots() {
    ImageDecision image =
        ImageDecision.builder()
            .from(removal("ami-50504e36", "front-a3c56c4", "dev.front"))
            .reasons(
                List.of(Reason.of(ReasonCodes.NOT_RETAINED, "Nothing keeps it", "rank 5 of 5")))
            .addSnapshots(
                snapshot(SNAPSHOT, SnapshotVerdict.DELETE, ReasonCodes.ONLY_OF_REMOVED_IMAGES))
            .build();

    assertThat(TextReport.explain(image))
        .isEqualTo(
            """
            ami-50504e36 (front-a3c56c4), created 2017-06-15T09:55:42.000Z: REMOVE
              groups: dev.front
              not-retained: Nothing keeps it
                - rank 5 of 5
              snap-0c464715 (8 GiB): DELETE
                only-of-removed-images: because
            """);
  }

  @Test
  void putsTheOutcomesOfSnapshotsUnderTheirImages() {
    CleanupPlan plan =
        plan("tags")
            .addImages(
                ImageDecision.builder()
                    .from(removal(FIRST.value(), "front-1", "front"))
                    .addSnapshots(
                        snapshot(
                            SNAPSHOT, SnapshotVerdict.DELETE, ReasonCodes.ONLY_OF_REMOVED_IMAGES))
                    .build(),
                removal(SECOND.value(), "front-2", "front"))
            .build();

    assertThat(TextReport.outcomes(plan, result()))
        .isEqualTo(
            """
            ami-50504e36 (front-1): deregistered
              snap-0c464715: deleted
            ami-52504e34 (front-2): failed, OperationNotPermitted: It is protected
            Images: 1 succeeded, 1 failed
            Snapshots: 1 succeeded
            """);
  }

  @Test
  void showsOutcomesWithoutAPlan() {
    assertThat(TextReport.outcomes(result()))
        .isEqualTo(
            """
            ami-50504e36: deregistered
            ami-52504e34: failed, OperationNotPermitted: It is protected
            snap-0c464715: deleted
            Images: 1 succeeded, 1 failed
            Snapshots: 1 succeeded
            """);
  }

  @Test
  void showsOutcomesThatThePlanDoesNotKnow() {
    assertThat(TextReport.outcomes(plan("tags").build(), result()))
        .isEqualTo(TextReport.outcomes(result()));
  }

  @Test
  void rendersNamesThatWouldMoveTheCursorHarmless() {
    CleanupPlan plan =
        plan("tags").addImages(removal("ami-50504e36", "a\u001b[2Kb\nc\u202ed", "front\r")).build();

    assertThat(TextReport.fullReport(plan))
        .contains("a\\u001b[2Kb\\u000ac\\u202ed", "front\\u000d\n")
        .doesNotContain("\u001b", "\r", "\u202e");
  }

  @Test
  void keepsLettersOfAllAlphabetsAsTheyAre() {
    assertThat(TerminalText.sanitize("Grüße, 世界 🙂")).isEqualTo("Grüße, 世界 🙂");
  }

  private static CleanupPlan.Builder plan(String mapper) {
    return CleanupPlan.builder().createdAt(NOW).scope(SCOPE).policy(SamplePlans.policy(mapper));
  }

  private static ImageDecision removal(String id, String name, String... groups) {
    return ImageDecision.builder()
        .imageId(ImageId.of(id))
        .name(name)
        .creationDate(Instant.parse("2017-06-15T09:55:42Z"))
        .addGroups(groups)
        .verdict(Verdict.REMOVE)
        .addReasons(Reason.of(ReasonCodes.NOT_RETAINED, "Nothing keeps it"))
        .build();
  }

  private static ImageDecision retained(String id, String group) {
    return ImageDecision.builder()
        .from(removal(id, "kept", group))
        .verdict(Verdict.RETAINED)
        .reasons(List.of(Reason.of(ReasonCodes.KEEP_NEWEST, "It is the newest")))
        .build();
  }

  private static ImageDecision unmapped(String id) {
    return ImageDecision.builder()
        .from(removal(id, "unmapped"))
        .verdict(Verdict.UNMAPPED)
        .reasons(List.of(Reason.of(ReasonCodes.NO_GROUP, "It has none of the tags")))
        .build();
  }

  private static SnapshotDecision snapshot(SnapshotId id, SnapshotVerdict verdict, String code) {
    return SnapshotDecision.builder()
        .snapshotId(id)
        .verdict(verdict)
        .addReasons(Reason.of(code, "because"))
        .sizeGiB(8)
        .build();
  }

  private static ExecutionResult result() {
    return ExecutionResult.builder()
        .startedAt(NOW)
        .finishedAt(NOW)
        .scope(SCOPE)
        .addOutcomes(
            ActionOutcome.deregistration(FIRST, Outcome.SUCCEEDED, "deregistered", "Done"),
            ActionOutcome.deregistration(
                SECOND, Outcome.FAILED, "OperationNotPermitted", "It is protected"),
            ActionOutcome.deletion(SNAPSHOT, Outcome.SUCCEEDED, "deleted", "Done"))
        .build();
  }

  @Test
  void showsWhatBecomesOfImagesThatAreMovedByAStage() {
    CleanupPlan plan =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.STAGE, ReasonCodes.NEXT_STAGE)
                .stageChange(Action.MAKE_IMAGE_PRIVATE)
                .build());

    assertThat(TextReport.stageChanges(plan))
        .contains("ami-00000001", "image-1", "make image private");
    assertThat(TextReport.explain(plan.explain(imageId(1))))
        .contains(": STAGE, make image private\n");
    assertThat(TextReport.stageChanges(SamplePlans.everyVerdict())).isEmpty();
  }

  @Test
  void explainsThatAnImageWhichIsNotAvailableIsNotAmongTheNewest() {
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(
                InMemoryAccount.builder()
                    .image("ami-0000000a", image -> image.createdAt(NOW.minus(Duration.ofDays(2))))
                    .image(
                        "ami-0000000b",
                        image ->
                            image
                                .createdAt(NOW.minus(Duration.ofDays(1)))
                                .state(ImageState.DISABLED))
                    .build())
            .withoutProtection(Protection.NOT_AVAILABLE)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(1))
            .build()
            .plan();

    assertThat(TextReport.explain(plan, plan.explain(ImageId.of("ami-0000000b"))))
        .contains(": REMOVE\n  Rank 1 of 2 in all; the newest available is kept.\n");
  }

  @Test
  void explainsWhoWasNotAskedAboutAnImageThatNobodyUses() {
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(
                InMemoryAccount.builder()
                    .image("ami-0000000a", image -> image.createdAt(NOW))
                    .build())
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();
    CleanupPlan without =
        CleanupPlan.builder()
            .from(plan)
            .reading(ReadingPolicy.builder().addSkippedSources("instances").build())
            .addEvidence(Evidence.skipped("instances", NOW))
            .build();

    assertThat(TextReport.explain(without, without.explain(ImageId.of("ami-0000000a"))))
        .contains("; no use is known, not read: instances\n");
  }
}
