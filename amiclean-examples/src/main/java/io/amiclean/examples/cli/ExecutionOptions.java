package io.amiclean.examples.cli;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanPart;
import io.amiclean.core.report.ResultJson;
import io.amiclean.core.report.TextReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a plan is executed: the options that become a {@link PlanExecutor}. */
final class ExecutionOptions {

  @Option(
      names = {"-f", "--force-delete"},
      description = "Does not ask.")
  boolean force;

  @Option(
      names = "--result-out",
      paramLabel = "FILE",
      description = "Writes the result of the execution as JSON.")
  @Nullable Path resultOut;

  @Mixin OutputOptions output = new OutputOptions();

  private Optional<OutputFile> resultFile = Optional.empty();

  /** Checks what picocli cannot check. */
  void validate() {
    resultFile = Optional.ofNullable(resultOut).map(output::file);
  }

  /**
   * Shows the plan, asks for each part of it and, once all is answered, executes what was
   * confirmed.
   *
   * @return the exit status
   */
  int confirmAndExecute(
      CleanupPlan plan,
      Account account,
      ReportOptions report,
      ProgressBars progress,
      Console console)
      throws IOException {
    if (!plan.refusals().isEmpty()) {
      report.print(plan, console.out());
      Failures.requireAccepted(plan);
    }
    List<PlanPart> confirmed = new ArrayList<>();
    long orphans = plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).count();
    report.printOrphans(plan, console.out());
    if (orphans > 0 && isConfirmed(orphans + " orphan snapshots", console)) {
      confirmed.add(PlanPart.ORPHAN_SNAPSHOTS);
    }
    int images = plan.removals().size();
    report.printImages(plan, console.out());
    if (images > 0 && isConfirmed(images + " AMIs", console)) {
      confirmed.add(PlanPart.IMAGES);
    }
    boolean declined = confirmed.isEmpty() && orphans + images > 0;
    return declined ? ExitStatus.DONE : execute(plan, confirmed, account, progress, console);
  }

  private int execute(
      CleanupPlan plan,
      List<PlanPart> parts,
      Account account,
      ProgressBars progress,
      Console console) {
    PlanExecutor executor =
        PlanExecutor.builder()
            .operations(account.imageOperations(), account.snapshotOperations())
            .recheckImages(account.images())
            .recheckUsage(account.usage())
            .progress(progress)
            .build();
    try (OrderlyStop stop = OrderlyStop.onInterrupt()) {
      ExecutionResult result;
      try (progress) {
        result = executor.execute(plan, parts.toArray(PlanPart[]::new));
      }
      stop.acknowledge();
      console.out().print(TextReport.outcomes(plan, result));
      boolean written = resultFile.isEmpty() || write(result, resultFile.get(), console);
      return result.hasFailures() || !written ? ExitStatus.INCOMPLETE : ExitStatus.DONE;
    }
  }

  private boolean isConfirmed(String what, Console console) throws IOException {
    return force || console.confirm("Do you want to continue and remove " + what + " [y/N] ? : ");
  }

  /** The removals are done by now, so that a failure must not hide how they ended. */
  private static boolean write(ExecutionResult result, OutputFile file, Console console) {
    try {
      file.write(out -> ResultJson.write(result, out));
      return true;
    } catch (IOException e) {
      console.err().println("amiclean: The result could not be written: " + e.getMessage());
      return false;
    }
  }
}
