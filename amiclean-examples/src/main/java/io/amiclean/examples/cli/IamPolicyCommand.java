package io.amiclean.examples.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the permissions that a run with the same options needs. */
@Command(
    name = "iam-policy",
    versionProvider = Version.class,
    sortOptions = false,
    description = "Shows the permissions that the given options need, as an IAM policy.")
final class IamPolicyCommand implements Callable<Integer> {

  private final Console console;

  // What is planned and how it is shown needs no other permissions; it is accepted so that the
  // options of a run can stay as they are.
  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = new ExecutionOptions();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  IamPolicyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    planning.validate();
    accounts.validate();
    console.out().println(accounts.iamPolicy().toJson());
    return ExitStatus.DONE;
  }
}
