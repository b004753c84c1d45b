package io.amiclean.core.diff;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.diff.PlanChange.Kind;
import io.amiclean.core.json.DiffJson;
import io.amiclean.core.report.DiffText;
import io.amiclean.core.report.GoldenFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanDiffTest {

  /** Images 1 to 7, snapshots 8 and 9. */
  private static final CleanupPlan BEFORE =
      plan(
          "keepNewest(2)",
          removed(1),
          retained(2),
          removed(3).addSnapshots(SamplePlans.delete(snapshotId(3), "only-of-removed-images")),
          used(4, "i-1"),
          used(5, "i-1"),
          retained(6),
          retained(7));

  private static final CleanupPlan AFTER =
      CleanupPlan.builder()
          .from(
              plan(
                  "keepNewest(1)",
                  removed(1),
                  removed(2),
                  removed(3)
                      .addSnapshots(SamplePlans.keep(snapshotId(3), ReasonCodes.SNAPSHOT_LOCKED)),
                  used(4, "i-2"),
                  retained(5),
                  used(6, "i-3").name("a\u001b[31mb"),
                  retained(8)))
          .createdAt(NOW.plus(Duration.ofDays(7)))
          .addOrphanSnapshots(SamplePlans.delete(snapshotId(9), ReasonCodes.ORPHAN))
          .build();

  @Test
  void equalPlansHaveNoDifferences() {
    PlanDiff diff = PlanDiff.between(BEFORE, BEFORE);

    assertThat(diff.images()).isEmpty();
    assertThat(diff.options()).isEmpty();
    assertThat(DiffText.of(diff))
        .isEqualTo(
            "123456789012/eu-west-1: the plan for 2017-06-16T00:00:00Z against that for"
                + " 2017-06-16T00:00:00Z\nNo differences.\n");
  }

  @Test
  void isWrittenAsJsonAsReviewed() throws IOException {
    GoldenFile.assertHolds("diff.json", DiffJson.write(PlanDiff.between(BEFORE, AFTER)));
  }

  @Test
  void everyImageThatIsDecidedOnOtherwiseHasItsKind() {
    assertThat(PlanDiff.between(BEFORE, AFTER).images())
        .extracting(change -> change.latest().imageId(), PlanChange::kind)
        .containsExactly(
            tuple(imageId(2), Kind.NEWLY_REMOVED),
            tuple(imageId(3), Kind.REASON),
            tuple(imageId(4), Kind.REASON),
            tuple(imageId(5), Kind.VERDICT),
            tuple(imageId(6), Kind.VERDICT),
            tuple(imageId(7), Kind.GONE),
            tuple(imageId(8), Kind.NEW));
  }

  @Test
  void theOtherWayRoundWhatGoesStays() {
    assertThat(PlanDiff.between(/* before= */ AFTER, /* after= */ BEFORE).images())
        .extracting(change -> change.latest().imageId(), PlanChange::kind)
        .contains(
            tuple(imageId(2), Kind.NO_LONGER_REMOVED),
            tuple(imageId(7), Kind.NEW),
            tuple(imageId(8), Kind.GONE));
  }

  @Test
  void aStageIsNoRemoval() {
    ImageDecision.Builder staged =
        SamplePlans.image(1, Verdict.STAGE, ReasonCodes.NEXT_STAGE).addGroups("front");
    CleanupPlan disabled = plan("x", staged.stageChange(Action.DISABLE_IMAGE));
    CleanupPlan hidden = plan("x", staged.stageChange(Action.MAKE_IMAGE_PRIVATE));

    assertThat(PlanDiff.between(hidden, disabled).images())
        .extracting(PlanChange::kind)
        .containsExactly(Kind.VERDICT);
    assertThat(DiffText.of(PlanDiff.between(hidden, disabled)))
        .contains("STAGE, make image private -> STAGE, disable image\n");
  }

  @Test
  void whatIsLeftOfACounterIsNoDifferenceButAnotherPeriodIs() {
    Reason may = counted(Counter.of("monthly 2017-05", 1, 12));

    assertThat(
            PlanDiff.areAlike(List.of(may), List.of(counted(Counter.of("monthly 2017-05", 2, 12)))))
        .isTrue();
    assertThat(
            PlanDiff.areAlike(List.of(may), List.of(counted(Counter.of("monthly 2017-06", 1, 12)))))
        .isFalse();
  }

  private static Reason counted(Counter counter) {
    return Reason.of("keep-calendar", "Kept", counter.toString()).counting(List.of(counter));
  }

  @Test
  void ranksAndSentencesAreNoDifference() {
    ImageDecision before = SamplePlans.image(1, Verdict.RETAINED, "other").addGroups("a").build();
    Reason reason =
        Reason.of("keep-newest", "3 days old", "a: rank 1 of 5")
            .counting(List.of(Counter.of("newest", 1, 5)));
    Reason older =
        Reason.of("keep-newest", "4 days old", "a: rank 2 of 6")
            .counting(List.of(Counter.of("newest", 2, 5)));

    assertThat(
            PlanDiff.between(
                    plan("x", ImageDecision.builder().from(before).reasons(List.of(reason))),
                    plan("x", ImageDecision.builder().from(before).reasons(List.of(older))))
                .images())
        .isEmpty();
  }

  @Test
  void anOrphanThatGoesNowIsTold() {
    CleanupPlan kept =
        CleanupPlan.builder()
            .from(AFTER)
            .orphanSnapshots(List.of(SamplePlans.keep(snapshotId(9), ReasonCodes.SNAPSHOT_LOCKED)))
            .build();

    assertThat(PlanDiff.between(kept, AFTER).orphanSnapshots())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.kind()).isEqualTo(Kind.NEWLY_REMOVED);
              assertThat(change.before().orElseThrow().verdict()).isEqualTo(SnapshotVerdict.KEEP);
            });
  }

  @Test
  void orphansAreNotGoneWhereOnlyOneOfThePlansLooksForThem() {
    CleanupPlan looking =
        CleanupPlan.builder()
            .from(AFTER)
            .policy(CleanupPolicy.builder().from(AFTER.policy()).orphanSnapshots(true).build())
            .build();

    assertThat(PlanDiff.between(looking, AFTER).orphanSnapshots()).isEmpty();
    assertThat(PlanDiff.between(BEFORE, looking).orphanSnapshots()).isEmpty();
  }

  @Test
  void plansOfTwoScopesAreRefused() {
    CleanupPlan elsewhere =
        CleanupPlan.builder()
            .from(BEFORE)
            .scope(CleanupScope.of(Fixtures.OTHER_ACCOUNT, "eu-west-1"))
            .build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> PlanDiff.between(BEFORE, elsewhere))
        .withMessageContaining("123456789012/eu-west-1 and 210987654321/eu-west-1");
  }

  @Test
  void theTextTellsCausesFirst() {
    assertThat(DiffText.of(PlanDiff.between(BEFORE, AFTER)))
        .isEqualTo(
            """
            123456789012/eu-west-1: the plan for 2017-06-23T00:00:00Z against that for \
            2017-06-16T00:00:00Z

            Options:
              retain: keepNewest(2) -> keepNewest(1)

            Summary:
              remove: 2 -> 3
              retained: 3 -> 2

            Images that go now (1):
              ami-00000002 (image-2): RETAINED -> REMOVE
                - keep-newest: Because of keep-newest (evidence)
                + not-retained: Because of not-retained (evidence)

            Images of another verdict (2):
              ami-00000005 (image-5): EXCLUDED -> RETAINED
                - in-use: In use (i-1)
                + keep-newest: Because of keep-newest (evidence)
              ami-00000006 (a\\u001b[31mb): RETAINED -> EXCLUDED
                - keep-newest: Because of keep-newest (evidence)
                + in-use: In use (i-3)

            Images for other reasons (2):
              ami-00000003 (image-3): REMOVE
                - snap-00000003: DELETE, only-of-removed-images
                + snap-00000003: KEEP, snapshot-locked
              ami-00000004 (image-4): EXCLUDED
                - in-use: In use (i-1)
                + in-use: In use (i-2)

            Images that are gone (1):
              ami-00000007 (image-7): RETAINED
                - keep-newest: Because of keep-newest (evidence)

            Images that are new (1):
              ami-00000008 (image-8): RETAINED
                + keep-newest: Because of keep-newest (evidence)

            Orphan snapshots that are new (1):
              snap-00000009: DELETE
                + orphan: Because of orphan
            """);
  }

  private static CleanupPlan plan(String retention, ImageDecision.Builder... images) {
    CleanupPlan.Builder plan =
        CleanupPlan.builder()
            .createdAt(NOW)
            .scope(Fixtures.SCOPE)
            .policy(CleanupPolicy.builder().addRetain(StrategySpec.custom(retention)).build());
    for (ImageDecision.Builder image : images) {
      plan.addImages(image.build());
    }
    return plan.build();
  }

  private static ImageDecision.Builder removed(int number) {
    return SamplePlans.image(number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED).addGroups("front");
  }

  private static ImageDecision.Builder retained(int number) {
    return SamplePlans.image(number, Verdict.RETAINED, ReasonCodes.KEEP_NEWEST).addGroups("front");
  }

  private static ImageDecision.Builder used(int number, String user) {
    return SamplePlans.image(number, Verdict.EXCLUDED, ReasonCodes.IN_USE)
        .addGroups("front")
        .reasons(List.of(Reason.of(ReasonCodes.IN_USE, "In use", user)));
  }
}
