package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamedExecutionTest {

  private final List<ActionOutcome> received = new ArrayList<>();

  /** Images 1 and 3 share a snapshot; 5 is an orphan. */
  private static InMemoryAccount threeImages() {
    return account()
        .image(1, 1, 4)
        .image(2, 2)
        .image(3, 3, 4)
        .and()
        .snapshot(snap(5), orphan -> orphan.madeFor(ami(7)))
        .build();
  }

  private List<ResourceId> toldOf() {
    return received.stream().map(ActionOutcome::resource).toList();
  }

  @Test
  void tellsOfImagesThenOfSnapshotsEachById() {
    InMemoryAccount account = threeImages();

    executor(account).build().execute(plan(account), received::add);

    assertThat(toldOf())
        .containsExactly(
            imageId(1),
            imageId(2),
            imageId(3),
            snapshotId(1),
            snapshotId(2),
            snapshotId(3),
            snapshotId(4),
            snapshotId(5));
  }

  @Test
  void tellsTheSameAsAResult() {
    InMemoryAccount account = threeImages();
    account.failAt(AccountCall.DEREGISTER_IMAGE, 2, Fault.error("InternalError", "Try again"));
    InMemoryAccount other = threeImages();
    other.failAt(AccountCall.DEREGISTER_IMAGE, 2, Fault.error("InternalError", "Try again"));

    ExecutionSummary summary = executor(account).build().execute(plan(account), received::add);

    ExecutionResult result = executor(other).build().execute(plan(other));
    assertThat(received).isEqualTo(result.outcomes());
    assertThat(summary).isEqualTo(result.summary());
  }

  @Test
  void theOrderHoldsHoweverOftenTheAccountIsLookedAtAgain() {
    Executing.Account images = account();
    for (int i = 1; i <= 40; i++) {
      images.image(i, i, 100 + i % 7);
    }
    InMemoryAccount account = images.build();

    executor(account)
        .concurrency(4)
        .recheckEvery(3, Duration.ofHours(1))
        .build()
        .execute(plan(account), received::add);

    assertThat(received).hasSize(87).isSortedAccordingTo(ExecutionResult.order());
  }

  @Test
  void anOutcomeIsToldWhileTheNextRemovalIsUnderWay() {
    InMemoryAccount account = threeImages();
    CountDownLatch firstIsTold = new CountDownLatch(1);
    List<Boolean> inTime = new ArrayList<>();
    account.before(AccountCall.DEREGISTER_IMAGE, 2, () -> inTime.add(await(firstIsTold)));

    executor(account).build().execute(plan(account), outcome -> firstIsTold.countDown());

    assertThat(inTime).containsExactly(true);
  }

  @Test
  void whatTheReceiverThrowsIsThrownOnAfterTheCallsInFlight() {
    InMemoryAccount account = threeImages();
    CleanupPlan plan = plan(account);
    PlanExecutor executor = executor(account).build();
    CountDownLatch underWay = new CountDownLatch(1);
    account.before(AccountCall.DEREGISTER_IMAGE, 2, underWay::countDown);
    IllegalStateException full = new IllegalStateException("The disk is full");

    assertThatThrownBy(
            () ->
                executor.execute(
                    plan,
                    outcome -> {
                      await(underWay);
                      received.add(outcome);
                      throw full;
                    }))
        .isSameAs(full);

    assertThat(toldOf()).containsExactly(imageId(1));
    assertThat(account.imageIds()).doesNotContain(imageId(1), imageId(2));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void nothingIsBegunOnceTheReceiverHasThrown() {
    InMemoryAccount account = threeImages();
    CleanupPlan plan = plan(account);
    PlanExecutor executor = executor(account).build();

    assertThatThrownBy(
            () ->
                executor.execute(
                    plan,
                    outcome -> {
                      if (outcome.resource().equals(imageId(3))) {
                        throw new IllegalStateException("The disk is full");
                      }
                    }))
        .hasMessage("The disk is full");

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).contains(snapshotId(5));
  }

  @Test
  void anErrorOfTheReceiverIsThrownOnAfterTheCallsInFlightAsWell() {
    InMemoryAccount account = threeImages();
    CleanupPlan plan = plan(account);
    PlanExecutor executor = executor(account).build();
    Thread executing = Thread.currentThread();
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch throwing = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    AtomicBoolean hasReturned = new AtomicBoolean();
    List<Boolean> waitedFor = new ArrayList<>();
    account.before(
        AccountCall.DEREGISTER_IMAGE,
        2,
        () -> {
          underWay.countDown();
          await(throwing);
          while (!hasReturned.get() && executing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
          }
          waitedFor.add(!hasReturned.get());
          ended.countDown();
        });
    AssertionError unexpected = new AssertionError("This image was to stay");

    try {
      assertThatThrownBy(
              () ->
                  executor.execute(
                      plan,
                      outcome -> {
                        await(underWay);
                        throwing.countDown();
                        throw unexpected;
                      }))
          .isSameAs(unexpected);
    } finally {
      hasReturned.set(true);
    }

    await(ended);
    assertThat(waitedFor).containsExactly(true);
    assertThat(account.imageIds()).containsExactly(imageId(3));
  }

  @Test
  void countsWhatItTells() {
    InMemoryAccount account = threeImages();

    ExecutionSummary summary =
        executor(account).build().execute(plan(account), received::add, PlanPart.ORPHAN_SNAPSHOTS);

    assertThat(toldOf()).containsExactly(snapshotId(5));
    assertThat(summary.counts()).containsEntry(Outcome.SUCCEEDED, 1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
