package io.amiclean.api.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  private static CandidateFindings findings(Map<ImageId, List<Reason>> reasons) {
    return CandidateFindings.builder()
        .scope(Samples.SCOPE)
        .addEvidence(Evidence.complete("holds", 1, Samples.NOW))
        .reasons(reasons)
        .build();
  }

  static class KeepingAll extends CandidateCheckContractTest {
    @Override
    protected CandidateCheck check() {
      return candidates ->
          findings(
              candidates.stream()
                  .collect(
                      Collectors.toMap(
                          Image::id, image -> List.of(Reason.of("hold", "On hold.")))));
    }
  }

  static class AnsweringUnasked extends CandidateCheckContractTest {
    @Override
    protected CandidateCheck check() {
      return candidates ->
          findings(
              Map.of(Samples.imageId(1), List.of(Reason.of(ReasonCodes.NOT_RETAINED, "Gone."))));
    }
  }

  static class OfAnotherAccount extends CandidateCheckContractTest {
    @Override
    protected CandidateCheck check() {
      CandidateCheck check = super.check();
      return candidates ->
          CandidateFindings.builder()
              .from(check.check(candidates))
              .scope(Samples.OTHER_SCOPE)
              .evidence(List.of())
              .build();
    }
  }

  static class TellingHalf extends CandidateCheckContractTest {
    @Override
    protected Optional<CandidateCheck> failingCheck() {
      return Optional.of(candidates -> findings(Map.of()));
    }
  }

  private static SnapshotFindings snapshotFindings(Map<SnapshotId, List<Reason>> reasons) {
    return SnapshotFindings.builder()
        .scope(Samples.SCOPE)
        .addEvidence(Evidence.complete("holds", 1, Samples.NOW))
        .reasons(reasons)
        .build();
  }

  static class KeepingAllSnapshots extends SnapshotCheckContractTest {
    @Override
    protected SnapshotCheck check() {
      return snapshots ->
          snapshotFindings(
              snapshots.stream()
                  .collect(Collectors.toMap(id -> id, id -> List.of(Reason.of("hold", "Held.")))));
    }
  }

  static class AnsweringUnaskedOnSnapshots extends SnapshotCheckContractTest {
    @Override
    protected SnapshotCheck check() {
      return snapshots ->
          snapshotFindings(
              Map.of(Samples.snapshotId(1), List.of(Reason.of(ReasonCodes.ORPHAN, "Gone."))));
    }
  }

  static class OfSnapshotsOfAnotherAccount extends SnapshotCheckContractTest {
    @Override
    protected SnapshotCheck check() {
      SnapshotCheck check = super.check();
      return snapshots ->
          SnapshotFindings.builder()
              .from(check.check(snapshots))
              .scope(Samples.OTHER_SCOPE)
              .evidence(List.of())
              .build();
    }
  }

  static class TellingHalfOfSnapshots extends SnapshotCheckContractTest {
    @Override
    protected Optional<SnapshotCheck> failingCheck() {
      return Optional.of(snapshots -> snapshotFindings(Map.of()));
    }
  }

  @Test
  void aCheckThatKeepsAllSnapshotsIsNoticed() {
    assertThat(FailingTests.of(KeepingAllSnapshots.class))
        .contains(
            "findsWhatMustStayAndNothingElse()",
            "answersForThoseAskedAboutOnly()",
            "findsNothingToKeepWhereThereIsNoSnapshot()");
  }

  @Test
  void aCheckThatAnswersUnaskedOnSnapshotsIsNoticed() {
    assertThat(FailingTests.of(AnsweringUnaskedOnSnapshots.class))
        .containsExactlyInAnyOrder("answersForThoseAskedAboutOnly()", "givesReasonsToKeepOnly()");
  }

  @Test
  void aCheckOfSnapshotsOfAnotherAccountIsNoticed() {
    assertThat(FailingTests.of(OfSnapshotsOfAnotherAccount.class))
        .containsExactlyInAnyOrder(
            "answersWithTheScopeOfTheAccountEveryTime()", "namesWhatItReadAndReadItToTheEnd()");
  }

  @Test
  void anAnswerOnSnapshotsInsteadOfAFailureIsNoticed() {
    assertThat(FailingTests.of(TellingHalfOfSnapshots.class))
        .containsExactly("throwsInsteadOfTellingHalf()");
  }

  @Test
  void aCheckThatKeepsAllIsNoticed() {
    assertThat(FailingTests.of(KeepingAll.class))
        .contains("findsWhatMustStayAndNothingElse()", "answersForCandidatesOnly()");
  }

  @Test
  void aCheckThatAnswersUnaskedIsNoticed() {
    assertThat(FailingTests.of(AnsweringUnasked.class))
        .containsExactlyInAnyOrder("answersForCandidatesOnly()", "givesReasonsToKeepOnly()");
  }

  @Test
  void aCheckOfAnotherAccountWithoutEvidenceIsNoticed() {
    assertThat(FailingTests.of(OfAnotherAccount.class))
        .containsExactlyInAnyOrder(
            "answersWithTheScopeOfTheAccountEveryTime()", "namesWhatItReadAndReadItToTheEnd()");
  }

  @Test
  void anAnswerInsteadOfAFailureIsNoticed() {
    assertThat(FailingTests.of(TellingHalf.class)).containsExactly("throwsInsteadOfTellingHalf()");
  }
}
