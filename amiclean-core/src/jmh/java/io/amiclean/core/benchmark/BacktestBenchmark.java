package io.amiclean.core.benchmark;

import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.backtest.Backtest;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.RecordedAccount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a backtest of 90 days takes in a new JVM, on 14 recordings. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgs = "-Xmx1500m")
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@State(Scope.Benchmark)
public class BacktestBenchmark {

  private static final int DAYS = 90;

  /** How many images the last recording holds. */
  @Param("10000")
  public int images;

  private AccountHistory history;
  private CleanupPolicy policy;

  /** Records the account each week, as it was on the day. */
  @Setup
  public void record() {
    Account account = new Account(images);
    policy = account.planner().policy();
    List<RecordedAccount> recordings = new ArrayList<>();
    for (int ago = 91; ago >= 0; ago -= 7) {
      recordings.add(recorded(account, Account.NOW.minus(Duration.ofDays(ago))));
    }
    history = AccountHistory.of(recordings);
  }

  private static RecordedAccount recorded(Account account, Instant time) {
    CandidateCheck check =
        candidates -> CandidateFindings.builder().scope(account.images.scope()).build();
    return AccountRecorder.builder()
        .images(
            () ->
                ImageInventory.builder()
                    .from(account.images)
                    .readAt(time)
                    .images(
                        account.images.images().stream()
                            .filter(image -> existed(image.creationDate(), time))
                            .toList())
                    .build())
        .snapshots(
            () ->
                SnapshotInventory.builder()
                    .from(account.snapshots)
                    .readAt(time)
                    .snapshots(
                        account.snapshots.snapshots().stream()
                            .filter(snapshot -> existed(snapshot.startTime(), time))
                            .toList())
                    .build())
        .usage(() -> account.usage)
        .check(CandidateCheck.named("nothing", check))
        .build()
        .record();
  }

  private static boolean existed(Optional<Instant> made, Instant time) {
    return made.filter(at -> !at.isAfter(time)).isPresent();
  }

  /** Replays 90 days. */
  @Benchmark
  public BacktestReport backtest() {
    return Backtest.builder(history).days(DAYS).build().run(policy);
  }
}
