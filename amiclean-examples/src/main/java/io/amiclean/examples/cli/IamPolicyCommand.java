package io.amiclean.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the permissions that a run with the same options needs. */
@Command(
    name = "iam-policy",
    description = "Shows the permissions that the given options need, as an IAM policy.")
final class IamPolicyCommand extends ConsoleCommand {

  @Mixin private final AccountOptions accounts = new AccountOptions();

  // These need no other permissions; they are accepted so that the options of a run can stay.
  @Mixin private final PlanOptions planning = new PlanOptions();

  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final ReportOptions report = new ReportOptions();

  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final ExecutionOptions execution = ExecutionOptions.ofNewPlan();

  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final ProgressOptions progress = new ProgressOptions();

  IamPolicyCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    planning.validate();
    accounts.validate();
    console.out().println(accounts.iamPolicy().toJson());
    return ExitStatus.DONE;
  }
}
