package io.amiclean.examples.cli;

import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.Refusal;
import io.amiclean.core.report.TextReport;
import java.io.PrintStream;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** How a plan is shown. */
final class ReportOptions {

  @Option(names = "--full-report", description = "Shows the images of each group.")
  boolean fullReport;

  /** Shows the orphan snapshots that go, if there are any. */
  void printOrphans(CleanupPlan plan, PrintStream out) {
    if (plan.orphanSnapshots().stream().anyMatch(orphan -> orphan.isDeletion())) {
      out.print("\n" + TextReport.orphans(plan));
    }
  }

  /** Shows the images that go. */
  void printImages(CleanupPlan plan, PrintStream out) {
    String images = fullReport ? TextReport.fullReport(plan) : "";
    out.print(images.isEmpty() ? "\n" : images);
    out.print(TextReport.removals(plan));
    if (plan.removals().isEmpty()) {
      out.println("No AMIs to remove.");
    }
  }

  /** Refuses what the plan itself refuses; its tables are worth showing before. */
  static void requireAccepted(CleanupPlan plan) {
    if (!plan.refusals().isEmpty()) {
      throw new PlanRefusedException(
          plan.refusals().stream()
              .map(Refusal::message)
              .collect(Collectors.joining("; ", "The plan is refused: ", "; nothing was removed")));
    }
  }
}
