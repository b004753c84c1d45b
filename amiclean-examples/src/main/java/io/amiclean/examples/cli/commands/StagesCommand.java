package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.ShellCommand;
import io.amiclean.examples.cli.options.StageOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  public StagesCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    inventory.validateForExecution();
    if (out != null
        && (execution.resultOut != null || execution.journal != null || execution.force)) {
      throw new ParameterException(
          command.commandLine(),
          "--out plans only: expected no --force-delete, --result-out or --journal with it");
    }
    planning.moveBy(stages);
    execution.planAgainBy(planning::planner);
    if (planning.now != null) {
      execution.markAt(planning.now);
    }
    return inventory.isGiven() ? offline() : accounts.areMany() ? many() : one();
  }

  private int many() throws IOException {
    planning.validateForMany();
    execution.validateForMany();
    if (out != null) {
      execution.output.validateForMany(out);
    }
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = accounts.openAll(planning.clock(), progress)) {
      execution.changesAfter(reading);
      ManyScopes scopes = ManyScopes.plan(planning, all, report, console);
      progress.finish();
      return out == null
          ? scopes.confirmAndExecute(execution, progress, command)
          : scopes.write(out, execution.output, command);
    }
  }

  /** Shows what would be changed, and asks nothing: there is no account to execute it in. */
  private int offline() throws IOException {
    planning.validate();
    Optional<OutputFile> file = Optional.ofNullable(out).map(execution.output::file);
    CleanupPlan plan;
    try (AccountSources account = inventory.open(accounts, planning, ProgressListener.none())) {
      plan = planning.plan(account, console);
    }
    if (file.isPresent()) {
      return write(plan, file.get());
    }
    report.print(plan, console);
    Failures.requireAccepted(plan);
    if (execution.dryRun) {
      ExecutionOptions.sayThatItWasDry(console);
    }
    return ExitStatus.DONE;
  }

  private int one() throws IOException {
    planning.validate();
    execution.validate();
    Optional<OutputFile> file = Optional.ofNullable(out).map(execution.output::file);
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Account account = accounts.open(planning.clock(), progress)) {
      execution.changesAfter(reading);
      CleanupPlan plan = planning.plan(account, console);
      progress.finish();
      return file.isPresent()
          ? write(plan, file.get())
          : execution.confirmAndExecute(plan, account, report, progress, console);
    }
  }

  private int write(CleanupPlan plan, OutputFile file) throws IOException {
    report.print(plan, console);
    PlanFile.write(plan, file, console);
    Failures.requireAccepted(plan);
    ShellCommand.sayHowToExecute(out == null ? List.of() : List.of(out), command, console);
    return ExitStatus.DONE;
  }
}
