package io.amiclean.examples.cli;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Executes exactly the plan of a file, after asking. */
@Command(
    name = "apply",
    description = "Shows the plan of a file, asks and executes exactly that plan.")
final class ApplyCommand extends ConsoleCommand {

  @Mixin private final PlanFile planFile = new PlanFile();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofPlanInFile();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  ApplyCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    execution.validate();
    CleanupPlan plan = planFile.read();
    try (ProgressBars progress = progressOptions.on(console);
        Account account = accounts.openAgain(Clock.systemUTC(), progress, plan)) {
      requireScope(plan, account.imageOperations().scope());
      return execution.confirmAndExecute(plan, account, report, progress, console);
    }
  }

  /** The executor refuses another scope too, but only after somebody was asked in vain. */
  private static void requireScope(CleanupPlan plan, CleanupScope scope) {
    if (!plan.scope().equals(scope)) {
      throw new PlanRefusedException(
          "The plan is of "
              + plan.scope()
              + ", but credentials and region are of "
              + scope
              + ": use those of the plan");
    }
  }
}
