package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.ExecutionJournalContract;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreJournalTest extends ExecutionJournalContract {

  private static final JournalStep STEP =
      JournalStep.announced(ImageId.of("ami-00000001"), List.of());

  @TempDir private Path folder;

  private StoreJournal journal() {
    return new StoreJournal(new FolderStore(folder), "plans");
  }

  @Override
  protected ExecutionJournal open(CleanupPlan plan) {
    return journal();
  }

  private final InMemoryAccount account = InMemoryAccount.demo();
  private final CleanupPlanner planner =
      CleanupPlanner.builder()
          .account(account)
          .groupBy(Mappers.tags("environment", "role"))
          .retain(RetentionStrategies.keepNewest(2))
          .build();
  private final CleanupPlan plan = planner.plan();

  @Test
  void shutsAnEarlierExecutionOut() {
    StoreJournal earlier = journal();
    earlier.begin(plan);
    earlier.append(STEP);

    StoreJournal later = journal();

    assertThat(later.begin(plan)).containsExactly(STEP);
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> earlier.append(STEP))
        .withMessageContaining("another execution has taken it over");
    later.append(STEP);
    assertThat(journal().begin(plan)).containsExactly(STEP, STEP);
  }

  /** The one that was cut off comes back while the other works: it makes no further call. */
  @Test
  void leavesWhatAStaleExecutionHasNotAnnouncedToTheOneThatTookItOver() {
    account.before(AccountCall.DEREGISTER_IMAGE, 3, () -> executor().execute(plan));

    ExecutionResult stale = executor().execute(plan);

    assertThat(stale.outcomes())
        .filteredOn(outcome -> outcome.code().equals(OutcomeCodes.JOURNAL_FAILED))
        .isNotEmpty();
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(plan.removals().size() + 1);
    assertThat(account.imageIds()).hasSize(plan.images().size() - plan.removals().size());
    assertThat(executor().execute(plan).counts())
        .containsEntry(Outcome.FAILED, 0)
        .containsEntry(Outcome.UNKNOWN, 0);
  }

  private PlanExecutor executor() {
    return PlanExecutor.builder()
        .planner(planner)
        .operations(account)
        .concurrency(1)
        .journal(journal())
        .build();
  }

  @Test
  void takesAWriteWhoseAnswerWasLostForItsOwn() {
    StoreJournal journal = new StoreJournal(losingAnswers(new FolderStore(folder)), "plans");

    assertThat(journal.begin(plan)).isEmpty();
    journal.append(STEP);

    assertThat(journal().begin(plan)).containsExactly(STEP);
  }

  /** As S3 does when the SDK repeats a conditional write that had its effect. */
  private static ObjectStore losingAnswers(ObjectStore store) {
    return new ObjectStore() {
      @Override
      public boolean create(String key, byte[] content) throws IOException {
        store.create(key, content);
        return store.create(key, content);
      }

      @Override
      public void put(String key, byte[] content) throws IOException {
        store.put(key, content);
      }

      @Override
      public void put(String key, Path file) throws IOException {
        store.put(key, file);
      }

      @Override
      public Optional<byte[]> get(String key) throws IOException {
        return store.get(key);
      }

      @Override
      public Optional<InputStream> open(String key) throws IOException {
        return store.open(key);
      }
    };
  }
}
