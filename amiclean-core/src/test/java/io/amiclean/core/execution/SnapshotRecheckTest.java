package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.imageOutcome;
import static io.amiclean.core.execution.Executing.outcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.execution.Executing.snapshotOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotRecheckTest {

  private static final Reason SHARED =
      Reason.of("snapshot-shared", "Shared with others", "210987654321");

  private final List<List<SnapshotId>> asked = new ArrayList<>();

  /** An executor whose last look at snapshots remembers what it was asked. */
  private PlanExecutor.Builder looking(InMemoryAccount account) {
    return executor(account)
        .recheckSnapshots(
            snapshots -> {
              asked.add(List.copyOf(snapshots));
              return account.check(snapshots);
            });
  }

  private static void share(InMemoryAccount account, int snapshot) {
    account.add(more -> more.finding(snap(snapshot), SHARED));
  }

  @Test
  void aSnapshotThatGotSharedStaysWithoutKeepingItsImageOrOtherSnapshots() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    CleanupPlan plan = plan(account);
    share(account, 1);

    ExecutionResult result = looking(account).build().execute(plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED snapshot-shared");
    assertThat(outcome(result, snapshotId(1)).message()).contains("210987654321");
    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(snapshotOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void anOrphanThatGotSharedStays() {
    InMemoryAccount account =
        account().and().snapshot(snap(7), snapshot -> snapshot.madeFor(ami(9))).build();
    CleanupPlan plan = plan(account);
    share(account, 7);

    ExecutionResult result = looking(account).build().execute(plan);

    assertThat(ending(result, snapshotId(7))).isEqualTo("SKIPPED snapshot-shared");
    assertThat(account.snapshotIds()).containsExactly(snapshotId(7));
  }

  @Test
  void whatStaysAnywayIsNotAskedAbout() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).image(3, 3).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.instance("i-1", ami(1)).reference(snap(2), "volume", "vol-1"));

    looking(account).build().execute(plan);

    assertThat(asked).containsExactly(List.of(snapshotId(3)));
  }

  @Test
  void withoutSnapshotsNobodyIsAsked() {
    InMemoryAccount account = account().image(1).build();

    looking(account).build().execute(plan(account));

    assertThat(asked).isEmpty();
  }

  @Test
  void eachLookAsksAboutTheSnapshotsOfItsImagesOnly() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).image(3, 3).build();
    CleanupPlan plan = plan(account);

    looking(account).recheckEvery(1, Duration.ofDays(1)).build().execute(plan);

    assertThat(asked)
        .containsExactly(List.of(snapshotId(1)), List.of(snapshotId(2)), List.of(snapshotId(3)));
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aSnapshotThatGetsSharedDuringTheExecutionStays() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = plan(account);
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> share(account, 2));

    ExecutionResult result =
        looking(account).recheckEvery(1, Duration.ofDays(1)).build().execute(plan);

    assertThat(ending(result, snapshotId(2))).isEqualTo("SKIPPED snapshot-shared");
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
  }

  @Test
  void evidenceThatIsIncompleteOrDeniedStopsTheExecution() {
    for (Fault fault : List.of(Fault.incomplete(), Fault.denied())) {
      InMemoryAccount account = account().image(1, 1, 2).build();
      CleanupPlan plan = plan(account);
      account.failAlways(AccountCall.CHECK_SNAPSHOTS, fault);
      PlanExecutor executor = looking(account).build();

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> executor.execute(plan))
          .withMessageContaining("snapshot-permissions");
      assertThat(account.imageIds()).containsExactly(imageId(1));
    }
  }

  @Test
  void findingsOfAnotherScopeAreRefused() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    InMemoryAccount elsewhere = account().and().region("us-east-1").build();
    PlanExecutor executor = executor(account).recheckSnapshots(elsewhere).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining("us-east-1");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void aLookWithoutARecheckIsRefused() {
    InMemoryAccount account = account().build();
    PlanExecutor.Builder builder =
        PlanExecutor.builder()
            .operations(account)
            .withoutRecheck()
            .recheckSnapshots(snapshots -> SnapshotFindings.builder().scope(SCOPE).build());

    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessageContaining("withoutRecheck()");
  }
}
