package io.amiclean.examples.cli.options;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.report.DecisionText;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.cli.terminal.Console;
import java.io.PrintStream;
import picocli.CommandLine.Option;

/** How a plan is shown. */
public final class ReportOptions {

  @Option(names = "--full-report", description = "Shows the images of each group.")
  boolean fullReport;

  private boolean rulesAreShown;

  /** Shows a whole plan. */
  public void print(CleanupPlan plan, Console console) {
    printOrphans(plan, console);
    printImages(plan, console);
  }

  /** Shows the orphan snapshots that go, if there are any. */
  public void printOrphans(CleanupPlan plan, Console console) {
    String orphans = TextReport.orphans(plan);
    if (!orphans.isEmpty()) {
      console.details().print("\n" + orphans);
      console.details().print(new DecisionText(PriceList.builtIn()).add(plan).orphans());
    }
  }

  /** Shows the images that go or change, how many wait, and what there is to decide on. */
  public void printImages(CleanupPlan plan, Console console) {
    PrintStream out = console.details();
    int columns = console.columns().getAsInt();
    String images = fullReport ? TextReport.fullReport(plan, columns) : "";
    out.print(images.isEmpty() ? "\n" : images);
    String waiting = TextReport.waiting(plan);
    out.print(
        fullReport
            ? TextReport.removals(plan, columns)
            : TextReport.removalsInBrief(plan, columns));
    if (!plan.stageChanges().isEmpty()) {
      out.print("AMIs to be changed:\n" + TextReport.stageChanges(plan, columns));
    }
    out.print(waiting);
    out.print(decision().add(plan).images());
    if (plan.stageChanges().isEmpty() && plan.removals().isEmpty() && waiting.isEmpty()) {
      console.out().print("No AMIs to remove.\n");
    }
  }

  /** Leaves out which rules decided on nothing: the same terminal shows warnings of them. */
  public void leaveOutUnmatchedRules() {
    rulesAreShown = true;
  }

  /** Returns what there is to decide on, as it is shown, without a plan. */
  public DecisionText decision() {
    DecisionText text = new DecisionText(PriceList.builtIn());
    return rulesAreShown ? text.withoutUnmatchedRules() : text;
  }
}
