package io.amiclean.core.benchmark;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.report.ReportRenderers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The processor time of the text report of a plan, with that of the CSV report in turn.
 *
 * <pre>{@code
 * mvn -Pbenchmarks test-compile -pl amiclean-core -am \
 *     -Dmeasured=io.amiclean.core.benchmark.ReportCost -Dbenchmarks=50000
 * }</pre>
 */
public final class ReportCost {

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 5;

  private ReportCost() {}

  /** Takes the number of images. */
  public static void main(String... args) throws Exception {
    int images = Integer.parseInt(args[0]);
    CleanupReport report = CleanupReport.of(new Account(images).planner().plan());
    List<Double> ratios = new ArrayList<>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      double text = ProcessorTime.of(() -> ReportRenderers.text().renderToString(report));
      double csv = ProcessorTime.of(() -> ReportRenderers.csv().renderToString(report));
      if (round >= 0) {
        System.out.printf(Locale.ROOT, "%d images: text %.0f ms, CSV %.0f ms%n", images, text, csv);
        ratios.add(text / csv);
      }
    }
    ratios.sort(null);
    System.out.printf(
        Locale.ROOT,
        "text : CSV %.2f (%.2f to %.2f)%n",
        ratios.get(ROUNDS / 2),
        ratios.get(0),
        ratios.get(ROUNDS - 1));
  }
}
