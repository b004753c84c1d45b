package io.amiclean.core.report;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.execution.ImageOperations;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.execution.SnapshotOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.testing.Samples;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.json.ResultWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What an execution keeps in memory besides its plan while its result is written to a file, and
 * what it would keep if it collected its outcomes. Each image goes with two snapshots.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Pjournal -Denforcer.skip -pl amiclean-core -am
 * }</pre>
 */
final class ResultMemory {

  private static final int SAMPLES = 10;

  private final CleanupPlan plan;
  private final long ofPlan;

  private ResultMemory(CleanupPlan plan) {
    this.plan = plan;
    this.ofPlan = used();
  }

  /** Takes the number of removals. */
  public static void main(String... args) throws IOException {
    int removals = Integer.parseInt(args[0]);
    new ResultMemory(
            CleanupPlan.builder()
                .policy(Samples.policy())
                .createdAt(Fixtures.NOW)
                .scope(Fixtures.SCOPE)
                .images(
                    IntStream.range(0, removals)
                        .mapToObj(
                            number ->
                                SamplePlans.image(number, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
                                    .imageId(image(number))
                                    .addAllSnapshots(snapshots(number))
                                    .build())
                        .toList())
                .build())
        .measure(removals);
  }

  private void measure(int removals) throws IOException {
    Path folder = Files.createTempDirectory("result");
    Path file = folder.resolve("result.json");
    long peak;
    try (ResultWriter spool = ResultWriter.in(folder.resolve("spool"))) {
      Peak streamed = new Peak(spool, 3L * removals / SAMPLES);
      ExecutionSummary summary = executor().execute(plan, streamed);
      peak = streamed.bytes.get();
      try (OutputStream output = Files.newOutputStream(file)) {
        spool.write(summary, output);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d removals: the plan has %d MB; besides it, an execution keeps %.1f MB at most, and its"
            + " result has %d MB%n",
        removals,
        ofPlan >> 20,
        (double) (peak - ofPlan) / (1 << 20),
        Files.size(file) >> 20);
    Files.delete(file);
    Files.delete(folder);
  }

  private PlanExecutor executor() {
    return PlanExecutor.builder().operations(new Answers(), new Answers()).withoutRecheck().build();
  }

  private static ImageId image(int number) {
    return ImageId.of("ami-%017x".formatted(number));
  }

  private static List<SnapshotDecision> snapshots(int number) {
    return IntStream.range(0, 2)
        .mapToObj(
            which ->
                SamplePlans.delete(
                    SnapshotId.of("snap-%016x%d".formatted(number, which)),
                    ReasonCodes.ONLY_OF_REMOVED_IMAGES))
        .toList();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Looks now and then at the memory that is in use while outcomes are handed on. */
  private static final class Peak implements Consumer<ActionOutcome> {

    private final Consumer<ActionOutcome> receiver;
    private final long every;
    private final AtomicLong bytes = new AtomicLong();
    private long received;

    Peak(Consumer<ActionOutcome> receiver, long every) {
      this.receiver = receiver;
      this.every = every;
    }

    @Override
    public void accept(ActionOutcome outcome) {
      receiver.accept(outcome);
      if (++received % every == 0) {
        bytes.accumulateAndGet(used(), Math::max);
      }
    }
  }

  /** Does everything that it is asked for, and says so as EC2 does: with ids that were parsed. */
  private static final class Answers implements ImageOperations, SnapshotOperations {

    @Override
    public CleanupScope scope() {
      return Fixtures.SCOPE;
    }

    @Override
    public ActionOutcome deregister(ImageId image) {
      return ActionOutcome.deregistration(
          image, Outcome.SUCCEEDED, "deregistered", "Deregistered " + image);
    }

    @Override
    public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
      String number = image.value().substring(image.value().length() - 16);
      return List.of(
          deregister(image),
          delete(SnapshotId.of("snap-" + number + "0")),
          delete(SnapshotId.of("snap-" + number + "1")));
    }

    @Override
    public ActionOutcome delete(SnapshotId snapshot) {
      return ActionOutcome.deletion(
          snapshot, Outcome.SUCCEEDED, "deleted", String.join(" ", "Deleted", "with", "its image"));
    }

    @Override
    public boolean exists(ImageId image) {
      return false;
    }

    @Override
    public boolean exists(SnapshotId snapshot) {
      return false;
    }

    @Override
    public Map<ImageId, AccountId> owners(Set<ImageId> images) {
      return Map.of();
    }
  }
}
