package io.amiclean.aws.benchmark;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Plans for a {@link LargeAccount} over the wire, without the candidate checks, and counts the
 * requests. The endpoint is in the same process and takes no time of its own but for writing its
 * answers.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Preading -Denforcer.skip -pl amiclean-aws -am
 * }</pre>
 */
final class ReadingBenchmark {

  private static final int IMAGES = 50_000;
  private static final int ROUNDS = 3;

  private ReadingBenchmark() {}

  /** Runs it. */
  public static void main(String... args) {
    LargeAccount account = new LargeAccount(IMAGES);
    WireState state = new WireState();
    account.fill(state);
    try (WireEndpoint endpoint = new WireEndpoint(state)) {
      // The first round is of code that has not run before.
      for (int round = 0; round < ROUNDS; round++) {
        endpoint.clearRequests();
        plan(endpoint);
      }
      printCalls(endpoint, account.fullPages());
    }
  }

  private static void plan(WireEndpoint endpoint) {
    try (AwsClients clients =
        AwsClients.builder()
            .endpoint(endpoint.uri())
            .region(endpoint.state().region())
            .credentials(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
            .budget(RequestBudget.unlimited())
            .build()) {
      AwsAccount account = AwsAccount.builder().clients(clients).build();
      CleanupPlanner planner =
          CleanupPlanner.builder()
              .images(account.images())
              .snapshots(account.snapshots())
              .usage(account.usage())
              .groupBy(Mappers.tags("environment", "role"))
              .retain(RetentionStrategies.keepNewest(4))
              .build();
      long before = heap();
      long start = System.nanoTime();
      PlanningContext read = planner.read();
      long decided = System.nanoTime();
      CleanupPlan plan = planner.plan(read);
      long end = System.nanoTime();
      long used = heap() - before;
      System.out.printf(
          Locale.ROOT,
          "%d images, %d to be removed: read in %.2f s, planned in %.2f s; %d MB%n",
          plan.summary().images(),
          plan.summary().remove(),
          (decided - start) / 1e9,
          (end - decided) / 1e9,
          used >> 20);
    }
  }

  private static void printCalls(WireEndpoint endpoint, Map<String, Long> fullPages) {
    Map<String, Long> calls =
        endpoint.requests().stream()
            .collect(groupingBy(WireRequest::action, TreeMap::new, counting()));
    System.out.printf("%n%-40s %6s %11s%n", "operation", "calls", "full pages");
    calls.forEach(
        (action, count) ->
            System.out.printf(
                "%-40s %6d %11d%n", action, count, fullPages.getOrDefault(action, 0L)));
    long pages = fullPages.values().stream().mapToLong(Long::longValue).sum();
    long paged =
        fullPages.keySet().stream().mapToLong(action -> calls.getOrDefault(action, 0L)).sum();
    long all = calls.values().stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        Locale.ROOT,
        "%nlists that hold something: %d calls, %.3f of the full pages; %d calls for what has nothing to tell; at most %d at a time%n",
        paged,
        (double) paged / pages,
        all - paged,
        endpoint.mostInFlight());
  }

  /** What is in use, in bytes. */
  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
