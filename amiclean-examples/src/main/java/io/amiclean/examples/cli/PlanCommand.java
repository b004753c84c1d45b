package io.amiclean.examples.cli;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
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
final class PlanCommand extends ConsoleCommand {

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Where the plan is written to, as JSON; of several regions, each to a file of its own.")
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

  PlanCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    inventory.validate();
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

  private int one() throws IOException {
    planning.validate();
    OutputFile file = output.file(out);
    CleanupPlan plan;
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        AccountSources account = inventory.open(accounts, planning, progress)) {
      plan = planning.plan(account, console);
      reading.end();
    }
    report.print(plan, console);
    PlanFile.write(plan, file, console);
    Failures.requireAccepted(plan);
    PlanFile.sayHowToExecute(List.of(out), command, console);
    return ExitStatus.DONE;
  }
}
