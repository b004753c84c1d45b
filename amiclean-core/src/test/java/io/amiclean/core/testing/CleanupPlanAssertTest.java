package io.amiclean.core.testing;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.testing.CleanupPlanAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.report.TextReport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CleanupPlanAssertTest {

  private static final String GOES = imageId(1).value();
  private static final String RETAINED = imageId(2).value();
  private static final String EXCLUDED = imageId(3).value();
  private static final String UNMAPPED = imageId(4).value();

  private final CleanupPlan plan = SamplePlans.everyVerdict();

  private String explanation(int image) {
    return TextReport.explain(plan.explain(imageId(image)));
  }

  private static void assertFails(ThrowingCallable assertion, String... message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(assertion)
        .satisfies(failure -> assertThat(failure.getMessage()).contains(message));
  }

  @Test
  void passesWhereThePlanIsAsExpected() {
    assertThat(plan)
        .removes(GOES)
        .because(ReasonCodes.NOT_RETAINED)
        .keeps(RETAINED)
        .because(ReasonCodes.KEEP_NEWEST)
        .keeps(EXCLUDED, UNMAPPED)
        .deletesSnapshots(snapshotId(1).value())
        .because(ReasonCodes.ONLY_OF_REMOVED_IMAGES)
        .deletesSnapshots(snapshotId(9).value())
        .because(ReasonCodes.ORPHAN)
        .keepsSnapshots(snapshotId(3).value())
        .because(ReasonCodes.IMAGE_KEPT)
        .removesAtMost(1)
        .hasNoRefusals();
  }

  @Test
  void explainsAnImageThatIsKeptAndShouldGo() {
    assertFails(
        () -> assertThat(plan).removes(GOES, EXCLUDED),
        "Expected " + EXCLUDED + " to be removed:",
        explanation(3));
  }

  @Test
  void explainsAnImageThatGoesAndShouldBeKept() {
    assertFails(
        () -> assertThat(plan).keeps(GOES), "Expected " + GOES + " to be kept:", explanation(1));
  }

  @Test
  void explainsAnImageThatIsKeptForAnotherReason() {
    assertFails(
        () -> assertThat(plan).keeps(RETAINED).because(ReasonCodes.IN_USE),
        "Expected the reasons of " + RETAINED + " to hold in-use, and they do not:",
        explanation(2));
  }

  @Test
  void explainsEachImageOfTooMany() {
    assertFails(
        () -> assertThat(plan).removesAtMost(0),
        "Expected at most 0 images to be removed, and there are 1:",
        explanation(1));
  }

  @Test
  void explainsTheImageOfASnapshot() {
    assertFails(
        () -> assertThat(plan).keepsSnapshots(snapshotId(1).value()),
        "Expected " + snapshotId(1) + " to be kept:",
        explanation(1));
    assertFails(() -> assertThat(plan).deletesSnapshots(snapshotId(3).value()), explanation(3));
  }

  @Test
  void explainsAnOrphan() {
    assertFails(
        () -> assertThat(plan).keepsSnapshots(snapshotId(9).value()),
        snapshotId(9) + ": DELETE\n  orphan: Because of orphan");
  }

  @Test
  void saysThatThePlanDoesNotKnowAnId() {
    assertFails(
        () -> assertThat(plan).keeps(imageId(99).value()),
        "to decide on the image " + imageId(99) + ", and it is not among those of 123456789012/");
    assertFails(
        () -> assertThat(plan).keepsSnapshots(snapshotId(99).value()),
        "to decide on the snapshot " + snapshotId(99));
  }

  @Test
  void removingNothingIsNoImageNoStageAndNoOrphan() {
    CleanupPlan nothing = SamplePlans.removing();
    assertThat(nothing).removesNothing();
    assertFails(() -> assertThat(plan).removesNothing(), explanation(1));
    assertFails(
        () ->
            assertThat(
                    CleanupPlan.builder()
                        .from(nothing)
                        .orphanSnapshots(plan.orphanSnapshots())
                        .build())
                .removesNothing(),
        "Expected no orphan to be deleted:");
  }

  @Test
  void aMoveToAStageIsNoKeeping() {
    CleanupPlan staged =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.STAGE, ReasonCodes.NEXT_STAGE)
                .stageChange(Action.DISABLE_IMAGE)
                .addGroups("front")
                .build());

    assertThat(staged).changes(Action.DISABLE_IMAGE, GOES).because(ReasonCodes.NEXT_STAGE);
    assertFails(() -> assertThat(staged).keeps(GOES), "to be kept");
    assertFails(() -> assertThat(staged).removesNothing(), "to be moved to a stage");
  }

  @Test
  void namesTheRefusals() {
    CleanupPlan refused =
        CleanupPlan.builder()
            .from(plan)
            .addRefusals(Refusal.of("limit-images", "Too many images"))
            .build();

    assertThat(refused).isRefusedBecause("limit-images");
    assertFails(() -> assertThat(refused).hasNoRefusals(), "  limit-images: Too many images");
    assertFails(() -> assertThat(plan).isRefusedBecause("limit-images"), "refused as limit-images");
  }

  @Test
  void becauseIsAboutWhatIsNamedBeforeIt() {
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(plan).hasNoRefusals().because("in-use"))
        .withMessageStartingWith("because(...) is about nothing");
  }
}
