package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.planner;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.InOrder;

/** In which order the ports are called, and with what they are never called. */
class CallsOfPortsTest {

  @Test
  void journalsEachStepBeforeTheCallThatItAnnounces() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = planner(account).build().plan();
    ExecutionJournal journal = mock(ExecutionJournal.class, delegatesTo(new StepsInMemory()));
    RemovalOperations operations = mock(RemovalOperations.class, delegatesTo(account));

    executor(account).operations(operations).journal(journal).build().execute(plan);

    InOrder calls = inOrder(journal, operations);
    calls.verify(journal).begin(plan);
    for (int image = 1; image <= 2; image++) {
      calls
          .verify(journal)
          .append(JournalStep.announced(imageId(image), List.of(snapshotId(image))));
      calls.verify(operations).deregisterWithSnapshots(imageId(image));
      calls.verify(journal).append(argThat(step -> !step.isAnnouncement()));
    }
    calls.verifyNoMoreInteractions();
  }

  static Stream<InMemoryAccount> accounts() {
    InMemoryAccount withAnOrphan = account().image(1, 1).image(2, 2).build();
    withAnOrphan.deregister(imageId(2));
    return Stream.of(
        account().build(),
        account().image(1, 1).image(2).build(),
        account().image(1, 1).and().instance("i-0123456789abcdef0", ami(1)).build(),
        withAnOrphan);
  }

  /** To a service, no ids at all may mean every one. */
  @ParameterizedTest
  @MethodSource("accounts")
  void asksNothingAboutNoIds(InMemoryAccount account) {
    CandidateCheck images = mock(CandidateCheck.class, delegatesTo(account));
    SnapshotCheck snapshots = mock(SnapshotCheck.class, delegatesTo(account));
    RemovalOperations operations = mock(RemovalOperations.class, delegatesTo(account));
    CleanupPlanner planner = planner(account).check(images).checkSnapshots(snapshots).build();
    CleanupPlan plan = planner.plan();
    if (account.imageIds().contains(imageId(2))) {
      account.deregister(imageId(2));
    }

    executor(account, planner).operations(operations).build().execute(plan);

    verify(images, never()).check(argThat(Collection::isEmpty));
    verify(snapshots, never()).check(argThat(Collection::isEmpty));
    verify(operations, never()).owners(argThat(Collection::isEmpty));
  }
}
