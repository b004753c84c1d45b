package io.amiclean.core.report;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.execution.JournalStep;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What journaling removals costs, beside the bare cost of writing and syncing the same lines, each
 * in turn, because the cost of a sync changes from one second to the next.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Pjournal -Denforcer.skip -pl amiclean-core -am
 * }</pre>
 */
final class JournalCost {

  private static final int WARM_UP = 200;

  private JournalCost() {}

  /** Takes the number of removals, 2,000 by default. */
  public static void main(String... args) throws IOException {
    int removals = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    Path folder = Files.createTempDirectory("journal");
    Path bare = folder.resolve("bare");
    Path journaled = folder.resolve("journal");
    long ours = 0;
    long theirs = 0;
    try (JournalFile journal = JournalFile.open(journaled, SamplePlans.everyVerdict());
        RandomAccessFile file = new RandomAccessFile(bare.toFile(), "rw")) {
      for (int i = 0; i < WARM_UP + removals; i++) {
        for (JournalStep step : steps(i)) {
          byte[] line = (JournalLines.step(step) + "\n").getBytes(StandardCharsets.UTF_8);
          // What is synced second may find some of the work done.
          long first = i % 2 == 0 ? write(journal, step) : write(file, line);
          long second = i % 2 == 0 ? write(file, line) : write(journal, step);
          if (i >= WARM_UP) {
            ours += i % 2 == 0 ? first : second;
            theirs += i % 2 == 0 ? second : first;
          }
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d removals: journaled in %d ms, bare in %d ms, ratio %.3f%n",
        removals,
        Duration.ofNanos(ours).toMillis(),
        Duration.ofNanos(theirs).toMillis(),
        (double) ours / theirs);
    Files.delete(journaled);
    Files.delete(bare);
    Files.delete(folder);
  }

  private static long write(JournalFile journal, JournalStep step) {
    long from = System.nanoTime();
    journal.append(step);
    return System.nanoTime() - from;
  }

  private static long write(RandomAccessFile file, byte[] line) throws IOException {
    long from = System.nanoTime();
    file.write(line);
    file.getFD().sync();
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
