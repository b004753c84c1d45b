package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.imageOutcome;
import static io.amiclean.core.execution.Executing.outcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.execution.Executing.snapshotOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotRecheckTest {

  private static final Reason SHARED =
      Reason.of("snapshot-shared", "Shared with others", "210987654321");

  private final List<List<SnapshotId>> asked = new ArrayList<>();

  /** A planner whose checks of snapshots remember what they were asked. */
  private CleanupPlanner looking(InMemoryAccount account) {
    return planner(account)
        .checkSnapshots(
            SnapshotCheck.named(
                "noting",
                snapshots -> {
                  asked.add(List.copyOf(snapshots));
                  return account.check(snapshots);
                }))
        .build();
  }

  private CleanupPlan plan(CleanupPlanner planner) {
    CleanupPlan plan = planner.plan();
    asked.clear();
    return plan;
  }

  private static void share(InMemoryAccount account, int snapshot) {
    account.add(more -> more.finding(snap(snapshot), SHARED));
  }

  @Test
  void aSnapshotThatGotSharedStaysWithoutKeepingItsImageOrOtherSnapshots() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);
    share(account, 1);

    ExecutionResult result = execute(account, planner, plan);

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
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);
    share(account, 7);

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, snapshotId(7))).isEqualTo("SKIPPED snapshot-shared");
    assertThat(account.snapshotIds()).containsExactly(snapshotId(7));
  }

  @Test
  void whatStaysAnywayIsNotAskedAbout() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).image(3, 3).build();
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);
    account.add(more -> more.instance("i-1", ami(1)).reference(snap(2), "volume", "vol-1"));

    execute(account, planner, plan);

    assertThat(asked).containsExactly(List.of(snapshotId(3)));
  }

  @Test
  void withoutSnapshotsNobodyIsAsked() {
    InMemoryAccount account = account().image(1).build();

    CleanupPlanner planner = looking(account);
    execute(account, planner, plan(planner));

    assertThat(asked).isEmpty();
  }

  @Test
  void eachLookAsksAboutTheSnapshotsOfItsImagesOnly() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).image(3, 3).build();
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);

    executor(account, planner).recheckEvery(1, Duration.ofDays(1)).build().execute(plan);

    assertThat(asked)
        .containsExactly(List.of(snapshotId(1)), List.of(snapshotId(2)), List.of(snapshotId(3)));
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aSnapshotThatGetsSharedDuringTheExecutionStays() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> share(account, 2));

    ExecutionResult result =
        executor(account, planner).recheckEvery(1, Duration.ofDays(1)).build().execute(plan);

    assertThat(ending(result, snapshotId(2))).isEqualTo("SKIPPED snapshot-shared");
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
  }

  @Test
  void evidenceThatIsIncompleteOrDeniedStopsTheExecution() {
    for (Fault fault : List.of(Fault.incomplete(), Fault.denied())) {
      InMemoryAccount account = account().image(1, 1, 2).build();
      CleanupPlanner planner = looking(account);
      CleanupPlan plan = plan(planner);
      account.failAlways(AccountCall.CHECK_SNAPSHOTS, fault);
      PlanExecutor executor = executor(account, planner).build();

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> executor.execute(plan))
          .withMessageContaining("snapshot-permissions");
      assertThat(account.imageIds()).containsExactly(imageId(1));
    }
  }

  @Test
  void findingsOfAnotherScopeAreRefused() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlanner planner = looking(account);
    CleanupPlan plan = plan(planner);
    InMemoryAccount elsewhere = account().and().region("us-east-1").build();
    CleanupPlanner other =
        planner(account).checkSnapshots(SnapshotCheck.named("noting", elsewhere)).build();
    PlanExecutor executor = executor(account, other).build();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining("us-east-1");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void aSnapshotIsNotTakenAlongThatAnImageInAnotherGroupRefersTo() {
    InMemoryAccount account = account().image(1, 9).image(2, 9).build();
    account.tag(Set.of(imageId(1), imageId(2)), Map.of("role", "web"));
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .account(account)
            .groupBy(Mappers.tags("role"))
            .retain(RetentionStrategies.nothing())
            .clock(Executing.CLOCK)
            .build();
    CleanupPlan plan = planner.plan();
    account.tag(Set.of(imageId(2)), Map.of("role", "db"));
    account.clearCalls();

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED group-changed");
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(9));
  }
}
