package io.amiclean.examples.cli;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.report.TextReport;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** How a plan is shown. */
final class ReportOptions {

  @Option(names = "--full-report", description = "Shows the images of each group.")
  boolean fullReport;

  /** Shows a whole plan. */
  void print(CleanupPlan plan, PrintStream out) {
    printOrphans(plan, out);
    printImages(plan, out);
  }

  /** Shows the orphan snapshots that go, if there are any. */
  void printOrphans(CleanupPlan plan, PrintStream out) {
    String orphans = TextReport.orphans(plan);
    out.print(orphans.isEmpty() ? "" : "\n" + orphans);
  }

  /** Shows the images that go, or are on their way, and how many of those wait. */
  void printImages(CleanupPlan plan, PrintStream out) {
    String images = fullReport ? TextReport.fullReport(plan) : "";
    out.print(images.isEmpty() ? "\n" : images);
    String waiting = TextReport.waiting(plan);
    out.print(TextReport.removals(plan));
    if (!plan.stageChanges().isEmpty()) {
      out.print("AMIs to be changed:\n" + TextReport.stageChanges(plan));
    } else if (plan.removals().isEmpty() && waiting.isEmpty()) {
      out.print("No AMIs to remove.\n");
    }
    out.print(waiting);
  }
}
