package io.amiclean.api.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.Samples;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
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
