package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.imageOutcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptionTest {

  private final InMemoryAccount account =
      account()
          .image(1, 1)
          .image(2, 2)
          .image(3, 3)
          .and()
          .snapshot(snap(4), orphan -> orphan.madeFor(ami(7)))
          .build();

  private final CleanupPlan plan = plan(account);

  @AfterEach
  void endTheInterruption() {
    Thread.interrupted();
  }

  private ExecutionResult executeInterruptedAtTheFirstRemoval() {
    Interrupting.thisThreadAt(account, AccountCall.DEREGISTER_IMAGE, 1);
    return execute(account, plan);
  }

  @Test
  void whatIsUnderWayEndsAndWhatIsLeftIsToldAsSkipped() {
    ExecutionResult result = executeInterruptedAtTheFirstRemoval();

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED interrupted");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED interrupted");
    assertThat(ending(result, snapshotId(2))).isEqualTo("SKIPPED image-not-removed");
    assertThat(ending(result, snapshotId(4))).isEqualTo("SKIPPED interrupted");
    assertThat(account.imageIds()).containsExactly(imageId(2), imageId(3));
    assertThat(result.outcomes()).hasSize(7);
  }

  @Test
  void theThreadStaysInterrupted() {
    executeInterruptedAtTheFirstRemoval();

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void aThreadThatIsInterruptedBeforehandRemovesNothing() {
    Thread.currentThread().interrupt();

    ExecutionResult result = executor(account).concurrency(8).build().execute(plan);

    assertThat(result.counts()).containsEntry(Outcome.SKIPPED, 7);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).isEmpty();
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void anInterruptIsNoticedThoughNoOutcomeIsWaitedFor() {
    Executing.Account images = account();
    for (int i = 1; i <= 1_200; i++) {
      images.image(i, i);
    }
    InMemoryAccount many = images.build();

    ExecutionSummary summary =
        executor(many)
            .executor(Runnable::run)
            .recheckEvery(5_000, Duration.ofHours(1))
            .build()
            .execute(plan(many), outcome -> Thread.currentThread().interrupt());

    assertThat(many.imageIds()).isNotEmpty();
    assertThat(summary.counts().get(Outcome.SKIPPED)).isPositive();
  }

  @Test
  void executingAgainFinishesWhatWasLeftAndRepeatsNothing() {
    executeInterruptedAtTheFirstRemoval();
    assertThat(Thread.interrupted()).isTrue();
    account.clearCalls();

    ExecutionResult result = execute(account, plan);

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(
            RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(2), snapshotId(2)),
            RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(3), snapshotId(3)));
    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.ALREADY_GONE);
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void anInterruptDuringARecheckIsNoFailureToRead() {
    Thread executing = Thread.currentThread();
    account.before(AccountCall.READ_INSTANCES, 3, executing::interrupt);

    ExecutionResult result =
        executor(account).recheckEvery(2, Duration.ofDays(1)).build().execute(plan);

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED interrupted");
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void aFirstReadingThatAnInterruptCutsOffRemovesNothing() {
    Thread executing = Thread.currentThread();
    account.before(AccountCall.READ_INSTANCES, 1, executing::interrupt);
    account.failAt(AccountCall.READ_INSTANCES, 1, Fault.incomplete());

    ExecutionResult result = executor(account).maxEvidenceAge(Duration.ZERO).build().execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED interrupted");
    assertThat(result.counts()).containsEntry(Outcome.SKIPPED, 7);
    assertThat(account.imageIds()).hasSize(3);
  }
}
