package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.StageOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ReadingStop;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves images by one stage on the way to their removal, and those back that are to stay. */
@Command(
    name = "stages",
    description =
        "Moves images that would go by one stage, and those back that are to stay: plans, shows,"
            + " asks, changes. 'amiclean restore' gives back what a stage took away.")
public final class StagesCommand extends ConsoleCommand {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Plans only, changes nothing, and writes the plan for 'amiclean apply'; of several"
              + " regions, each to a file of its own.")
  private @Nullable Path out;

  @Mixin private final StageOptions stages = new StageOptions();
  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofNewPlan();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final InventoryOptions inventory = new InventoryOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  public StagesCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    accounts.validate();
    inventory.validateForExecution();
    if (out != null
        && (execution.resultOut != null || execution.journal != null || execution.force)) {
      throw wrong(
          "--out plans only: expected no --force-delete, --result-out or --journal with it");
    }
    planning.moveBy(stages);
    planning.validate(accounts.areMany());
    execution.planAgainBy(planning::planner);
    if (planning.now != null) {
      execution.markAt(planning.now);
    }
    execution.validate(accounts.areMany());
    if (out != null) {
      execution.output.validate(out, accounts.areMany());
    }
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = inventory.openAll(accounts, planning, progress);
        ScopeRun run = new ScopeRun(all, report, progress, console, command)) {
      execution.changesAfter(reading);
      if (out != null) {
        run.plan(planning, out, execution.output);
        return run.showWritten();
      }
      run.plan(planning);
      return inventory.isGiven() ? run.showOnly(execution) : run.confirmAndExecute(execution);
    }
  }
}
