package io.amiclean.aws.budget;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.aws.budget.SimulatedEc2.Buckets;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.scope.ScopeOutcome;
import io.amiclean.core.scope.ScopedPlans;
import io.amiclean.core.scope.Scopes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;

/**
 * Removes images in virtual time: the real executor, scopes and budget against the token buckets of
 * {@link SimulatedEc2}. Hours pass in seconds.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Psimulation -Denforcer.skip -pl amiclean-aws -am
 * }</pre>
 */
final class ExecutionSimulation {

  static final Buckets QUARTER = new Buckets(0.25, 0);
  static final Buckets HALF_USED = new Buckets(1, 0.5);

  private static final String ACTION = "DeregisterImage";

  private ExecutionSimulation() {}

  /**
   * What became of a run.
   *
   * @param duration how long it took
   * @param atBest how long the slowest scope takes whose bucket is never left unused
   * @param calls the calls that remove
   * @param refused those of them that were refused for their rate
   */
  record Run(Duration duration, Duration atBest, int calls, int refused) {

    double ratio() {
      return (double) duration.toMillis() / atBest.toMillis();
    }

    double refusedShare() {
      return (double) refused / calls;
    }
  }

  /** Removes so many images in each of so many scopes, whose buckets take turns. */
  static Run run(int scopes, int images, Buckets... buckets) {
    return run(scopes, images, 0, buckets);
  }

  /** Removes so many images in each of so many scopes but the newest, which are kept. */
  static Run run(int scopes, int images, int kept, Buckets... buckets) {
    VirtualTime time = new VirtualTime(scopes);
    RequestBudget budget = new RequestBudget(1, time);
    List<SimulatedEc2> regions =
        IntStream.range(0, scopes)
            .mapToObj(
                i ->
                    new SimulatedEc2(
                        time,
                        budget,
                        CleanupScope.of(
                            AccountId.of("%012d".formatted(1 + i / 20)), "eu-west-" + (1 + i % 20)),
                        buckets[i % buckets.length],
                        images))
            .toList();
    ScopedPlans<SimulatedEc2> plans =
        Scopes.of(regions).concurrency(scopes).plan(region -> plan(region, kept, time));
    List<ScopeOutcome<SimulatedEc2, ExecutionResult>> results =
        plans.execute(
            (region, plan) ->
                time.take(region.scope().toString(), () -> execute(region, plan, kept, time)));
    for (ScopeOutcome<SimulatedEc2, ExecutionResult> result : results) {
      ExecutionResult done =
          result.value().orElseThrow(() -> new AssertionError(result.failure().orElseThrow()));
      if (done.outcomes().stream().anyMatch(outcome -> outcome.outcome() != Outcome.SUCCEEDED)
          || result.scope().imagesLeft() != kept) {
        throw new AssertionError(
            "Not all was removed of " + result.scope().scope() + ": " + done.counts());
      }
    }
    return new Run(
        Duration.ofNanos(time.nanos()),
        List.of(buckets).stream()
            .map(size -> atBest(images - kept, size))
            .max(Duration::compareTo)
            .orElseThrow(),
        regions.stream().mapToInt(region -> region.calls(ACTION)).sum(),
        regions.stream().mapToInt(region -> region.refused(ACTION)).sum());
  }

  static CleanupPlan plan(SimulatedEc2 region, int kept, VirtualTime time) {
    return CleanupPlanner.builder()
        .images(region::inventory)
        .snapshots(region::snapshots)
        .usage(region::usage)
        .groupBy(Mappers.everything("all"))
        .retain(keep(kept))
        .clock(time)
        .build()
        .plan();
  }

  /** The planner that made the plan, which makes the calls of reading too. */
  private static CleanupPlanner reading(SimulatedEc2 region, int kept, VirtualTime time) {
    return CleanupPlanner.builder()
        .images(region)
        .snapshots(region::loadSnapshots)
        .usage(region)
        .check(region)
        .groupBy(Mappers.everything("all"))
        .retain(keep(kept))
        .clock(time)
        .build();
  }

  private static RetentionStrategy keep(int newest) {
    return newest == 0 ? RetentionStrategies.nothing() : RetentionStrategies.keepNewest(newest);
  }

  /** As the command line does it, without asking. */
  private static ExecutionResult execute(
      SimulatedEc2 region, CleanupPlan plan, int kept, VirtualTime time) {
    ExecutorService pool = time.pool(8);
    try {
      return PlanExecutor.builder()
          .operations(region)
          .planner(reading(region, kept, time))
          .maxEvidenceAge(Duration.ofSeconds(60))
          .executor(pool)
          .clock(time)
          .ticker(time::nanos)
          .build()
          .execute(plan);
    } finally {
      pool.shutdown();
    }
  }

  private static Duration atBest(int images, Buckets buckets) {
    BucketSize size = BucketSize.documented(ACTION, true);
    double seconds =
        (images - size.capacity() * buckets.size())
            / (size.refill() * buckets.size() * (1 - buckets.neighbour()));
    return Duration.ofMillis((long) (Math.max(1, seconds) * 1000));
  }

  /** Runs everything and prints a line for each run. */
  public static void main(String... args) {
    System.out.println(
        "scopes | images each | buckets              |       time |     of best |  calls |"
            + " refused");
    for (int images : List.of(500, 5_000, 50_000)) {
      print(1, images, "as documented", Buckets.DOCUMENTED);
      print(1, images, "a quarter", QUARTER);
      print(1, images, "half used by others", HALF_USED);
    }
    print(8, 5_000, "as documented", Buckets.DOCUMENTED);
    print(40, 1_000, "as documented", Buckets.DOCUMENTED);
    print(40, 1_000, "of these three kinds", Buckets.DOCUMENTED, QUARTER, HALF_USED);
    print(1, 100_000, "as documented", Buckets.DOCUMENTED);
  }

  private static void print(int scopes, int images, String name, Buckets... buckets) {
    long from = System.nanoTime();
    Run run = run(scopes, images, buckets);
    System.out.printf(
        Locale.ROOT,
        "%6d | %11d | %-20s | %10s | %10.1f%% | %6d | %6.2f%%   (took %d s)%n",
        scopes,
        images,
        name,
        run.duration().truncatedTo(ChronoUnit.SECONDS),
        100 * run.ratio(),
        run.calls(),
        100 * run.refusedShare(),
        Duration.ofNanos(System.nanoTime() - from).toSeconds());
  }
}
