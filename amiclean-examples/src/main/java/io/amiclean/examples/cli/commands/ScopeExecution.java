package io.amiclean.examples.cli.commands;

import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanPart;
import io.amiclean.core.report.OutcomeSummary;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.files.ExecutionEnd;
import io.amiclean.examples.cli.files.OpenJournal;
import io.amiclean.examples.cli.files.OutcomePrinter;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.cli.files.Spool;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
import io.amiclean.examples.cli.options.Continuation;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.OrderlyStop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Executes plans that were confirmed, and says how they ended. Not thread-safe. */
final class ScopeExecution {

  private final Accounts accounts;
  private final ExecutionOptions execution;
  private final Spool spool;
  private final ScopeFailures failures;
  private final ProgressBars progress;
  private final Console console;
  private final CommandSpec command;
  private final Map<PlannedScope, ExecutionEnd> ended = new HashMap<>();
  private final Map<PlannedScope, Exception> failed = new HashMap<>();

  ScopeExecution(
      Accounts accounts,
      ExecutionOptions execution,
      Spool spool,
      ScopeFailures failures,
      ProgressBars progress,
      Console console,
      CommandSpec command) {
    this.accounts = accounts;
    this.execution = execution;
    this.spool = spool;
    this.failures = failures;
    this.progress = progress;
    this.console = console;
    this.command = command;
  }

  /** Executes, and returns the exit status. */
  int execute(
      List<PlannedScope> plans, PlanPart[] parts, Map<PlannedScope, Optional<Path>> journals)
      throws Exception {
    try (OrderlyStop stop = execution.changing(progress)) {
      Scopes.Work<PlannedScope, ExecutionEnd> work =
          plan -> execute(plan, parts, Objects.requireNonNull(journals.get(plan)));
      try (progress) {
        if (accounts.many()) {
          Scopes.of(plans)
              .<ExecutionEnd>each(
                  work,
                  outcome -> {
                    outcome.value().ifPresent(end -> ended.put(outcome.scope(), end));
                    outcome.failure().ifPresent(failure -> failed.put(outcome.scope(), failure));
                  });
        } else {
          ended.put(plans.get(0), work.on(plans.get(0)));
        }
      }
      stop.acknowledge();
      return sayHowItEnded(plans);
    }
  }

  private ExecutionEnd execute(PlannedScope planned, PlanPart[] parts, Optional<Path> journal)
      throws IOException {
    CleanupPlan plan = planned.plan().read();
    Optional<ResultFile> result = execution.resultOf(plan, journal);
    String name = accounts.many() ? planned.scope().toString() : "";
    try (OpenJournal steps = OpenJournal.of(journal, plan, console, command);
        OutcomePrinter outcomes = OutcomePrinter.of(result)) {
      ExecutionSummary summary =
          execution
              .executor(plan, planned.account().account(), steps, progress.of(name), console)
              .execute(plan, outcomes, parts);
      // An interrupt has done its work by now; it would break the writing of files.
      Thread.interrupted();
      return outcomes.end(plan, summary, spool, console);
    } finally {
      if (accounts.many()) {
        planned.account().release();
      }
    }
  }

  private int sayHowItEnded(List<PlannedScope> plans) throws Exception {
    Map<StoredPlan, ExecutionEnd> executed = new LinkedHashMap<>();
    boolean complete = true;
    for (PlannedScope plan : plans) {
      ExecutionEnd end = ended.get(plan);
      if (end == null) {
        failures.add(plan.scope().toString(), Objects.requireNonNull(failed.get(plan)));
        continue;
      }
      executed.put(plan.plan(), end);
      complete &= end.complete();
      if (console.isQuiet()) {
        console.err().print(TextReport.outcomeLines(end.failed()));
      } else if (end.lines().isPresent()) {
        failures.printHeading(plan.scope());
        end.lines().get().printTo(console.details());
      }
    }
    console.out().print(accounts.many() ? "\n" : "");
    String counts =
        OutcomeSummary.counts(executed.values().stream().map(ExecutionEnd::counts).toList());
    console.out().print(counts);
    int status = failures.summarize("done");
    if (console.out().checkError()) {
      console.say(
          "Not all of this could be shown, and it was executed all the same: "
              + counts.strip().replace("\n", "; "));
    }
    new Continuation(execution, command, console).say(executed);
    return status == ExitStatus.DONE && !complete ? ExitStatus.INCOMPLETE : status;
  }
}
