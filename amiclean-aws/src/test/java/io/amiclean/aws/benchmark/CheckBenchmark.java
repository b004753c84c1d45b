package io.amiclean.aws.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.wire.WireState;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What it costs to check that each answer is the service's own: reads a {@link LargeAccount} with
 * and without the checks, in turn, and compares the processor time of the process, endpoint
 * included.
 *
 * <pre>{@code
 * mvn -q process-test-classes -Preading -Dmeasured=io.amiclean.aws.benchmark.CheckBenchmark -Denforcer.skip -pl amiclean-aws -am
 * }</pre>
 */
final class CheckBenchmark {

  private static final int IMAGES = 50_000;
  private static final int WARM_UP = 3;
  private static final int PAIRS = 15;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private CheckBenchmark() {}

  /** Runs it. */
  public static void main(String... args) {
    WireState state = new WireState();
    new LargeAccount(IMAGES).fill(state);
    try (AccountOverWire account = new AccountOverWire(state)) {
      AwsAccount checked = account.account().build();
      AwsAccount unchecked = account.account().withoutAnswerChecks().build();
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < WARM_UP + PAIRS; round++) {
        // Each comes first in every other pair.
        boolean first = round % 2 == 0;
        double one = read(first ? checked : unchecked, account);
        double other = read(first ? unchecked : checked, account);
        if (round >= WARM_UP) {
          ratios.add(first ? one / other : other / one);
        }
      }
      Collections.sort(ratios);
      System.out.printf(
          Locale.ROOT,
          "%d images, %d pairs: with the checks %.3f (%.2f to %.2f) of the processor time without%n",
          IMAGES,
          PAIRS,
          ratios.get(PAIRS / 2),
          ratios.get(0),
          ratios.get(PAIRS - 1));
    }
  }

  /** Returns the processor time of one reading, in seconds. */
  private static double read(AwsAccount aws, AccountOverWire account) {
    System.gc();
    account.endpoint.clearRequests();
    account.progress.clear();
    long before = SYSTEM.getProcessCpuTime();
    aws.snapshots().loadSnapshots();
    aws.images().loadImages();
    aws.usage().loadUsage();
    return (SYSTEM.getProcessCpuTime() - before) / 1e9;
  }
}
