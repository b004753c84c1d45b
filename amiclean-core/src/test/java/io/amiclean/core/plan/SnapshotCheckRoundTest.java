package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.createdFor;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.removed;
import static io.amiclean.core.plan.Planning.snapshotOf;
import static io.amiclean.core.plan.Planning.sweeping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.core.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotCheckRoundTest {

  private static final Reason SHARED = Reason.of("snapshot-shared", "Shared with others");

  private final List<List<SnapshotId>> asked = new ArrayList<>();

  /** A check that finds these snapshots shared, and remembers what it was asked. */
  private SnapshotCheck finding(int... shared) {
    return snapshots -> {
      asked.add(List.copyOf(snapshots));
      SnapshotFindings.Builder findings =
          SnapshotFindings.builder()
              .scope(SCOPE)
              .addEvidence(Evidence.complete("snapshot-permissions", snapshots.size(), NOW));
      for (int number : shared) {
        if (snapshots.contains(snapshotId(number))) {
          findings.putReasons(snapshotId(number), List.of(SHARED));
        }
      }
      return findings.build();
    };
  }

  private static SnapshotCheck answering(SnapshotFindings.Builder findings) {
    return SnapshotCheck.named("the look", snapshots -> findings.build());
  }

  /** Image 1 has snapshots 1 and 2; image 2 has snapshot 2; snapshot 3 is an orphan. */
  private static Fixtures.Account images() {
    return account()
        .images(
            image(1)
                .addBlockDevices(
                    device("/dev/xvda", snapshotId(1)), device("/dev/xvdb", snapshotId(2)))
                .build(),
            image(2).addBlockDevices(device("/dev/xvda", snapshotId(2))).build())
        .snapshots(
            snapshot(1).build(),
            snapshot(2).build(),
            snapshot(3).description(createdFor(imageId(9))).build());
  }

  @Test
  void isAskedOnceAboutAllThatWouldBeDeletedOrphansIncluded() {
    sweeping(images()).orphanSnapshots().checkSnapshots(finding()).build().plan();

    assertThat(asked).containsExactly(List.of(snapshotId(1), snapshotId(2), snapshotId(3)));
  }

  @Test
  void isNotAskedAboutWhatStaysAnyway() {
    sweeping(images().used(imageId(2), "instance", "i-1").used(snapshotId(1), "volume", "vol-1"))
        .checkSnapshots(finding())
        .build()
        .plan();

    assertThat(asked).isEmpty();
  }

  @Test
  void keepsTheSnapshotForEveryImageAndNeitherImageNorOtherSnapshot() {
    CleanupPlan plan = sweeping(images()).checkSnapshots(finding(2)).build().plan();

    assertThat(removed(plan)).containsExactly(1, 2);
    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.DELETE);
    assertThat(snapshotOf(plan, 1, 2).verdict()).isEqualTo(SnapshotVerdict.KEEP);
    assertThat(snapshotOf(plan, 1, 2)).isEqualTo(snapshotOf(plan, 2, 2));
    assertThat(snapshotOf(plan, 2, 2).reasons()).containsExactly(SHARED);
  }

  @Test
  void keepsAnOrphan() {
    CleanupPlan plan =
        sweeping(images()).orphanSnapshots().checkSnapshots(finding(3)).build().plan();

    assertThat(plan.orphanSnapshots())
        .singleElement()
        .returns(SnapshotVerdict.KEEP, SnapshotDecision::verdict)
        .satisfies(orphan -> assertThat(codes(orphan.reasons())).containsExactly(SHARED.code()));
  }

  @Test
  void comesAfterTheLastLookAtTheImages() {
    sweeping(images())
        .check(
            candidates ->
                CandidateFindings.builder()
                    .scope(SCOPE)
                    .putReasons(imageId(2), List.of(Reason.of("on-hold", "Held")))
                    .build())
        .checkSnapshots(finding())
        .build()
        .plan();

    assertThat(asked).containsExactly(List.of(snapshotId(1)));
  }

  @Test
  void everyCheckIsAskedAboutWhatTheOthersLetGo() {
    CleanupPlan plan =
        sweeping(images()).checkSnapshots(finding(1), finding(2), finding()).build().plan();

    assertThat(asked)
        .containsExactly(List.of(snapshotId(1), snapshotId(2)), List.of(snapshotId(2)));
    assertThat(plan.summary().snapshotsToDelete()).isZero();
  }

  @Test
  void isToldInThePlanWithWhatItRead() {
    CleanupPlan plan =
        sweeping(images())
            .checkSnapshots(SnapshotCheck.named("shared-snapshots()", finding()))
            .build()
            .plan();

    assertThat(plan.evidence())
        .contains(
            Evidence.builder()
                .from(Evidence.complete("snapshot-permissions", 2, NOW))
                .subject(Evidence.Subject.SNAPSHOTS)
                .build());
  }

  @Test
  void refusesEvidenceThatIsTooSmall() {
    CleanupPlanner planner =
        sweeping(images())
            .checkSnapshots(finding())
            .minimumExpected("snapshot-permissions", 3)
            .build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("snapshot-permissions");
  }

  @Test
  void refusesEvidenceThatWasNotReadToItsEnd() {
    SnapshotCheck half =
        answering(
            SnapshotFindings.builder()
                .scope(SCOPE)
                .addEvidence(
                    Evidence.builder()
                        .source("snapshot-permissions")
                        .items(1)
                        .complete(false)
                        .build()));
    CleanupPlanner planner = sweeping(images()).checkSnapshots(half).build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("snapshot-permissions");
  }

  @Test
  void refusesFindingsOfAnotherScope() {
    SnapshotCheck elsewhere =
        answering(
            SnapshotFindings.builder()
                .scope(CleanupScope.of(AccountId.of("210987654321"), "eu-west-1")));
    CleanupPlanner planner = sweeping(images()).checkSnapshots(elsewhere).build();

    assertThatExceptionOfType(ScopeMismatchException.class).isThrownBy(planner::plan);
  }

  @Test
  void letsASourceThatFailsNameItself() {
    EvidenceException failure = new EvidenceException("snapshot-permissions", "No answer");
    CleanupPlanner planner =
        sweeping(images())
            .checkSnapshots(
                snapshots -> {
                  throw failure;
                })
            .build();

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(planner::plan).isSameAs(failure);
  }

  @Test
  void refusesAnswersThatNobodyAskedFor() {
    SnapshotCheck unasked =
        answering(
            SnapshotFindings.builder()
                .scope(SCOPE)
                .reasons(Map.of(snapshotId(7), List.of(SHARED))));
    CleanupPlanner planner = sweeping(images()).checkSnapshots(unasked).build();

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("the look")
        .withMessageContaining(snapshotId(7).value());
  }

  @Test
  void refusesAReasonThatOnlyThePlannerGives() {
    SnapshotCheck deleting =
        answering(
            SnapshotFindings.builder()
                .scope(SCOPE)
                .reasons(Map.of(snapshotId(1), List.of(Reason.of("orphan", "Gone")))));
    CleanupPlanner planner = sweeping(images()).checkSnapshots(deleting).build();

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(planner::plan)
        .withMessageContaining("'orphan'");
  }

  @Test
  void cannotChangeWhatItIsAsked() {
    SnapshotCheck meddling =
        snapshots -> {
          snapshots.clear();
          return SnapshotFindings.builder().scope(SCOPE).build();
        };
    CleanupPlanner planner = sweeping(images()).checkSnapshots(meddling).build();

    assertThatExceptionOfType(StrategyException.class).isThrownBy(planner::plan);
  }

  @Test
  void isThePlanThatAnExclusionFromTheStartWouldGive() {
    CleanupPlan looked =
        sweeping(images()).orphanSnapshots().checkSnapshots(finding(2, 3)).build().plan();
    Set<SnapshotId> shared = Set.of(snapshotId(2), snapshotId(3));
    CleanupPlan excluded =
        sweeping(images())
            .orphanSnapshots()
            .excludeSnapshots(
                (snapshot, context) -> shared.contains(snapshot.id()) ? List.of(SHARED) : List.of())
            .build()
            .plan();

    assertThat(looked.images()).isEqualTo(excluded.images());
    assertThat(looked.orphanSnapshots()).isEqualTo(excluded.orphanSnapshots());
  }
}
