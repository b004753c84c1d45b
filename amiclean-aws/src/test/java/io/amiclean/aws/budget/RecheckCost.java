package io.amiclean.aws.budget;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.budget.ExecutionSimulation.Run;
import io.amiclean.aws.budget.SimulatedEc2.Buckets;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What re-checks cost an execution in virtual time that removes 20,000 of 50,000 images: how long
 * it takes beside its bucket, and how much memory it keeps beside planning.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Psimulation -Dmeasured=io.amiclean.aws.budget.RecheckCost \
 *     -Denforcer.skip -pl amiclean-aws -am
 * }</pre>
 */
final class RecheckCost {

  private static final int IMAGES = 50_000;
  private static final int KEPT = 30_000;
  private static final int PLANS = 10;

  /** How much longer a pause between collections is than a collection. */
  private static final int PAUSES = 2;

  private RecheckCost() {}

  /** What work answered, and the most memory that was in use meanwhile after a collection. */
  private record Measured<T>(T answer, long bytes) {}

  /** Runs it and prints two lines. */
  public static void main(String... args) throws Exception {
    // The plan itself is not kept: the execution makes and holds its own.
    Measured<Integer> planning = measure(() -> plan().summary().remove());
    Measured<Run> execution =
        measure(() -> ExecutionSimulation.run(1, IMAGES, KEPT, Buckets.DOCUMENTED));
    Run run = execution.answer();
    System.out.printf(
        Locale.ROOT,
        "%d of %d images removed in %s, %.3f of the bucket's time, %d of %d calls refused%n",
        planning.answer(),
        IMAGES,
        run.duration(),
        run.ratio(),
        run.refused(),
        run.calls());
    System.out.printf(
        Locale.ROOT,
        "planning in %d MB, execution in %d MB: %.2f%n",
        planning.bytes() >> 20,
        execution.bytes() >> 20,
        (double) execution.bytes() / planning.bytes());
  }

  /** Plans several times, so that it is looked at often enough. */
  private static CleanupPlan plan() {
    VirtualTime time = new VirtualTime(1);
    SimulatedEc2 region =
        new SimulatedEc2(
            time,
            new RequestBudget(1, time),
            CleanupScope.of(AccountId.of("000000000001"), "eu-west-1"),
            Buckets.DOCUMENTED,
            IMAGES);
    for (int before = 1; before < PLANS; before++) {
      ExecutionSimulation.plan(region, KEPT, time);
    }
    return ExecutionSimulation.plan(region, KEPT, time);
  }

  private static <T> Measured<T> measure(Callable<T> work) throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    long[] most = new long[1];
    Thread looking =
        new Thread(
            () -> {
              try {
                long pause;
                do {
                  long before = System.nanoTime();
                  most[0] = Math.max(most[0], used());
                  pause = PAUSES * (System.nanoTime() - before);
                } while (!ended.await(pause, TimeUnit.NANOSECONDS));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    looking.start();
    T answer;
    try {
      answer = work.call();
    } finally {
      ended.countDown();
      looking.join();
    }
    return new Measured<>(answer, most[0]);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
