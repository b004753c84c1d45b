package io.amiclean.examples.cli.commands;

import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.ReadingStop;
import java.io.PrintStream;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  public PlanCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    accounts.validate();
    inventory.validate();
    boolean toStdout = out.equals(OutputFile.STDOUT);
    if (toStdout) {
      accounts.validateForOne();
    }
    planning.validate(accounts.areMany());
    PrintStream stdout = console.out();
    if (toStdout) {
      console = console.onErr();
    } else {
      output.validate(out, accounts.areMany());
    }
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = inventory.openAll(accounts, planning, progress);
        ScopeRun run = new ScopeRun(all, report, progress, console, command)) {
      if (!toStdout) {
        run.plan(planning, out, output);
        reading.end();
        return run.showWritten();
      }
      run.plan(planning);
      reading.end();
      run.show();
      PlanJson.write(run.only(), stdout);
      stdout.flush();
      run.requireAccepted();
      return ExitStatus.DONE;
    }
  }
}
