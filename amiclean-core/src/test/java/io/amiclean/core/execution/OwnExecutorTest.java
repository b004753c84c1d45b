package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.util.concurrent.Uninterruptibles;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Removals run on the threads of an application, which outlive the execution. */
@Timeout(60)
class OwnExecutorTest {

  private static final int IMAGES = 40;

  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final ExecutorService single = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThePools() {
    pool.shutdownNow();
    single.shutdownNow();
    Thread.interrupted();
  }

  private static InMemoryAccount images(int count) {
    Executing.Account account = account();
    for (int i = 1; i <= count; i++) {
      account.image(i, i, 1000 + i / 2);
    }
    return account.build();
  }

  /** With re-checks on the way, a journal, and several removals at a time. */
  private static ExecutionResult execute(InMemoryAccount account, Executor executor) {
    return Executing.executor(account)
        .executor(executor)
        .concurrency(8)
        .recheckEvery(7, Duration.ofDays(1))
        .journal(new StepsInMemory())
        .build()
        .execute(plan(account));
  }

  private static void assertAllIsDone(InMemoryAccount account, ExecutionResult result) {
    assertThat(result.outcomes())
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void thePoolOfAnApplicationSurvivesAnExecution() throws Exception {
    InMemoryAccount account = images(IMAGES);

    ExecutionResult result = execute(account, pool);

    assertAllIsDone(account, result);
    assertThat(pool.isShutdown()).isFalse();
    assertThat(pool.submit(() -> "alive").get()).isEqualTo("alive");
  }

  /** Executors, and the threads that execute: of their own, or another one. */
  private static Stream<Arguments> executors() {
    Function<InMemoryAccount, ExecutionResult> direct = account -> execute(account, Runnable::run);
    Function<InMemoryAccount, ExecutionResult> dropping = account -> execute(account, task -> {});
    Function<InMemoryAccount, ExecutionResult> rejecting =
        account ->
            execute(
                account,
                task -> {
                  throw new RejectedExecutionException("full");
                });
    AtomicInteger given = new AtomicInteger();
    Function<InMemoryAccount, ExecutionResult> rejectingAtTimes =
        account ->
            execute(
                account,
                task -> {
                  if (given.incrementAndGet() % 3 == 0) {
                    throw new RejectedExecutionException("full");
                  }
                  new Thread(task).start();
                });
    return Stream.of(
        Arguments.of("runs at once", direct),
        Arguments.of("drops all", dropping),
        Arguments.of("rejects all", rejecting),
        Arguments.of("rejects at times", rejectingAtTimes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("executors")
  void anExecutorMayBeOddAndAllIsDone(
      String name, Function<InMemoryAccount, ExecutionResult> execution) {
    InMemoryAccount account = images(IMAGES);

    assertAllIsDone(account, execution.apply(account));
  }

  @Test
  void aPoolMayHaveOneThread() {
    InMemoryAccount account = images(IMAGES);

    assertAllIsDone(account, execute(account, single));
  }

  @Test
  void theOneThreadOfAPoolMayBeTheOneThatExecutes() throws Exception {
    InMemoryAccount account = images(IMAGES);

    ExecutionResult result = single.submit(() -> execute(account, single)).get();

    assertAllIsDone(account, result);
  }

  @Test
  void allThreadsOfAPoolMayExecute() throws Exception {
    List<InMemoryAccount> accounts = Stream.generate(() -> images(IMAGES)).limit(6).toList();
    List<Future<ExecutionResult>> results =
        accounts.stream().map(account -> pool.submit(() -> execute(account, pool))).toList();

    for (int i = 0; i < accounts.size(); i++) {
      assertAllIsDone(accounts.get(i), results.get(i).get());
    }
  }

  @Test
  void aForkJoinPoolMayExecuteOnItsOneThread() throws Exception {
    ForkJoinPool one = new ForkJoinPool(1);
    InMemoryAccount account = images(IMAGES);

    ExecutionResult result = one.submit(() -> execute(account, one)).get();

    assertAllIsDone(account, result);
    one.shutdown();
  }

  /** Counts how many calls there are at a time, and on which threads. */
  private static final class Counting extends ForwardingOperations {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Set<String> threads = ConcurrentHashMap.newKeySet();

    Counting(InMemoryAccount account) {
      super(account);
    }

    @Override
    public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
      threads.add(Thread.currentThread().getName());
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      Thread.onSpinWait();
      try {
        return super.deregisterWithSnapshots(image);
      } finally {
        now.decrementAndGet();
      }
    }
  }

  @Test
  void neverMoreAreUnderWayThanAskedFor() {
    InMemoryAccount account = images(400);
    Counting operations = new Counting(account);
    ExecutorService many = Executors.newFixedThreadPool(32);

    Executing.executor(account)
        .operations(operations)
        .executor(many)
        .concurrency(3)
        .build()
        .execute(plan(account));

    assertThat(operations.most.get()).isBetween(1, 3);
    assertThat(account.imageIds()).isEmpty();
    many.shutdown();
  }

  @Test
  void anExecutorThatIsNoPoolRunsRemovalsSideBySide() {
    InMemoryAccount account = account().image(1).image(2).build();
    CleanupPlan plan = plan(account);
    CountDownLatch bothAreUnderWay = new CountDownLatch(2);
    AtomicInteger met = new AtomicInteger();
    Runnable meet =
        () -> {
          bothAreUnderWay.countDown();
          if (Uninterruptibles.awaitUninterruptibly(bothAreUnderWay, 10, TimeUnit.SECONDS)) {
            met.incrementAndGet();
          }
        };
    account.before(AccountCall.DEREGISTER_IMAGE, 1, meet);
    account.before(AccountCall.DEREGISTER_IMAGE, 2, meet);

    Executing.executor(account)
        .executor(task -> new Thread(task).start())
        .concurrency(2)
        .build()
        .execute(plan);

    assertThat(met).hasValue(2);
  }

  @Test
  void stagesAreChangedOnTheOneThreadThatExecutes() throws Exception {
    InMemoryAccount account = images(IMAGES);
    CleanupPlanner planner =
        Executing.planner(account)
            .lifecycle(LifecyclePolicy.of(LifecycleRule.makePrivate()))
            .build();
    CleanupPlan plan = planner.plan();

    ExecutionResult result =
        single
            .submit(
                () ->
                    Executing.executor(account, planner)
                        .lifecycle(account)
                        .executor(single)
                        .concurrency(8)
                        .build()
                        .execute(plan))
            .get();

    assertThat(result.outcomes())
        .extracting(ActionOutcome::outcome)
        .hasSize(IMAGES)
        .containsOnly(Outcome.SUCCEEDED);
  }

  @Test
  void aCallOnTheInterruptedThreadIsLookedUpBeforeTheExecutionStops() {
    InMemoryAccount account = images(3);
    ForwardingOperations cutOff =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            super.deregisterWithSnapshots(image);
            Thread.currentThread().interrupt();
            return List.of(
                ActionOutcome.deregistration(image, Outcome.UNKNOWN, "aborted", "Interrupted"));
          }

          @Override
          public boolean exists(ImageId image) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            return super.exists(image);
          }
        };

    ExecutionResult result =
        Executing.executor(account)
            .operations(cutOff)
            .executor(Runnable::run)
            .build()
            .execute(plan(account));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED interrupted");
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(1);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void nothingRunsAnyMoreWhenAnExecutionHasFailed() {
    InMemoryAccount account = images(IMAGES);
    AtomicInteger underWay = new AtomicInteger();
    ForwardingOperations failing =
        new ForwardingOperations(account) {
          @Override
          public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
            underWay.incrementAndGet();
            try {
              if (image.equals(imageId(3))) {
                throw new Killer.Killed();
              }
              Thread.onSpinWait();
              return super.deregisterWithSnapshots(image);
            } finally {
              underWay.decrementAndGet();
            }
          }
        };

    assertThat(
            catchThrowable(
                () ->
                    Executing.executor(account)
                        .operations(failing)
                        .executor(pool)
                        .concurrency(4)
                        .build()
                        .execute(plan(account))))
        .hasCauseInstanceOf(Killer.Killed.class);
    int left = account.imageIds().size();
    assertThat(underWay).hasValue(0);
    assertThat(left).isPositive();
  }
}
