package io.amiclean.core.benchmark;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The processor time of planning and removing images that share one snapshot, half of which go, and
 * the size of the plan's JSON: for a number of images, twice and four times as many. Re-checks are
 * left out, each of which reads the whole account whatever its images share.
 *
 * <pre>{@code
 * mvn -Pbenchmarks test-compile -pl amiclean-core -am \
 *     -Dmeasured=io.amiclean.core.benchmark.SharedSnapshotCost -Dbenchmarks=10000
 * }</pre>
 */
public final class SharedSnapshotCost {

  private static final Clock CLOCK = Clock.fixed(Account.NOW, ZoneOffset.UTC);

  private SharedSnapshotCost() {}

  /** Takes the number of images. */
  public static void main(String... args) throws Exception {
    int images = Integer.parseInt(args[0]);
    measure(images); // To warm up.
    for (int times = 1; times <= 4; times *= 2) {
      System.out.println(measure(times * images));
    }
  }

  private static String measure(int images) throws Exception {
    InMemoryAccount account = account(images);
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .account(account)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.keepNewest(images / 2))
            .clock(CLOCK)
            .build();
    double planning = ProcessorTime.of(planner::plan);
    CleanupPlan plan = planner.plan();
    double removal =
        ProcessorTime.of(
            () ->
                PlanExecutor.builder()
                    .withoutRecheck()
                    .operations(account)
                    .clock(CLOCK)
                    .build()
                    .execute(plan));
    return String.format(
        Locale.ROOT,
        "%d images of one snapshot: plan %.0f ms, its JSON %.1f MB, removal of %d images %.0f ms",
        images,
        planning,
        PlanJson.write(plan).length() / 1e6,
        plan.removals().size(),
        removal);
  }

  private static InMemoryAccount account(int images) {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(CLOCK);
    account.snapshot("snap-00000000000000001", snapshot -> snapshot.sizeGiB(8));
    for (int number = 0; number < images; number++) {
      int age = number;
      account.image(
          String.format(Locale.ROOT, "ami-%017x", number),
          image ->
              image
                  .name("web-" + age)
                  .createdAt(Account.NOW.minusSeconds(age))
                  .snapshot("snap-00000000000000001", 8));
    }
    return account.build();
  }
}
