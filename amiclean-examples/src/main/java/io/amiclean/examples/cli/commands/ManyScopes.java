package io.amiclean.examples.cli.commands;

import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanPart;
import io.amiclean.core.report.DecisionText;
import io.amiclean.core.report.OutcomeSummary;
import io.amiclean.core.scope.ScopeOutcome;
import io.amiclean.core.scope.ScopedPlans;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.files.OpenJournal;
import io.amiclean.examples.cli.files.OutcomePrinter;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.ShellCommand;
import io.amiclean.examples.cli.terminal.Confirmation;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.OrderlyStop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command does with one region of one account, for many: plans and executes them side by
 * side, shows each under its name, and asks once for all. One that fails is named and left alone.
 */
public final class ManyScopes {

  private final ScopedPlans<ScopedAccount> plans;
  private final ReportOptions report;
  private final Console console;

  /** Why there is nothing to execute, under the names of the scopes. */
  private final Map<String, Exception> failures = new LinkedHashMap<>();

  /** What there is to execute. */
  private final List<CleanupPlan> accepted = new ArrayList<>();

  private ManyScopes(ScopedPlans<ScopedAccount> plans, ReportOptions report, Console console) {
    this.plans = plans;
    this.report = report;
    this.console = console;
    for (ScopeOutcome<ScopedAccount, CleanupPlan> outcome : plans.outcomes()) {
      outcome.failure().ifPresent(failure -> fail(outcome.scope().toString(), failure));
      outcome
          .value()
          .ifPresent(
              plan ->
                  Failures.refusal(plan)
                      .ifPresentOrElse(
                          refusal -> fail(plan.scope().toString(), refusal),
                          () -> accepted.add(plan)));
    }
  }

  /** Says what it is about to do, reads every account and decides. */
  public static ManyScopes plan(
      PlanOptions planning, Accounts accounts, ReportOptions report, Console console) {
    planning.announce(console);
    ScopedPlans<ScopedAccount> plans =
        Scopes.of(accounts.list()).plan(scope -> planning.plan(scope.account()));
    for (ScopeOutcome<ScopedAccount, CleanupPlan> outcome : plans.outcomes()) {
      outcome
          .value()
          .ifPresent(plan -> PlanOptions.sayWhatWasNoted(plan, plan.scope() + ": ", console));
    }
    planning.warn(
        plans.outcomes().stream().flatMap(outcome -> outcome.value().stream()).toList(), console);
    return new ManyScopes(plans, report, console);
  }

  /** Takes plans that lay in files, and refuses those that are not of their accounts. */
  static ManyScopes of(
      Map<ScopedAccount, CleanupPlan> given,
      ExecutionOptions execution,
      ReportOptions report,
      Console console) {
    ScopedPlans<ScopedAccount> plans =
        Scopes.of(given.keySet())
            .plan(
                scope -> {
                  CleanupPlan plan = Objects.requireNonNull(given.get(scope));
                  ApplyCommand.requireScope(plan, scope.account().imageOperations().scope());
                  execution.look(plan, scope.account(), console);
                  return plan;
                });
    return new ManyScopes(plans, report, console);
  }

  private void fail(String scope, Exception failure) {
    failures.put(scope, failure);
    Failures.print(scope, failure, console.err());
  }

  /**
   * Shows the plans and writes each to a file of its own.
   *
   * @return the exit status
   */
  int write(Path out, OutputOptions output, CommandSpec command) throws IOException {
    Map<CleanupPlan, OutputFile> files = new LinkedHashMap<>();
    for (ScopeOutcome<ScopedAccount, CleanupPlan> outcome : plans.outcomes()) {
      printHeading(outcome);
      if (outcome.value().isPresent()) {
        CleanupPlan plan = outcome.value().get();
        report.print(plan, console);
        files.put(plan, output.file(out, plan.scope()));
      }
    }
    for (Map.Entry<CleanupPlan, OutputFile> file : files.entrySet()) {
      PlanFile.write(file.getKey(), file.getValue(), console);
    }
    printTogether();
    ShellCommand.sayHowToExecute(
        accepted.stream().map(plan -> OutputOptions.pathOf(out, plan.scope())).toList(),
        command,
        console);
    return summarize("planned");
  }

  /**
   * Shows the plans, asks for each part of all and, once all is answered, executes what was
   * confirmed.
   *
   * @return the exit status
   */
  public int confirmAndExecute(
      ExecutionOptions execution, ProgressBars progress, CommandSpec command) throws IOException {
    if (execution.dryRun) {
      for (ScopeOutcome<ScopedAccount, CleanupPlan> outcome : plans.outcomes()) {
        printHeading(outcome);
        outcome.value().ifPresent(plan -> report.print(plan, console));
      }
      printTogether();
      ExecutionOptions.sayThatItWasDry(console);
      return summarize("planned");
    }
    // Files are opened before the question, so that nobody is asked in vain.
    Map<CleanupScope, ResultFile> resultFiles = new LinkedHashMap<>();
    Map<CleanupScope, OpenJournal> journals = new LinkedHashMap<>();
    try {
      for (CleanupPlan plan : accepted) {
        Optional<Path> path =
            execution.journal == null
                ? execution.journalOf(plan, console)
                : Optional.of(OutputOptions.pathOf(execution.journal, plan.scope()));
        if (execution.resultOut != null) {
          Path result = OutputOptions.pathOf(execution.resultOut, plan.scope());
          resultFiles.put(plan.scope(), execution.output.resultFile(result, plan, path));
        }
        journals.put(plan.scope(), OpenJournal.of(path, plan, console, command));
      }
      Confirmation confirmation = new Confirmation(console, execution.force);
      confirmOrphans(confirmation);
      confirmImages(confirmation);
      if (confirmation.isDeclined()) {
        confirmation.sayThatNothingWasChanged();
      }
      return accepted.isEmpty() || confirmation.isDeclined()
          ? summarize("not confirmed")
          : execute(confirmation.confirmed(), execution, progress, resultFiles, journals);
    } finally {
      for (OpenJournal journal : journals.values()) {
        journal.close();
      }
    }
  }

