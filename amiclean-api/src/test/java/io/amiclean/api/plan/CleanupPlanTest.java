package io.amiclean.api.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.testing.Samples;
import org.junit.jupiter.api.Test;

class CleanupPlanTest {

  private static CleanupPlan plan(ImageDecision... images) {
    return CleanupPlan.builder()
        .policy(Samples.policy())
        .createdAt(Samples.NOW)
        .scope(Samples.SCOPE)
        .addImages(images)
        .build();
  }

  private static ImageDecision removal(int number, SnapshotDecision... snapshots) {
    return image(number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED, snapshots);
  }

  private static ImageDecision retained(int number, SnapshotDecision... snapshots) {
    return image(number, Verdict.RETAINED, ReasonCodes.KEEP_NEWEST, snapshots);
  }

  private static ImageDecision image(
      int number, Verdict verdict, String code, SnapshotDecision... snapshots) {
    return ImageDecision.builder()
        .imageId(Samples.imageId(number))
        .name("image-" + number)
        .verdict(verdict)
        .addReasons(Reason.of(code, "A sentence."))
        .addSnapshots(snapshots)
        .build();
  }

  private static SnapshotDecision deletion(int number, String code) {
    return SnapshotDecision.builder()
        .snapshotId(Samples.snapshotId(number))
        .verdict(SnapshotVerdict.DELETE)
        .sizeGiB(8)
        .addReasons(Reason.of(code, "A sentence."))
        .build();
  }

  private static SnapshotDecision deletion(int number) {
    return deletion(number, ReasonCodes.ONLY_OF_REMOVED_IMAGES);
  }

  private static SnapshotDecision orphan(int number) {
    return deletion(number, ReasonCodes.ORPHAN);
  }

  private static SnapshotDecision kept(int number) {
    return SnapshotDecision.builder()
        .snapshotId(Samples.snapshotId(number))
        .verdict(SnapshotVerdict.KEEP)
        .sizeGiB(8)
        .addReasons(Reason.of(ReasonCodes.SHARED_SNAPSHOT, "A sentence."))
        .build();
  }

  @Test
  void refusesToDecideOnAnImageTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(removal(1), retained(1)))
        .withMessageContaining(Samples.imageId(1).value());
  }

  @Test
  void refusesToDeleteASnapshotOfAnImageThatStays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan(removal(1, deletion(7)), retained(2, kept(7))))
        .withMessageContaining(Samples.snapshotId(7).value());
  }

  @Test
  void refusesAnOrphanThatIsAnImagesAsWell() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CleanupPlan.builder()
                    .from(plan(retained(1, kept(7))))
                    .addOrphanSnapshots(orphan(7))
                    .build())
        .withMessageContaining(Samples.snapshotId(7).value());
  }

  @Test
  void refusesAnOrphanThatIsListedTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CleanupPlan.builder().from(plan()).addOrphanSnapshots(orphan(7), orphan(7)).build())
        .withMessageContaining(Samples.snapshotId(7).value());
  }

  @Test
  void countsVerdicts() {
    PlanSummary summary = Samples.plan().summary();

    assertThat(summary.images()).isEqualTo(4);
    assertThat(summary.remove()).isEqualTo(1);
    assertThat(summary.retained()).isEqualTo(1);
    assertThat(summary.excluded()).isEqualTo(1);
    assertThat(summary.unmapped()).isEqualTo(1);
  }

  @Test
  void countsASharedSnapshotThatGoesOnce() {
    PlanSummary summary =
        plan(removal(1, deletion(1), deletion(7)), removal(2, deletion(7))).summary();

    assertThat(summary.snapshotsToDelete()).isEqualTo(2);
    assertThat(summary.gibToDelete()).isEqualTo(16);
  }

  @Test
  void countsOrphansThatGo() {
    PlanSummary summary =
        CleanupPlan.builder()
            .from(plan(removal(1, deletion(1))))
            .addOrphanSnapshots(orphan(7), kept(8))
            .build()
            .summary();

    assertThat(summary.snapshotsToDelete()).isEqualTo(2);
    assertThat(summary.gibToDelete()).isEqualTo(16);
  }

  @Test
  void countsASnapshotOfUnknownSizeAsNoSize() {
    SnapshotDecision unknown =
        SnapshotDecision.builder()
            .snapshotId(Samples.snapshotId(1))
            .verdict(SnapshotVerdict.DELETE)
            .addReasons(Reason.of(ReasonCodes.ONLY_OF_REMOVED_IMAGES, "A sentence."))
            .build();

    PlanSummary summary = plan(removal(1, unknown)).summary();

    assertThat(summary.snapshotsToDelete()).isEqualTo(1);
    assertThat(summary.gibToDelete()).isZero();
  }

  @Test
  void countsNothingInAnEmptyPlan() {
    assertThat(plan().summary().images()).isZero();
    assertThat(plan().summary().snapshotsToDelete()).isZero();
  }

  @Test
  void explainsEveryImage() {
    CleanupPlan plan = Samples.plan();

    assertThat(plan.images())
        .allSatisfy(decision -> assertThat(plan.explain(decision.imageId())).isSameAs(decision));
  }

  @Test
  void refusesToExplainAnImageThatItDoesNotHold() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.plan().explain(Samples.imageId(99)))
        .withMessageContaining(Samples.imageId(99).value())
        .withMessageContaining("4 images");
  }

  @Test
  void listsRemovalsOnly() {
    assertThat(Samples.plan().removals())
        .extracting(ImageDecision::imageId)
        .containsExactly(Samples.imageId(1));
  }
}
