package io.amiclean.core.journal;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.SamplePlans;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What journaling removals costs, beside the bare cost of writing and syncing the same lines in the
 * same groups: a few in turn, because the cost of a sync changes from one second to the next.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Pjournal -Denforcer.skip -pl amiclean-core -am
 * }</pre>
 */
final class JournalCost {

  /** How many lines are synced before the turn changes, about. */
  private static final int SYNCS_IN_TURN = 100;

  private static final int WARM_UP = 100;

  private final int concurrency;
  private final ExecutorService threads;
  private final List<Integer> synced = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger removal = new AtomicInteger();

  private JournalCost(int concurrency) {
    this.concurrency = concurrency;
    this.threads = Executors.newFixedThreadPool(concurrency);
  }

  /** Takes numbers of removals, each followed by how many are made at a time. */
  public static void main(String... args) throws Exception {
    for (int i = 0; i < args.length; i += 2) {
      new JournalCost(Integer.parseInt(args[i + 1])).measure(Integer.parseInt(args[i]));
    }
  }

  private void measure(int removals) throws Exception {
    Path folder = Files.createTempDirectory("journal");
    Path bare = folder.resolve("bare");
    Path journaled = folder.resolve("journal");
    int inTurn = SYNCS_IN_TURN * concurrency / 2;
    int turns = removals / inTurn;
    long ours = 0;
    long theirs = 0;
    long groups = 0;
    List<Double> ratios = new ArrayList<>();
    try (JournalFile journal =
            JournalFile.open(journaled, SamplePlans.everyVerdict(), synced::add);
        RandomAccessFile lines = new RandomAccessFile(journaled.toFile(), "r");
        RandomAccessFile file = new RandomAccessFile(bare.toFile(), "rw")) {
      lines.seek(lines.length());
      for (int turn = -WARM_UP; turn < turns; turn++) {
        synced.clear();
        long journaling = append(journal, inTurn);
        List<byte[]> same = groups(lines);
        long writing = write(file, same);
        if (turn >= 0) {
          ratios.add((double) journaling / writing);
          ours += journaling;
          theirs += writing;
          groups += same.size();
        }
      }
    } finally {
      threads.shutdown();
    }
    System.out.printf(
        Locale.ROOT,
        "%d removals, %d at a time, %.1f lines a sync: journaled in %d ms, bare in %d ms, ratio"
            + " %.3f, median of %d turns %.3f%n",
        turns * inTurn,
        concurrency,
        2.0 * turns * inTurn / groups,
        Duration.ofNanos(ours).toMillis(),
        Duration.ofNanos(theirs).toMillis(),
        (double) ours / theirs,
        ratios.size(),
        ratios.stream().sorted().skip(ratios.size() / 2).findFirst().orElseThrow());
    Files.delete(journaled);
    Files.delete(bare);
    Files.delete(folder);
  }

  private long append(JournalFile journal, int removals)
      throws InterruptedException, ExecutionException {
    int end = removal.get() + removals;
    Callable<Void> work =
        () -> {
          for (int next = removal.get(); next < end; next = removal.get()) {
            if (removal.compareAndSet(next, next + 1)) {
              for (JournalStep step : steps(next)) {
                journal.append(step);
              }
            }
          }
          return null;
        };
    long from = System.nanoTime();
    for (Future<Void> done : threads.invokeAll(Collections.nCopies(concurrency, work))) {
      done.get();
    }
    return System.nanoTime() - from;
  }

  /** Reads what was written since it was last read, in the groups that were synced. */
  private List<byte[]> groups(RandomAccessFile lines) throws IOException {
    byte[] written = new byte[(int) (lines.length() - lines.getFilePointer())];
    lines.readFully(written);
    List<byte[]> groups = new ArrayList<>();
    int end = 0;
    for (int count : synced) {
      int begin = end;
      for (int line = 0; line < count; line++) {
        while (written[end++] != '\n') {
          // The end of the line is on its way.
        }
      }
      groups.add(Arrays.copyOfRange(written, begin, end));
    }
    return groups;
  }

  private static long write(RandomAccessFile file, List<byte[]> groups) throws IOException {
    long from = System.nanoTime();
    for (byte[] group : groups) {
      file.write(group);
      file.getFD().sync();
    }
    return System.nanoTime() - from;
  }

  private static List<JournalStep> steps(int number) {
    ImageId image = ImageId.of("ami-%017x".formatted(number));
    SnapshotId snapshot = SnapshotId.of("snap-%017x".formatted(number));
    return List.of(
        JournalStep.announced(image, List.of(snapshot)),
        JournalStep.ended(
            List.of(
                ActionOutcome.deregistration(
                    image, Outcome.SUCCEEDED, "deregistered", "Deregistered"),
                ActionOutcome.deletion(snapshot, Outcome.SUCCEEDED, "deleted", "Deleted"))));
  }
}
