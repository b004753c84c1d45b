package io.amiclean.api.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.testing.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionsTest {

  private static final SnapshotDecision DELETION =
      SnapshotDecision.builder()
          .snapshotId(Samples.snapshotId(1))
          .verdict(SnapshotVerdict.DELETE)
          .addReasons(Reason.of(ReasonCodes.ONLY_OF_REMOVED_IMAGES, "All its images go."))
          .build();

  private static ImageDecision image(Verdict verdict, String... codes) {
    ImageDecision.Builder builder =
        ImageDecision.builder().imageId(Samples.imageId(1)).name("front").verdict(verdict);
    for (String code : codes) {
      builder.addReasons(Reason.of(code, "A sentence."));
    }
    return builder.build();
  }

  @Test
  void snapshotsHaveNoNegativeSize() {
    SnapshotDecision.Builder volume = SnapshotDecision.builder().from(DELETION).sizeGiB(-1);
    SnapshotDecision.Builder full = SnapshotDecision.builder().from(DELETION).fullSizeBytes(-1);

    assertThatIllegalArgumentException()
        .isThrownBy(volume::build)
        .withMessageEndingWith(
            " has a negative size: expected a volume of at least 0 GiB, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(full::build)
        .withMessageEndingWith(
            " has a negative size: expected a full size of at least 0 bytes, found -1");
  }

  @Test
  void theAnswersOfAStageTellWhoKeepsAnImage() {
    ImageTrace.Answer keeping =
        ImageTrace.Answer.of("pins()", List.of(Reason.of("acme-pinned", "A sentence.")));
    ImageTrace.Answer passing = ImageTrace.Answer.of("inUse()", List.of());
    ImageTrace.Answers answers = ImageTrace.Answers.of(List.of(passing, keeping));

    assertThat(answers).containsExactly(passing, keeping);
    assertThat(answers.keeping()).containsExactly(keeping);
    assertThat(answers.passing()).containsExactly(passing);
  }

  @Test
  void aTraceWithoutStagesHasNoAnswers() {
    ImageTrace trace = ImageTrace.builder().build();

    assertThat(trace.exclusion()).isEmpty();
    assertThat(trace.candidateChecks()).isEmpty();
  }

  @Test
  void onlyArchivedSnapshotsHaveATimeOfArchiving() {
    SnapshotDecision.Builder decision =
        SnapshotDecision.builder().from(DELETION).archivedAt(Instant.EPOCH);

    assertThatIllegalArgumentException()
        .isThrownBy(decision::build)
        .withMessageContaining("is not archived");
  }

  @ParameterizedTest
  @CsvSource({
    "REMOVE, not-retained",
    "UNMAPPED, no-group",
    "RETAINED, keep-newest",
    "RETAINED, unknown-creation-date",
    "RETAINED, a-custom-reason",
    "EXCLUDED, in-use",
    "EXCLUDED, a-custom-reason"
  })
  void acceptsAVerdictThatGoesWithItsReason(Verdict verdict, String code) {
    assertThat(image(verdict, code).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "REMOVE, in-use",
    "REMOVE, a-custom-reason",
    "UNMAPPED, in-use",
    "UNMAPPED, not-retained",
    "RETAINED, not-retained",
    "RETAINED, next-stage",
    "EXCLUDED, restore-proposed",
    "REMOVE, next-stage",
    "EXCLUDED, not-retained"
  })
  void refusesAVerdictThatDoesNotGoWithItsReason(Verdict verdict, String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image(verdict, code))
        .withMessageContaining(Samples.imageId(1).value())
        .withMessageContaining(verdict.name())
        .withMessageContaining(code);
  }

  @Test
  void refusesARemovalThatHasAReasonToStayAsWell() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image(Verdict.REMOVE, ReasonCodes.NOT_RETAINED, ReasonCodes.IN_USE))
        .withMessageContaining(Samples.imageId(1).value())
        .withMessageContaining(ReasonCodes.IN_USE);
  }

  @ParameterizedTest
  @EnumSource
  void refusesAVerdictWithoutAReason(Verdict verdict) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> image(verdict))
        .withMessageContaining(Samples.imageId(1).value());
  }

  @Test
  void refusesToDeleteTheSnapshotOfAnImageThatStays() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ImageDecision.builder()
                    .from(image(Verdict.EXCLUDED, ReasonCodes.IN_USE))
                    .addSnapshots(DELETION)
                    .build())
        .withMessageContaining(Samples.imageId(1).value())
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @Test
  void deregistersAnImageThatIsRemovedAndNoOther() {
    assertThat(image(Verdict.REMOVE, ReasonCodes.NOT_RETAINED).actions())
        .containsExactly(Action.DEREGISTER_IMAGE);
    assertThat(image(Verdict.EXCLUDED, ReasonCodes.IN_USE).actions()).isEmpty();
  }

  private static ImageDecision staged(Action change, String... codes) {
    return ImageDecision.builder()
        .from(image(Verdict.RETAINED, ReasonCodes.KEEP_NEWEST))
        .verdict(Verdict.STAGE)
        .stageChange(change)
        .reasons(Arrays.stream(codes).map(code -> Reason.of(code, "Because")).toList())
        .build();
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"DEPRECATE_IMAGE", "MAKE_IMAGE_PRIVATE", "DISABLE_IMAGE"})
  void movesAnImageByOneStage(Action change) {
    assertThat(staged(change, ReasonCodes.NEXT_STAGE).actions()).containsExactly(change);
  }

  @Test
  void restoresAnImageForTheReasonsThatKeepIt() {
    assertThat(
            staged(Action.RESTORE_IMAGE, ReasonCodes.RESTORE_PROPOSED, ReasonCodes.IN_USE)
                .actions())
        .containsExactly(Action.RESTORE_IMAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "DEREGISTER_IMAGE, next-stage",
    "TAG_IMAGE, next-stage",
    "DISABLE_IMAGE, restore-proposed",
    "DISABLE_IMAGE, in-use",
    "RESTORE_IMAGE, next-stage",
    "RESTORE_IMAGE, in-use"
  })
  void refusesAStageChangeThatDoesNotGoWithItsReason(Action change, String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> staged(change, code))
        .withMessageContaining(Samples.imageId(1).value());
  }

  @ParameterizedTest
  @CsvSource({"RETAINED, keep-newest", "EXCLUDED, waiting-in-stage"})
  void refusesAWaitThatTheVerdictOrTheReasonsDoNotSay(Verdict verdict, String code) {
    StageWait wait =
        StageWait.of(Action.DISABLE_IMAGE, Instant.EPOCH, Instant.EPOCH.plusSeconds(1));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ImageDecision.builder().from(image(verdict, code)).stageWait(wait).build())
        .withMessageContaining("it waits in a stage");
  }

  @ParameterizedTest
  @EnumSource(
      value = Verdict.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"STAGE", "UNMAPPED"})
  void refusesAStageChangeOfAnotherVerdict(Verdict verdict) {
    ImageDecision decision =
        image(verdict, verdict == Verdict.REMOVE ? ReasonCodes.NOT_RETAINED : ReasonCodes.IN_USE);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ImageDecision.builder().from(decision).stageChange(Action.DISABLE_IMAGE).build())
        .withMessageContaining("DISABLE_IMAGE");
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, only-of-removed-images",
    "DELETE, orphan",
    "KEEP, shared-snapshot",
    "KEEP, a-custom-reason"
  })
  void acceptsASnapshotVerdictThatGoesWithItsReason(SnapshotVerdict verdict, String code) {
    assertThat(snapshot(verdict, code).isDeletion()).isEqualTo(verdict == SnapshotVerdict.DELETE);
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, shared-snapshot",
    "DELETE, a-custom-reason",
    "KEEP, only-of-removed-images",
    "KEEP, orphan"
  })
  void refusesASnapshotVerdictThatDoesNotGoWithItsReason(SnapshotVerdict verdict, String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snapshot(verdict, code))
        .withMessageContaining(Samples.snapshotId(1).value())
        .withMessageContaining(verdict.name())
        .withMessageContaining(code);
  }

  @Test
  void refusesADeletionThatHasAReasonToStayAsWell() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SnapshotDecision.builder()
                    .from(DELETION)
                    .addReasons(Reason.of(ReasonCodes.SHARED_SNAPSHOT, "Another image has it."))
                    .build())
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @ParameterizedTest
  @EnumSource
  void refusesASnapshotVerdictWithoutAReason(SnapshotVerdict verdict) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SnapshotDecision.builder()
                    .snapshotId(Samples.snapshotId(1))
                    .verdict(verdict)
                    .build())
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @Test
  void refusesFindingsThatKeepWithoutAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CandidateFindings.builder()
                    .scope(Samples.SCOPE)
                    .putReasons(Samples.imageId(1), List.of())
                    .build())
        .withMessageContaining(Samples.imageId(1).value());
  }

  @Test
  void findingsDoNotChangeWithTheListThatTheyWereMadeOf() {
    List<Reason> reasons = new ArrayList<>(List.of(Reason.of("hold", "It is on hold.")));
    CandidateFindings findings =
        CandidateFindings.builder()
            .scope(Samples.SCOPE)
            .putReasons(Samples.imageId(1), reasons)
            .build();

    reasons.clear();

    assertThat(findings.reasons().get(Samples.imageId(1))).hasSize(1);
  }

  @Test
  void findingsOnASnapshotHaveAReason() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SnapshotFindings.builder()
                    .scope(Samples.SCOPE)
                    .putReasons(Samples.snapshotId(1), List.of())
                    .build())
        .withMessageContaining(Samples.snapshotId(1).value());
  }

  @Test
  void findingsOnSnapshotsDoNotChangeWithTheListThatTheyWereMadeOf() {
    List<Reason> reasons = new ArrayList<>(List.of(Reason.of("hold", "It is on hold.")));
    SnapshotFindings findings =
        SnapshotFindings.builder()
            .scope(Samples.SCOPE)
            .putReasons(Samples.snapshotId(1), reasons)
            .build();

    reasons.clear();

    assertThat(findings.reasons().get(Samples.snapshotId(1))).hasSize(1);
  }

  private static SnapshotDecision snapshot(SnapshotVerdict verdict, String code) {
    return SnapshotDecision.builder()
        .snapshotId(Samples.snapshotId(1))
        .verdict(verdict)
        .addReasons(Reason.of(code, "A sentence."))
        .build();
  }
}
