package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.util.concurrent.Uninterruptibles;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PlanExecutorTest {

  @Test
  void anImageWhoseSnapshotsAllGoIsRemovedWithThemInOneCall() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    ExecutionResult result = execute(account, plan(account));

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(
            RecordedCall.of(
                AccountCall.DEREGISTER_IMAGE, imageId(1), snapshotId(1), snapshotId(2)));
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).isEmpty();
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.outcomes())
        .extracting(ActionOutcome::resource)
        .containsExactly(imageId(1), snapshotId(1), snapshotId(2));
    assertThat(result.counts()).containsEntry(Outcome.SUCCEEDED, 3);
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void anImageWithASnapshotThatStaysIsRemovedWithoutItAndTheOthersDeletedOneByOne() {
    InMemoryAccount account =
        account()
            .image(1, 1, 2, 3)
            .and()
            .snapshot(snap(2), snapshot -> snapshot.tag("keep", "yes"))
            .build();
    CleanupPlanner planner =
        planner(account).excludeSnapshots(SnapshotExclusionFilters.tagged("keep")).build();
    CleanupPlan plan = planner.plan();
    ExecutionResult result = execute(account, planner, plan);

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT))
        .containsExactlyInAnyOrder(
            RecordedCall.of(AccountCall.DELETE_SNAPSHOT, snapshotId(1)),
            RecordedCall.of(AccountCall.DELETE_SNAPSHOT, snapshotId(3)));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
    assertThat(result.outcomes()).hasSize(3);
  }

  @Test
  void anImageWithoutSnapshotsIsRemovedAlone() {
    InMemoryAccount account = account().image(1).build();
    execute(account, plan(account));

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void onlyWhatThePlanRemovesIsTouched() {
    InMemoryAccount account =
        account().image(1, 1).image(2, 2).and().instance("i-1", ami(2)).build();
    ExecutionResult result = execute(account, plan(account));

    assertThat(account.imageIds()).containsExactly(imageId(2));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
    assertThat(result.outcomes()).hasSize(2);
  }

  @Test
  void aSnapshotOfTwoImagesGoesWithTheLastOfThem() {
    InMemoryAccount account = account().image(1, 1).image(2, 1).build();
    ExecutionResult result = execute(account, plan(account));

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.outcomes())
        .extracting(ActionOutcome::resource)
        .containsExactly(imageId(1), imageId(2), snapshotId(1));
    assertThat(result.counts()).containsEntry(Outcome.SUCCEEDED, 3);
  }

  @Test
  void aSnapshotOfTwoImagesThatAreRemovedAtTheSameTimeGoes() {
    InMemoryAccount account = account().image(1, 1).image(2, 1).build();
    CleanupPlan plan = plan(account);
    CyclicBarrier bothAreUnderWay = new CyclicBarrier(2);
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> await(bothAreUnderWay));
    account.before(AccountCall.DEREGISTER_IMAGE, 2, () -> await(bothAreUnderWay));

    ExecutionResult result = executor(account).concurrency(2).build().execute(plan);

    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.counts()).containsEntry(Outcome.SUCCEEDED, 3);
  }

  @Test
  void anImageThatTakesLongDoesNotKeepTheOthersWaiting() {
    InMemoryAccount account = account().image(1).image(2).image(3).image(4).build();
    CleanupPlan plan = plan(account);
    CountDownLatch fourth = new CountDownLatch(1);
    AtomicBoolean waitedFor = new AtomicBoolean();
    account.before(
        AccountCall.DEREGISTER_IMAGE,
        1,
        () -> waitedFor.set(Uninterruptibles.awaitUninterruptibly(fourth, 10, TimeUnit.SECONDS)));
    account.before(AccountCall.DEREGISTER_IMAGE, 4, fourth::countDown);

    executor(account).concurrency(2).build().execute(plan);

    assertThat(waitedFor).isTrue();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The other removal did not come", e);
    }
  }

  @Test
  void oneImageThatCannotBeRemovedStopsNoOther() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).image(3, 3).build();
    CleanupPlan plan = plan(account);
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(2), Fault.error("Unavailable", "Not now"));

    ExecutionResult result = execute(account, plan);

    assertThat(account.imageIds()).containsExactly(imageId(2));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
    assertThat(ending(result, imageId(2))).isEqualTo("FAILED Unavailable");
    assertThat(ending(result, snapshotId(2))).isEqualTo("SKIPPED image-not-removed");
    assertThat(outcome(result, snapshotId(2)).message()).contains(ami(2));
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).isEmpty();
    assertThat(result.hasFailures()).isTrue();
    assertThat(result.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                Outcome.SUCCEEDED, 4,
                Outcome.ALREADY_GONE, 0,
                Outcome.SKIPPED, 1,
                Outcome.FAILED, 1,
                Outcome.UNKNOWN, 0));
  }

  @Test
  void aSharedSnapshotStaysIfOneOfItsImagesCannotBeRemoved() {
    InMemoryAccount account = account().image(1, 1).image(2, 1).build();
    CleanupPlan plan = plan(account);
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.denied());

    ExecutionResult result = execute(account, plan);

    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  @Test
  void aSnapshotThatIsRefusedAlongWithItsImageIsNotAskedForAgain() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    CleanupPlan plan = plan(account);
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(1), Fault.denied());

    ExecutionResult result = execute(account, plan);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ending(result, snapshotId(1))).isEqualTo("FAILED missing-permissions");
    assertThat(snapshotOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).isEmpty();
  }

  @Test
  void aSnapshotThatFailsByAnErrorOfEc2ItselfIsTriedAgain() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    ForwardingOperations failingOnce =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            return List.of(
                deregister(image),
                ActionOutcome.deletion(
                    snapshotId(1), Outcome.FAILED, "internal-error", "Out of order"));
          }
        };

    ExecutionResult result = executor(account).operations(failingOnce).build().execute(plan);

    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aSingleSnapshotThatCannotBeDeletedStopsNoOther() {
    InMemoryAccount account = account().image(1, 1, 2).image(2, 2, 3).build();
    CleanupPlanner planner =
        planner(account).excludeSnapshots(SnapshotExclusionFilters.ids(snapshotId(2))).build();
    CleanupPlan plan = planner.plan();
    account.failAt(AccountCall.DELETE_SNAPSHOT, snapshotId(1), Fault.error("Locked", "Locked"));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("FAILED Locked");
    assertThat(snapshotOutcome(result, 3)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1), snapshotId(2));
  }

  @Test
  void aSnapshotOutsideThePlanIsNeverDeletedWhateverIsReportedOfIt() {
    InMemoryAccount account = account().image(1, 1).and().snapshot(snap(9), snapshot -> {}).build();
    CleanupPlan plan = plan(account);
    ForwardingOperations chatty =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            return List.of(
                deregister(image),
                ActionOutcome.deletion(snapshotId(9), Outcome.SKIPPED, "skipped", "Shared"));
          }
        };

    ExecutionResult result = executor(account).operations(chatty).build().execute(plan);

    assertThat(account.snapshotIds()).containsExactly(snapshotId(9));
    assertThat(ending(result, snapshotId(9))).isEqualTo("SKIPPED skipped");
    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void anImageThatIsGoneAlreadyLeavesNoSnapshotBehind() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    account.deregister(imageId(1));
    account.clearCalls();

    ExecutionResult result = execute(account, plan);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.ALREADY_GONE);
    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void executingAgainFindsEverythingGone() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = plan(account);
    execute(account, plan);
    account.clearCalls();

    ExecutionResult again = execute(account, plan);

    assertThat(again.counts()).containsEntry(Outcome.ALREADY_GONE, 4);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void executingAgainFinishesWhatFailedAndRepeatsNoRemovalOfAnImage() {
    InMemoryAccount account = account().image(1, 1).image(2, 2, 3).build();
    CleanupPlan plan = plan(account);
    account.failAlways(AccountCall.DEREGISTER_IMAGE, Fault.denied());
    account.failAt(AccountCall.DEREGISTER_IMAGE, imageId(1), Fault.lostAfterEffect());
    execute(account, plan);
    account.clearFaults();
    account.clearCalls();

    execute(account, plan);

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(
            RecordedCall.of(
                AccountCall.DEREGISTER_IMAGE, imageId(2), snapshotId(2), snapshotId(3)));
  }

  @Test
  void orphansAreDeleted() {
    InMemoryAccount account =
        account().and().snapshot(snap(1), snapshot -> snapshot.madeFor(ami(7))).build();
    ExecutionResult result = execute(account, plan(account));

    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.outcomes()).hasSize(1);
    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void partsOfAPlanAreExecutedAlone() {
    InMemoryAccount account =
        account().image(1, 1).and().snapshot(snap(2), orphan -> orphan.madeFor(ami(7))).build();
    CleanupPlan plan = plan(account);

    executor(account).build().execute(plan, PlanPart.ORPHAN_SNAPSHOTS);
    assertThat(account.imageIds()).containsExactly(imageId(1));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));

    executor(account).build().execute(plan, PlanPart.IMAGES);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void withoutImagesTheOrphansStay() {
    InMemoryAccount account =
        account().image(1, 1).and().snapshot(snap(2), orphan -> orphan.madeFor(ami(7))).build();

    executor(account).build().execute(plan(account), PlanPart.IMAGES);

    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
  }

  @Test
  void nothingToDoIsDoneWithoutACall() {
    InMemoryAccount account = account().image(1).and().instance("i-1", ami(1)).build();
    CleanupPlan plan = plan(account);
    account.clearCalls();

    assertThat(execute(account, plan).outcomes()).isEmpty();
    assertThat(executor(account).build().execute(plan(account), new PlanPart[0]).outcomes())
        .isEmpty();
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void theResultIsSortedWhateverTheOrderOfThePlan() {
    InMemoryAccount account = account().image(1, 2).image(2, 1).image(3).build();
    CleanupPlan plan = plan(account);
    CleanupPlan backwards =
        CleanupPlan.builder()
            .from(plan)
            .images(
                plan.images().stream()
                    .sorted(
                        Comparator.comparing(
                            decision -> decision.imageId(), Comparator.reverseOrder()))
                    .toList())
            .build();

    List<ResourceId> order =
        executor(account).concurrency(4).build().execute(backwards).outcomes().stream()
            .map(ActionOutcome::resource)
            .toList();

    assertThat(order)
        .containsExactly(imageId(1), imageId(2), imageId(3), snapshotId(1), snapshotId(2));
  }

  @Test
  void theResultTellsScopeAndTimes() {
    InMemoryAccount account = account().image(1).build();
    CleanupPlan plan = plan(account);
    MovingClock clock = new MovingClock(NOW);
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> clock.advance(Duration.ofMinutes(1)));

    ExecutionResult result = executor(account).clock(clock).build().execute(plan);

    assertThat(result.scope()).isEqualTo(SCOPE);
    assertThat(result.startedAt()).isEqualTo(NOW);
    assertThat(result.finishedAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
  }

  @Test
  void aPlanPastItsLimitsDoesNothing() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = planner(account).limits(PlanLimits.removeAtMost(1)).build().plan();
    account.clearCalls();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> execute(account, plan))
        .withMessageContaining("removes 2 images, at most 1 may go");
    assertThat(account.calls()).isEmpty();
  }

  @Test
  void withoutRecheckNothingIsRead() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    account.clearCalls();

    PlanExecutor.builder().operations(account).withoutRecheck().build().execute(plan);

    assertThat(account.calls())
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1), snapshotId(1)));
  }

  @Test
  void noThreadIsLeftBehind() throws InterruptedException {
    InMemoryAccount account = account().image(1).build();
    CleanupPlan plan = plan(account);
    List<Thread> threads = new ArrayList<>();
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> threads.add(Thread.currentThread()));
    execute(account, plan);

    threads.get(0).join(Duration.ofSeconds(30).toMillis());
    assertThat(threads.get(0).isAlive()).isFalse();
  }

  @Test
  void anExecutorThatLacksSomethingDoesNotBuild() {
    InMemoryAccount account = account().build();

    assertThatIllegalStateException()
        .isThrownBy(() -> PlanExecutor.builder().withoutRecheck().build())
        .withMessageContaining("operations(...)");
    assertThatIllegalStateException()
        .isThrownBy(() -> PlanExecutor.builder().operations(account).build())
        .withMessageContaining("planner(...)");
  }

  @Test
  void aRecheckAndTheDecisionToDoWithoutContradictEachOther() {
    InMemoryAccount account = account().build();
    PlanExecutorBuilder bare = PlanExecutor.builder().operations(account).withoutRecheck();

    assertThatIllegalStateException()
        .isThrownBy(() -> bare.planner(planner(account).build()).build())
        .withMessageContaining("withoutRecheck()");
  }

  @Test
  void nothingIsRemovedByNobody() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanExecutor.builder().concurrency(0))
        .withMessageContaining("0");
  }
}
