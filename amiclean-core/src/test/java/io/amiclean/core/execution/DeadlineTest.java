package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time passes only where a test has it pass. */
@Timeout(60)
class DeadlineTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  private final MovingClock clock = new MovingClock(NOW);

  @AfterEach
  void endTheInterruption() {
    Thread.interrupted();
  }

  private PlanExecutorBuilder executor(InMemoryAccount account) {
    return Executing.executor(account)
        .clock(clock)
        .ticker(clock::nanos)
        .deadline(NOW.plus(TEN_MINUTES));
  }

  private static InMemoryAccount images(int count) {
    Executing.Account account = account();
    for (int i = 1; i <= count; i++) {
      account.image(i, i);
    }
    return account.build();
  }

  private void passDuring(InMemoryAccount account, AccountCall call, int nth) {
    account.before(call, nth, () -> clock.advance(TEN_MINUTES));
  }

  private static long count(ExecutionResult result, Outcome outcome, String code) {
    return result.outcomes().stream()
        .filter(ended -> ended.outcome() == outcome && ended.code().equals(code))
        .count();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void theOutcomesOfADeadlineAmong200RemovalsAddUp(int concurrency) {
    InMemoryAccount account = images(200);
    CleanupPlan plan = plan(account);
    passDuring(account, AccountCall.DEREGISTER_IMAGE, 100);

    ExecutionResult result = executor(account).concurrency(concurrency).build().execute(plan);

    int removed = account.calls(AccountCall.DEREGISTER_IMAGE).size();
    // Other threads may go on until the time of this one has passed.
    assertThat(removed).isBetween(100, concurrency == 1 ? 100 : 200);
    assertThat(account.imageIds()).hasSize(200 - removed);
    assertThat(result.outcomes()).hasSize(400);
    // Each image took its snapshot along.
    assertThat(count(result, Outcome.SUCCEEDED, "success")).isEqualTo(2L * removed);
    assertThat(count(result, Outcome.SKIPPED, "deadline")).isEqualTo(200L - removed);
    assertThat(count(result, Outcome.SKIPPED, "image-not-removed")).isEqualTo(200L - removed);
    assertThat(result.counts())
        .containsEntry(Outcome.SUCCEEDED, 2 * removed)
        .containsEntry(Outcome.SKIPPED, 400 - 2 * removed);
  }

  @Test
  void theNextExecutionFinishesThePlan() {
    InMemoryAccount account = images(200);
    CleanupPlan plan = plan(account);
    passDuring(account, AccountCall.DEREGISTER_IMAGE, 100);
    executor(account).concurrency(8).build().execute(plan);

    ExecutionResult result = Executing.execute(account, plan);

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(result.outcomes())
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED, Outcome.ALREADY_GONE);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(200);
  }

  @Test
  void withItsJournalTheNextExecutionSaysWhatOneWithoutADeadlineSays() {
    InMemoryAccount account = images(200);
    CleanupPlan plan = plan(account);
    StepsInMemory journal = new StepsInMemory();
    passDuring(account, AccountCall.DEREGISTER_IMAGE, 100);
    executor(account).concurrency(8).journal(journal).build().execute(plan);

    ExecutionResult result = Executing.executor(account).journal(journal).build().execute(plan);

    assertThat(result.outcomes())
        .isEqualTo(Executing.execute(images(200), plan).outcomes())
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(200);
  }

  @Test
  void nothingIsReadOrBegunAfterTheDeadline() {
    InMemoryAccount account = images(3);
    CleanupPlan plan = plan(account);
    account.clearCalls();
    clock.advance(TEN_MINUTES);

    ExecutionResult result = executor(account).build().execute(plan);

    assertThat(account.calls()).isEmpty();
    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED deadline");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
  }

  @Test
  void whatAnEarlierExecutionDidIsNotSkipped() {
    InMemoryAccount account = images(3);
    CleanupPlan plan = plan(account);
    StepsInMemory journal = new StepsInMemory();
    passDuring(account, AccountCall.DEREGISTER_IMAGE, 2);
    executor(account).journal(journal).build().execute(plan);

    ExecutionResult result = executor(account).journal(journal).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, snapshotId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED deadline");
  }

  @Test
  void aDeadlineThatIsNotReachedChangesNothing() {
    InMemoryAccount account = images(3);
    CleanupPlan plan = plan(account);
    account.before(AccountCall.DEREGISTER_IMAGE, 2, () -> clock.advance(TEN_MINUTES.minusNanos(1)));

    ExecutionResult result = executor(account).build().execute(plan);

    assertThat(result.outcomes())
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
  }

  /** Has a reading hang, over the deadline, until it is interrupted. */
  private CountDownLatch hang(InMemoryAccount account, int nth) {
    CountDownLatch interrupted = new CountDownLatch(1);
    account.before(
        AccountCall.READ_INSTANCES,
        nth,
        () -> {
          clock.advance(TEN_MINUTES);
          Interrupting.awaitInterrupt(interrupted);
        });
    return interrupted;
  }

  @Test
  void theFirstReCheckIsNotWaitedForLonger() throws InterruptedException {
    InMemoryAccount account = images(3);
    CleanupPlan plan = plan(account);
    account.clearCalls();
    CountDownLatch interrupted = hang(account, 1);

    ExecutionResult result = executor(account).build().execute(plan);

    interrupted.await();
    assertThat(count(result, Outcome.SKIPPED, "deadline")).isEqualTo(3);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aReCheckOnTheWayIsNotWaitedForLonger() throws InterruptedException {
    InMemoryAccount account = images(5);
    CleanupPlan plan = plan(account);
    account.clearCalls();
    CountDownLatch interrupted = hang(account, 3);

    ExecutionResult result =
        executor(account).recheckEvery(2, Duration.ofDays(1)).build().execute(plan);

    interrupted.await();
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(5))).isEqualTo("SKIPPED deadline");
    assertThat(result.outcomes()).hasSize(10);
  }

  @Test
  void anInterruptEndsTheReCheckThatADeadlineHasInAnotherThread() {
    InMemoryAccount account = images(3);
    CleanupPlan plan = plan(account);
    Thread executing = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    account.before(
        AccountCall.READ_INSTANCES,
        1,
        () -> {
          executing.interrupt();
          Interrupting.awaitInterrupt(ended);
        });

    ExecutionResult result = executor(account).build().execute(plan);

    assertThat(Thread.interrupted()).isTrue();
    Interrupting.awaitUninterruptibly(ended);
    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED interrupted");
  }

  @Test
  void whatWasActedOnIsMarkedAfterTheDeadline() {
    InMemoryAccount account = images(3);
    LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.disable());
    CleanupPlanner planner = Executing.planner(account).lifecycle(policy).build();
    CleanupPlan plan = planner.plan();
    passDuring(account, AccountCall.DISABLE_IMAGE, 2);

    ExecutionResult result =
        executor(account).planner(planner).lifecycle(account).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED deadline");
    assertThat(account.loadImages().image(imageId(2)).orElseThrow().tags())
        .containsKey("amiclean:stage");
  }

  @Test
  void nothingIsTaggedNorAnnouncedAfterTheDeadline() {
    InMemoryAccount account = images(2);
    LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.disable());
    CleanupPlanner planner = Executing.planner(account).lifecycle(policy).build();
    StepsInMemory journal = new StepsInMemory();
    journal.onAppend(() -> clock.advance(TEN_MINUTES));

    ExecutionResult result =
        executor(account)
            .planner(planner)
            .lifecycle(account)
            .journal(journal)
            .build()
            .execute(planner.plan());

    assertThat(count(result, Outcome.SKIPPED, "deadline")).isEqualTo(2);
    assertThat(account.calls(AccountCall.TAG_IMAGE)).isEmpty();
    assertThat(journal.steps()).extracting(JournalStep::resource).containsOnly(imageId(1));
  }
}
