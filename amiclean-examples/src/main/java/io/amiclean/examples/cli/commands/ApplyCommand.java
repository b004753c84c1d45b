package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.report.DecisionText;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.options.AcceptanceOptions;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.ClassPathOptions;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Executes exactly the plan of a file, after asking. */
@Command(
    name = "apply",
    description = "Shows the plan of a file, asks and executes exactly that plan.")
public final class ApplyCommand extends ConsoleCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Plans that 'amiclean plan' wrote. Each of several is executed in its own region, with"
              + " the role of its account if --role-arn has one.")
  private List<Path> files = List.of();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description =
          "Since when images are in the stage that a plan moves them into, as their tags will say."
              + " Default: the clock.")
  private @Nullable Instant now;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final ClassPathOptions classPath = new ClassPathOptions();
  @Mixin private final AcceptanceOptions acceptance = new AcceptanceOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofPlanInFile();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  public ApplyCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    classPath.load();
    accounts.validate();
    acceptance.validate(command);
    execution.accept(acceptance);
    return files.size() == 1 ? one() : many();
  }

  private int one() throws IOException {
    execution.validateFor(files);
    CleanupPlan plan = acceptance.read(files.get(0), command, console);
    execution.validateResultOf(plan);
    markBy(List.of(plan));
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Account account = accounts.openAgain(Clock.systemUTC(), progress, plan)) {
      execution.changesAfter(reading);
      requireScope(plan, account.imageOperations().scope());
      console.details().print(DecisionText.recycleBinRules(List.of(plan)));
      return execution.confirmAndExecute(plan, account, report, progress, console);
    }
  }

  private int many() throws IOException {
    accounts.validateForMany();
    execution.validateFor(files);
    List<CleanupPlan> plans = readAll();
    plans.forEach(execution::validateResultOf);
    markBy(plans);
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = accounts.openAllAgain(Clock.systemUTC(), progress, plans)) {
      execution.changesAfter(reading);
      console.details().print(DecisionText.recycleBinRules(plans));
      Map<ScopedAccount, CleanupPlan> given = new LinkedHashMap<>();
      for (int i = 0; i < plans.size(); i++) {
        given.put(all.list().get(i), plans.get(i));
      }
      return ManyScopes.of(given, execution, report, console)
          .confirmAndExecute(execution, progress, command);
    }
  }

  private void markBy(List<CleanupPlan> plans) {
    if (now == null) {
      return;
    }
    if (plans.stream().allMatch(plan -> plan.policy().lifecycle().isEmpty())) {
      throw new ParameterException(
          command.commandLine(),
          "--now sets the time of tags, and this plan sets none: expected one of 'amiclean stages'");
    }
    execution.markAt(now);
  }

  /** Two plans of one region would each be surprised by what the other removes. */
  private List<CleanupPlan> readAll() {
    Map<CleanupScope, Path> scopes = new HashMap<>();
    List<CleanupPlan> plans = new ArrayList<>();
    for (Path file : files) {
      CleanupPlan plan = acceptance.read(file, command, console);
      Path other = scopes.putIfAbsent(plan.scope(), file);
      if (other != null) {
        throw new ParameterException(
            command.commandLine(),
            "'"
                + other
                + "' and '"
                + file
                + "' are both plans of "
                + plan.scope()
                + ": expected one of each region of an account");
      }
      plans.add(plan);
    }
    return plans;
  }

  /** The executor refuses another scope too, but only after somebody was asked in vain. */
  static void requireScope(CleanupPlan plan, CleanupScope scope) {
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
