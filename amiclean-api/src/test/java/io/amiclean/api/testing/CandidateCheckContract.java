package io.amiclean.api.testing;

import static io.amiclean.api.testing.EvidenceAssertions.assertReliable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link CandidateCheck} promises. */
public abstract class CandidateCheckContract {

  /**
   * Returns the check.
   *
   * @return a check over an account that nobody changes during a test
   */
  protected abstract CandidateCheck check();

  /**
   * Returns the scope of the account behind the check.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns an image that must stay for what the check finds.
   *
   * @return the image
   */
  protected abstract Image imageThatMustStay();

  /**
   * Returns an image that the check finds nothing of.
   *
   * @return the image, of another id
   */
  protected abstract Image imageThatMayGo();

  /**
   * Returns a check that cannot read its evidence to the end, none by default.
   *
   * @return the check, or empty if it cannot fail
   */
  protected Optional<CandidateCheck> failingCheck() {
    return Optional.empty();
  }

  private List<Image> candidates() {
    return List.of(imageThatMustStay(), imageThatMayGo());
  }

  @Test
  void findsWhatMustStayAndNothingElse() {
    assertThat(check().check(candidates()).reasons()).containsOnlyKeys(imageThatMustStay().id());
  }

  @Test
  void answersForCandidatesOnly() {
    assertThat(check().check(List.of(imageThatMayGo())).reasons()).isEmpty();
  }

  @Test
  void findsTheSameForOneAsForMany() {
    assertThat(check().check(List.of(imageThatMustStay())).reasons())
        .isEqualTo(check().check(candidates()).reasons());
  }

  @Test
  void findsTheSameInAnyOrderOfCandidates() {
    assertThat(check().check(List.of(imageThatMayGo(), imageThatMustStay())).reasons())
        .isEqualTo(check().check(candidates()).reasons());
  }

  @Test
  void givesReasonsToKeepOnly() {
    assertThat(check().check(candidates()).reasons().values())
        .allSatisfy(
            reasons ->
                assertThat(reasons)
                    .extracting(Reason::code)
                    .doesNotContain(ReasonCodes.NOT_RETAINED));
  }

  @Test
  void answersWithTheScopeOfTheAccountEveryTime() {
    CandidateCheck check = check();

    assertThat(List.of(check.check(candidates()), check.check(List.of(imageThatMayGo()))))
        .extracting(CandidateFindings::scope)
        .containsOnly(scope());
  }

  @Test
  void namesWhatItReadAndReadItToTheEnd() {
    assertReliable(check().check(candidates()).evidence());
  }

  @Test
  void findsTheSameInSeveralThreads() throws Exception {
    CandidateCheck check = check();
    List<Image> candidates = candidates();

    assertThat(Threads.answers(() -> check.check(candidates).reasons()))
        .allSatisfy(reasons -> assertThat(reasons).containsOnlyKeys(imageThatMustStay().id()));
  }

  @Test
  void describesItselfTheSameInEveryRun() {
    assertThat(check().description())
        .isNotBlank()
        .isEqualTo(check().description())
        .doesNotContain("$$Lambda")
        .doesNotContainPattern("@[0-9a-f]{5,}");
  }

  @Test
  void throwsInsteadOfTellingHalf() {
    Optional<CandidateCheck> failing = failingCheck();
    assumeTrue(failing.isPresent(), "No failing check is supplied");

    assertThatThrownBy(() -> failing.orElseThrow().check(candidates()))
        .isInstanceOfSatisfying(
            EvidenceException.class,
            failure -> assertThat(failure.source()).as("the name of the source").isNotBlank());
  }
}