  private void confirmOrphans(Confirmation confirmation) throws IOException {
    long all = 0;
    for (CleanupPlan plan : accepted) {
      long orphans = plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).count();
      if (orphans > 0) {
        console.details().print("\n" + plan.scope() + "\n");
        report.printOrphans(plan, console);
      }
      all += orphans;
    }
    if (all > 0) {
      confirmation.ask(PlanPart.ORPHAN_SNAPSHOTS, "remove " + all + " orphan snapshots");
    }
  }

  private void confirmImages(Confirmation confirmation) throws IOException {
    for (ScopeOutcome<ScopedAccount, CleanupPlan> outcome : plans.outcomes()) {
      printHeading(outcome);
      outcome.value().ifPresent(plan -> report.printImages(plan, console));
    }
    printTogether();
    if (accepted.stream()
        .anyMatch(plan -> !plan.removals().isEmpty() || !plan.stageChanges().isEmpty())) {
      confirmation.ask(PlanPart.IMAGES, ExecutionOptions.question(accepted));
    }
  }

  /** Shows what all plans come to; one alone has said it. */
  private void printTogether() {
    if (accepted.size() > 1) {
      console.details().print("\n" + DecisionText.images(accepted, PriceList.builtIn()));
    }
  }

  private int execute(
      PlanPart[] parts,
      ExecutionOptions execution,
      ProgressBars progress,
      Map<CleanupScope, ResultFile> resultFiles,
      Map<CleanupScope, OpenJournal> journals)
      throws IOException {
    try (OrderlyStop stop = execution.changing(progress)) {
      List<ScopeOutcome<ScopedAccount, Executed>> outcomes;
      try (progress) {
        outcomes =
            plans.execute(
                (scope, plan) ->
                    execute(
                        plan,
                        execution.executor(
                            plan,
                            scope.account(),
                            Objects.requireNonNull(journals.get(plan.scope())),
                            progress.of(plan.scope().toString()),
                            console),
                        parts,
                        Optional.ofNullable(resultFiles.get(plan.scope()))));
      }
      stop.acknowledge();
      boolean complete = true;
      Map<CleanupPlan, OutcomePrinter> told = new LinkedHashMap<>();
      for (int i = 0; i < outcomes.size(); i++) {
        Optional<CleanupPlan> plan = plans.outcomes().get(i).value();
        Optional<Executed> executed = outcomes.get(i).value();
        if (plan.isPresent() && executed.isPresent()) {
          told.put(plan.get(), executed.get().told());
          print(plan.get(), executed.get().told().text());
          complete &= executed.get().complete();
        } else if (plan.isPresent() && !failures.containsKey(plan.get().scope().toString())) {
          fail(plan.get().scope().toString(), outcomes.get(i).failure().orElseThrow());
        }
      }
      console
          .out()
          .print(
              "\n"
                  + OutcomeSummary.counts(
                      told.values().stream().map(OutcomePrinter::text).toList()));
      int status = summarize("done");
      execution.sayWhatIsLeft(told, console);
      return status == ExitStatus.DONE && !complete ? ExitStatus.INCOMPLETE : status;
    }
  }

  /**
   * How the execution of a scope ended.
   *
   * @param told what is told of it
   * @param complete whether nothing failed, the writing of its result included, and the deadline
   *     cut nothing off
   */
  private record Executed(OutcomePrinter told, boolean complete) {}

  private Executed execute(
      CleanupPlan plan, PlanExecutor executor, PlanPart[] parts, Optional<ResultFile> file)
      throws IOException {
    try (OutcomePrinter told = OutcomePrinter.of(plan, file)) {
      ExecutionSummary summary = executor.execute(plan, told, parts);
      boolean written = told.write(summary, console);
      return new Executed(told, written && !summary.hasFailures() && !told.isCutOffByDeadline());
    }
  }

  private void print(CleanupPlan plan, OutcomeSummary outcomes) throws IOException {
    if (!outcomes.isEmpty()) {
      console.details().print("\n" + plan.scope() + "\n");
      outcomes.printLines(console.details());
    }
  }

  private void printHeading(ScopeOutcome<ScopedAccount, CleanupPlan> outcome) {
    console
        .details()
        .print(
            outcome
                .value()
                .map(plan -> "\n" + plan.scope() + "\n")
                .orElseGet(() -> "\n" + outcome.scope() + "\nNot planned.\n"));
  }

  /** Says how the scopes ended, and returns the exit status that says the same. */
  private int summarize(String others) {
    return summarize(plans.outcomes().size() - failures.size(), others, failures, console);
  }

  static int summarize(int done, String others, Map<String, Exception> failures, Console console) {
    console.out().print("Scopes: " + done + " " + others);
    if (!failures.isEmpty()) {
      console.out().print(", " + failures.size() + " failed: ");
      console.out().print(String.join(", ", failures.keySet()));
    }
    console.out().print("\n");
    if (failures.isEmpty()) {
      return ExitStatus.DONE;
    }
    if (done > 0) {
      return ExitStatus.INCOMPLETE;
    }
    return failures.values().stream().allMatch(Failures::isRefusal)
        ? ExitStatus.REFUSED
        : ExitStatus.FAILED;
  }
}
