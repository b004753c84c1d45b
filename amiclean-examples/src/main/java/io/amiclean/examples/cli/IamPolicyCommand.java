package io.amiclean.examples.cli;

import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.examples.exit.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the permissions that a run with the same options needs. */
@Command(
    name = "iam-policy",
    description = "Shows the permissions that the given options need, as an IAM policy.")
final class IamPolicyCommand extends ConsoleCommand {

  @Option(
      names = "--stages",
      description =
          "Adds what 'stages' and 'restore' need: of all stages, or of those of --stage alone.")
  private boolean lifecycle;

  @Option(names = "--recycle-bin", description = "Adds what 'recycle-bin' needs.")
  private boolean recycleBin;

  @Mixin private final AccountOptions accounts = new AccountOptions();

  @Mixin private final StageOptions stages = new StageOptions();

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
    LifecyclePolicy chosen = stages.policy();
    MinimumIamPolicy policy = accounts.iamPolicy();
    if (stages.areGiven()) {
      policy = policy.withLifecycle(stages.entered(chosen));
    } else if (lifecycle) {
      policy = policy.withLifecycle();
    }
    if (recycleBin) {
      policy = policy.withRecycleBin();
    }
    console.out().println(policy.toJson());
    return ExitStatus.DONE;
  }
}
