package io.amiclean.examples.cli.commands;

import com.google.common.collect.Maps;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.files.Spool;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
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
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
  public Integer call() throws Exception {
    classPath.load();
    accounts.validate();
    acceptance.validate();
    execution.accept(acceptance);
    boolean many = files.size() > 1;
    if (many) {
      accounts.validateForMany();
    }
    execution.validateFor(files);
    try (Spool spool = many ? Spool.inFiles() : Spool.inMemory()) {
      return apply(readAll(spool));
    }
  }

  private int apply(Map<CleanupScope, GivenPlan> plans) throws Exception {
    if (now != null) {
      if (plans.values().stream().noneMatch(GivenPlan::movesImages)) {
        throw wrong(
            "--now sets the time of tags, and this plan sets none: expected one of 'amiclean"
                + " stages'");
      }
      execution.markAt(now);
    }
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all =
            accounts.openAgain(
                Clock.systemUTC(), progress, Maps.transformValues(plans, GivenPlan::reading));
        ScopeRun run = new ScopeRun(all, report, progress, console, command)) {
      execution.changesAfter(reading);
      Map<ScopedAccount, StoredPlan> given = new HashMap<>();
      Iterator<GivenPlan> plan = plans.values().iterator();
      all.list().forEach(scope -> given.put(scope, plan.next().plan()));
      run.take(given, execution);
      return run.confirmAndExecute(execution);
    }
  }

  /**
   * A plan of a file.
   *
   * @param file the file
   * @param plan the plan
   * @param reading how its account was read
   * @param movesImages whether it moves images through stages
   */
  private record GivenPlan(
      Path file, StoredPlan plan, ReadingPolicy reading, boolean movesImages) {}

  /** Two plans of one region would each be surprised by what the other removes. */
  private Map<CleanupScope, GivenPlan> readAll(Spool spool) throws IOException {
    Map<CleanupScope, GivenPlan> plans = new LinkedHashMap<>();
    for (Path file : files) {
      CleanupPlan plan = acceptance.read(file, console);
      GivenPlan given =
          new GivenPlan(
              file, spool.keep(plan), plan.reading(), plan.policy().lifecycle().isPresent());
      GivenPlan other = plans.putIfAbsent(plan.scope(), given);
      if (other != null) {
        throw wrong(
            "'%s' and '%s' are both plans of %s: expected one of each region of an account"
                .formatted(other.file(), file, plan.scope()));
      }
      execution.validateResultOf(plan);
    }
    return plans;
  }
}
