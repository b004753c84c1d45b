package io.amiclean.examples.cli.commands;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.ShellCommand;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Plans, shows the plan and writes it to a file. Changes nothing in the account. */
@Command(
    name = "plan",
    description = "Plans, shows the plan and writes it to a file; changes nothing.")
public final class PlanCommand extends ConsoleCommand {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Where the plan is written to, as JSON; of several regions, each to a file of its own."
              + " - is stdout, and the tables go to stderr.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path out;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final InventoryOptions inventory = new InventoryOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  public PlanCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    inventory.validate();
    if (out.equals(OutputFile.STDOUT)) {
      accounts.validateForOne();
      return onStdout();
    }
    return accounts.areMany() ? many() : one();
  }

  private int many() throws IOException {
    planning.validateForMany();
    output.validateForMany(out);
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = accounts.openAll(planning.clock(), progress)) {
      ManyScopes scopes = ManyScopes.plan(planning, all, report, console);
      progress.finish();
      reading.end();
      return scopes.write(out, output, command);
    }
  }

  private int onStdout() throws IOException {
    planning.validate();
    PrintStream stdout = console.out();
    console = console.onErr();
    CleanupPlan plan = plan();
    report.print(plan, console);
    PlanJson.write(plan, stdout);
    stdout.flush();
    Failures.requireAccepted(plan);
    return ExitStatus.DONE;
  }

  private CleanupPlan plan() {
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        AccountSources account = inventory.open(accounts, planning, progress)) {
      CleanupPlan plan = planning.plan(account, console);
      reading.end();
      return plan;
    }
  }

  private int one() throws IOException {
    planning.validate();
    OutputFile file = output.file(out);
    CleanupPlan plan = plan();
    report.print(plan, console);
    PlanFile.write(plan, file, console);
    Failures.requireAccepted(plan);
    ShellCommand.sayHowToExecute(List.of(out), command, console);
    return ExitStatus.DONE;
  }
}
