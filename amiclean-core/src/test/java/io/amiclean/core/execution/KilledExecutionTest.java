package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.snap;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.journal.JournalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A removal of 20 images is killed at every single step and started again with its journal. It ends
 * as if nobody had disturbed it. Side by side a part of the steps will do, for their order varies.
 */
class KilledExecutionTest {

  @TempDir private Path folder;

  /** Pairs of images share a snapshot, the last one with an image that stays. */
  private static InMemoryAccount twentyImages() {
    Executing.Account account = account();
    for (int i = 1; i <= 20; i++) {
      account.image(i, i, 100 + i / 2);
    }
    return account
        .image(21, 21, 110)
        .and()
        .instance("i-0123456789abcdef0", ami(21))
        .snapshot(snap(300), orphan -> orphan.madeFor(ami(77)))
        .build();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "4, 7"})
  void endsAsIfUndisturbedWhereverItIsKilled(int concurrency, int stride) throws IOException {
    InMemoryAccount undisturbed = twentyImages();
    Killer asleep = Killer.asleep();
    ExecutionResult expected = execute(undisturbed, asleep, folder.resolve("0"), concurrency);
    assertThat(undisturbed.imageIds()).containsExactly(imageId(21));
    assertThat(undisturbed.snapshotIds()).containsExactly(snapshotId(21), snapshotId(110));
    assertThat(asleep.steps()).isGreaterThan(20 * 6);

    for (int step = 1; step <= asleep.steps(); step += stride) {
      InMemoryAccount account = twentyImages();
      Path file = folder.resolve(concurrency + "-" + step);
      Killer killer = new Killer(step, () -> writeHalfALine(file));
      assertThatThrownBy(() -> execute(account, killer, file, concurrency))
          .as("step %d", step)
          .hasCauseInstanceOf(Killer.Killed.class);

      ExecutionResult result = execute(account, Killer.asleep(), file, concurrency);

      assertThat(account.imageIds()).as("step %d", step).isEqualTo(undisturbed.imageIds());
      assertThat(account.snapshotIds()).as("step %d", step).isEqualTo(undisturbed.snapshotIds());
      assertThat(outcomes(result)).as("step %d", step).isEqualTo(outcomes(expected));
      assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
          .as("step %d", step)
          .doesNotHaveDuplicates()
          .hasSize(20);
      assertThat(account.calls(AccountCall.DELETE_SNAPSHOT))
          .as("step %d", step)
          .doesNotHaveDuplicates();
    }
  }

  private static ExecutionResult execute(
      InMemoryAccount account, Killer killer, Path file, int concurrency) throws IOException {
    return execute(account, plan(twentyImages()), killer, file, concurrency);
  }

  private static ExecutionResult execute(
      InMemoryAccount account, CleanupPlan plan, Killer killer, Path file, int concurrency)
      throws IOException {
    try (JournalFile journal = JournalFile.open(file, plan)) {
      return executor(account)
          .operations(killer.operations(account))
          .journal(killer.journal(journal))
          .concurrency(concurrency)
          .build()
          .execute(plan);
    }
  }

  private static Map<ResourceId, Outcome> outcomes(ExecutionResult result) {
    return result.outcomes().stream()
        .collect(toMap(ActionOutcome::resource, ActionOutcome::outcome));
  }

  private static void writeHalfALine(Path file) {
    try {
      Files.writeString(file, "{\"announced\":\"ami-", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
