package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class JournaledExecutionTest {

  private final InMemoryAccount account = account().image(1, 1).image(2).build();
  private final CleanupPlan plan = plan(account);
  private final StepsInMemory journal = new StepsInMemory();

  private ExecutionResult execute() {
    return executor(account).journal(journal).build().execute(plan);
  }

  @Test
  void everyCallIsAnnouncedAndToldAgainWhenItHasEnded() {
    List<Integer> callsSoFar = new ArrayList<>();
    journal.onAppend(() -> callsSoFar.add(account.calls(AccountCall.DEREGISTER_IMAGE).size()));

    ExecutionResult result = execute();

    assertThat(callsSoFar).containsExactly(0, 1, 1, 2);
    assertThat(journal.steps())
        .containsExactly(
            JournalStep.announced(imageId(1), List.of(snapshotId(1))),
            JournalStep.ended(List.of(result.outcomes().get(0), result.outcomes().get(2))),
            JournalStep.announced(imageId(2), List.of()),
            JournalStep.ended(List.of(result.outcomes().get(1))));
  }

  @Test
  void whatWasAnnouncedAndIsGoneWasDone() {
    journal.append(JournalStep.announced(imageId(1), List.of(snapshotId(1))));
    account.deregister(imageId(1));

    ExecutionResult result = execute();

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void whatWasNotAnnouncedAndIsGoneWasRemovedBySomebodyElse() {
    account.deregister(imageId(1));

    assertThat(ending(execute(), imageId(1))).isEqualTo("ALREADY_GONE already-gone");
  }

  @Test
  void whatWasAnnouncedAndCannotBeLookedUpIsLeftAlone() {
    journal.append(JournalStep.announced(imageId(1), List.of()));
    account.failAlways(AccountCall.LOOK_UP_IMAGE, Fault.denied());

    ExecutionResult result = execute();

    assertThat(ending(result, imageId(1))).isEqualTo("UNKNOWN unexpected");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void whatIsUnknownIsLookedUpFirst() {
    journal.append(JournalStep.announced(imageId(1), List.of()));
    journal.append(
        JournalStep.ended(
            List.of(
                ActionOutcome.deregistration(imageId(1), Outcome.UNKNOWN, "no-answer", "Lost"))));

    ExecutionResult result = execute();

    assertThat(account.calls(AccountCall.LOOK_UP_IMAGE)).hasSize(1);
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
  }

  /** Side by side, the first of two images leaves the snapshot that the other one takes. */
  @Test
  void aSnapshotThatOneImageLeftMayHaveGoneWithAnotherOne() {
    InMemoryAccount sharing = account().image(1, 9).image(2, 9).build();
    CleanupPlan both = plan(sharing);
    StepsInMemory killed = new StepsInMemory();
    killed.append(JournalStep.announced(imageId(1), List.of(snapshotId(9))));
    killed.append(JournalStep.announced(imageId(2), List.of(snapshotId(9))));
    killed.append(JournalStep.ended(sharing.deregisterWithSnapshots(imageId(1))));
    sharing.deregisterWithSnapshots(imageId(2));

    ExecutionResult result = executor(sharing).journal(killed).build().execute(both);

    assertThat(ending(result, snapshotId(9))).isEqualTo("SUCCEEDED found-done");
  }

  @Test
  void whatFailedIsTriedAgainWithoutALookUp() {
    journal.append(JournalStep.announced(imageId(1), List.of()));
    journal.append(
        JournalStep.ended(
            List.of(ActionOutcome.deregistration(imageId(1), Outcome.FAILED, "Busy", "Busy"))));

    ExecutionResult result = execute();

    assertThat(account.calls(AccountCall.LOOK_UP_IMAGE)).isEmpty();
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
  }

  @Test
  void whatCannotBeAnnouncedIsNotDone() {
    journal.onAppend(
        () -> {
          throw new UncheckedIOException(new IOException("disk full"));
        });

    ExecutionResult result = execute();

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED journal-failed");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void anOutcomeThatCannotBeJournaledIsToldAllTheSame() {
    journal.onAppend(
        () -> {
          if (!account.calls(AccountCall.DEREGISTER_IMAGE).isEmpty()) {
            throw new UncheckedIOException(new IOException("disk full"));
          }
        });

    ExecutionResult result = execute();

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(2))).isEqualTo("FAILED journal-failed");
  }

  @Test
  void theJournalOfAnotherPlanRefusesBeforeAnythingIsRead() {
    account.clearCalls();
    ExecutionJournal other =
        new ExecutionJournal() {
          @Override
          public List<JournalStep> begin(CleanupPlan begun) {
            throw new PlanRefusedException("another plan");
          }

          @Override
          public void append(JournalStep step) {
            throw new IllegalStateException("never begun");
          }
        };

    assertThatThrownBy(() -> executor(account).journal(other).build().execute(plan))
        .isInstanceOf(PlanRefusedException.class);
    assertThat(account.calls()).isEmpty();
  }

  @Test
  void aJournalThatAnExecutionUsesRefusesAnotherOne() {
    List<Throwable> refused = new ArrayList<>();
    account.before(
        AccountCall.DEREGISTER_IMAGE, 1, () -> refused.add(catchThrowable(this::execute)));

    ExecutionResult result = execute();

    assertThat(refused)
        .singleElement(as(InstanceOfAssertFactories.THROWABLE))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContainingAll(
            StepsInMemory.class.getName(), "in use by another execution", "wait for its end");
    assertThat(result.counts())
        .containsOnlyKeys(Outcome.values())
        .containsEntry(Outcome.SUCCEEDED, 3);
    assertThat(execute()).extracting(ExecutionResult::outcomes).isEqualTo(result.outcomes());
  }

  @Test
  void aJournalThatAnswersNullIsNamed() {
    ExecutionJournal broken = mock(ExecutionJournal.class);
    when(broken.begin(plan)).thenReturn(null);

    assertThatThrownBy(() -> executor(account).journal(broken).build().execute(plan))
        .hasMessageContainingAll(
            broken.getClass().getName(), "answered null at begin(plan)", "an empty list");
  }

  /** Two executions that share a store: each removes a part, and finds the other part gone. */
  @Test
  void whatOneOfTwoExecutionsRemovedIsNotAlreadyGone() {
    JournalStep removed = JournalStep.ended(account.deregisterWithSnapshots(imageId(1)));
    JournalStep foundGone = JournalStep.ended(List.of(account.deregister(imageId(1))));
    JournalStep snapshotFoundGone = JournalStep.ended(List.of(account.delete(snapshotId(1))));
    List.of(removed, foundGone, snapshotFoundGone).forEach(journal::append);

    ExecutionResult result = execute();

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED success");
  }

  @Test
  void nothingIsAskedOfTheAccountOnceAllIsDone() {
    InMemoryAccount whole =
        account()
            .image(1, 1, 9)
            .image(2, 9)
            .and()
            .snapshot(snap(3), orphan -> orphan.madeFor(ami(7)))
            .build();
    CleanupPlan all = plan(whole);
    PlanExecutor executor = executor(whole).journal(journal).build();
    ExecutionResult first = executor.execute(all);
    whole.clearCalls();

    ExecutionResult second = executor.execute(all);

    assertThat(second.outcomes()).hasSize(5).isEqualTo(first.outcomes());
    assertThat(whole.calls()).isEmpty();
  }

  @Test
  void aSnapshotThatAnEarlierExecutionDeletedEndsAsItDidThen() {
    journal.append(JournalStep.announced(imageId(1), List.of()));
    journal.append(JournalStep.ended(List.of(account.deregister(imageId(1)))));
    journal.append(JournalStep.announced(snapshotId(1), List.of()));
    journal.append(JournalStep.ended(List.of(account.delete(snapshotId(1)))));

    assertThat(ending(execute(), snapshotId(1))).isEqualTo("SUCCEEDED success");
  }

  @Test
  void whatEarlierExecutionsRemovedTakesNoRecheck() {
    InMemoryAccount four = account().image(1).image(2).image(3).image(4).build();
    CleanupPlan all = plan(four);
    for (int done = 1; done <= 2; done++) {
      journal.append(JournalStep.announced(imageId(done), List.of()));
      journal.append(JournalStep.ended(List.of(four.deregister(imageId(done)))));
    }
    four.clearCalls();

    executor(four).journal(journal).recheckEvery(2, Duration.ofDays(1)).build().execute(all);

    assertThat(four.calls(AccountCall.READ_INSTANCES)).hasSize(1);
    assertThat(four.imageIds()).isEmpty();
  }

  @Test
  void whatWasFoundDoneIsNotLookedUpAgain() {
    journal.append(JournalStep.announced(imageId(2), List.of()));
    account.deregister(imageId(2));
    ExecutionResult first = execute();
    account.clearCalls();

    assertThat(execute().outcomes()).isEqualTo(first.outcomes());
    assertThat(account.calls(AccountCall.LOOK_UP_IMAGE)).isEmpty();
  }

  @Test
  void aChangeThatCannotBeAnnouncedIsNoStepOfTheJournal() {
    CleanupPlanner planner =
        planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    AtomicInteger appends = new AtomicInteger();
    journal.onAppend(
        () -> {
          if (appends.incrementAndGet() <= 2) {
            throw new UncheckedIOException(new IOException("disk full"));
          }
        });

    ExecutionResult result =
        executor(account, planner)
            .lifecycle(account)
            .journal(journal)
            .build()
            .execute(planner.plan());

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED journal-failed");
    assertThat(ending(result, imageId(2))).isEqualTo("FAILED journal-failed");
    assertThat(journal.steps()).isEmpty();
  }

  @Test
  void aSnapshotOfAnImageWhoseRemovalFailedIsNotLookedUp() {
    journal.append(JournalStep.announced(imageId(1), List.of(snapshotId(1))));
    journal.append(
        JournalStep.ended(
            List.of(ActionOutcome.deregistration(imageId(1), Outcome.FAILED, "Busy", "Busy"))));
    account.add(more -> more.instance("i-1", ami(1)));

    assertThat(ending(execute(), snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.calls(AccountCall.LOOK_UP_SNAPSHOT)).isEmpty();
  }

  @Test
  void aSnapshotOfAnImageThatWasAnnouncedAgainWithoutItIsNotLookedUp() {
    journal.append(JournalStep.announced(imageId(1), List.of(snapshotId(1))));
    journal.append(JournalStep.announced(imageId(1), List.of()));
    account.add(more -> more.instance("i-1", ami(1)));

    assertThat(ending(execute(), snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.calls(AccountCall.LOOK_UP_SNAPSHOT)).isEmpty();
  }

  @Test
  void aChangeThatWasAnnouncedAndIsMadeWasDone() {
    CleanupPlanner planner =
        planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    CleanupPlan ofStages = planner.plan();
    PlanExecutorBuilder executor = executor(account, planner).lifecycle(account);
    executor.build().execute(ofStages);
    journal.append(JournalStep.announced(imageId(1), List.of()));

    ExecutionResult result = executor.journal(journal).build().execute(ofStages);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, imageId(2))).isEqualTo("ALREADY_GONE already-done");
  }

  @Test
  void aChangeThatAnEarlierExecutionMadeEndsAsItDidThen() {
    CleanupPlanner planner =
        planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    ActionOutcome then =
        ActionOutcome.change(
            Action.DISABLE_IMAGE, imageId(1), Outcome.SUCCEEDED, "success", "Done then");
    journal.append(JournalStep.announced(imageId(1), List.of()));
    journal.append(JournalStep.ended(List.of(then)));

    ExecutionResult result =
        executor(account, planner)
            .lifecycle(account)
            .journal(journal)
            .build()
            .execute(planner.plan());

    assertThat(result.outcomes()).contains(then);
  }

  @Test
  void whatEarlierExecutionsDeletedCountsTowardsTheMinimumOfSnapshots() {
    InMemoryAccount three =
        account().image(1, 1, 2).and().snapshot(snap(3), orphan -> orphan.madeFor(ami(7))).build();
    CleanupPlanner planner = planner(three).minimumExpected("snapshots", 3).build();
    CleanupPlan all = planner.plan();
    journal.append(JournalStep.ended(List.of(three.deregister(imageId(1)))));
    journal.append(JournalStep.ended(List.of(three.delete(snapshotId(1)))));
    journal.append(JournalStep.ended(List.of(three.delete(snapshotId(3)))));

    ExecutionResult result = executor(three, planner).journal(journal).build().execute(all);

    assertThat(ending(result, snapshotId(2))).isEqualTo("SUCCEEDED success");
    assertThat(three.snapshotIds()).isEmpty();
  }
}
