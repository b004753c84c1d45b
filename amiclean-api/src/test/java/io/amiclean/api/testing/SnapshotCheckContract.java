package io.amiclean.api.testing;

import static io.amiclean.api.testing.EvidenceAssertions.assertReliable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotCheck} promises. */
public abstract class SnapshotCheckContract {

  /**
   * Returns the check.
   *
   * @return a check over an account that nobody changes during a test
   */
  protected abstract SnapshotCheck check();

  /**
   * Returns the scope of the account behind the check.
   *
   * @return the scope
   */
  protected abstract CleanupScope scope();

  /**
   * Returns a snapshot that must stay for what the check finds.
   *
   * @return the snapshot
   */
  protected abstract SnapshotId snapshotThatMustStay();

  /**
   * Returns a snapshot that exists and that the check finds nothing of.
   *
   * @return the snapshot
   */
  protected abstract SnapshotId snapshotThatMayGo();

  /**
   * Returns a snapshot that does not exist, by default one that is unlikely to.
   *
   * @return the snapshot
   */
  protected SnapshotId snapshotThatIsGone() {
    return SnapshotId.of("snap-0fffffffffffffff0");
  }

  /**
   * Returns a check that cannot read its evidence to the end, none by default.
   *
   * @return the check, or empty if it cannot fail
   */
  protected Optional<SnapshotCheck> failingCheck() {
    return Optional.empty();
  }

  private Set<SnapshotId> snapshots() {
    return Set.of(snapshotThatMustStay(), snapshotThatMayGo());
  }

  @Test
  void findsWhatMustStayAndNothingElse() {
    assertThat(check().check(snapshots()).reasons()).containsOnlyKeys(snapshotThatMustStay());
  }

  @Test
  void answersForThoseAskedAboutOnly() {
    assertThat(check().check(Set.of(snapshotThatMayGo())).reasons()).isEmpty();
  }

  @Test
  void findsTheSameForOneAsForMany() {
    assertThat(check().check(Set.of(snapshotThatMustStay())).reasons())
        .isEqualTo(check().check(snapshots()).reasons());
  }

  @Test
  void findsNothingToKeepWhereThereIsNoSnapshot() {
    assertThat(check().check(Set.of(snapshotThatIsGone(), snapshotThatMustStay())).reasons())
        .containsOnlyKeys(snapshotThatMustStay());
  }

  @Test
  void givesReasonsToKeepOnly() {
    assertThat(check().check(snapshots()).reasons().values())
        .allSatisfy(
            reasons ->
                assertThat(reasons)
                    .extracting(Reason::code)
                    .doesNotContain(ReasonCodes.ONLY_OF_REMOVED_IMAGES, ReasonCodes.ORPHAN));
  }

  @Test
  void answersWithTheScopeOfTheAccountEveryTime() {
    SnapshotCheck check = check();

    assertThat(List.of(check.check(snapshots()), check.check(Set.of(snapshotThatMayGo()))))
        .extracting(SnapshotFindings::scope)
        .containsOnly(scope());
  }

  @Test
  void namesWhatItReadAndReadItToTheEnd() {
    assertReliable(check().check(snapshots()).evidence());
  }

  @Test
  void findsTheSameInSeveralThreads() throws Exception {
    SnapshotCheck check = check();
    Set<SnapshotId> snapshots = snapshots();

    assertThat(Threads.answers(() -> check.check(snapshots).reasons()))
        .allSatisfy(reasons -> assertThat(reasons).containsOnlyKeys(snapshotThatMustStay()));
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
    Optional<SnapshotCheck> failing = failingCheck();
    assumeTrue(failing.isPresent(), "No failing check is supplied");

    assertThatThrownBy(() -> failing.orElseThrow().check(snapshots()))
        .isInstanceOfSatisfying(
            EvidenceException.class,
            failure -> assertThat(failure.source()).as("the name of the source").isNotBlank());
  }
}
