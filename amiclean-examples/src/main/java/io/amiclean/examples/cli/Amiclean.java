package io.amiclean.examples.cli;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.fedora.CleanAmis;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/**
 * The command line, and its command without a name: plans, shows, asks and executes, as the
 * original amicleaner does.
 */
@Command(
    name = "amiclean",
    description =
        "Cleans up Amazon Machine Images (AMIs) and their snapshots: plans, shows, asks,"
            + " removes.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0    done, nothing to do, or not confirmed",
      "  2    wrong usage",
      "  3    something failed or is unknown while the rest was done",
      "  4    refused: nothing was executed",
      "  130  stopped by Ctrl-C",
      "  1    anything else"
    })
public final class Amiclean extends ConsoleCommand {

  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofNewPlan();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final InventoryOptions inventory = new InventoryOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  Amiclean(Console console) {
    super(console);
  }

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    System.exit(run(Console.ofProcess(), args));
  }

  /** Runs a command and returns its exit status. */
  static int run(Console console, String... args) {
    CommandLine commands =
        new CommandLine(new Amiclean(console))
            .addSubcommand(new PlanCommand(console))
            .addSubcommand(new ApplyCommand(console))
            .addSubcommand(new ExplainCommand(console))
            .addSubcommand(new WhatIfCommand(console))
            .addSubcommand(new RecordCommand(console))
            .addSubcommand(new ReportCommand(console))
            .addSubcommand(new StagesCommand(console))
            .addSubcommand(new RestoreCommand(console))
            .addSubcommand(new RecycleBinCommand(console))
            .addSubcommand(new IamPolicyCommand(console))
            .addSubcommand(new CleanAmis())
            .setOut(new PrintWriter(console.out(), true, console.charset()))
            .setErr(new PrintWriter(console.err(), true, console.charset()))
            .setExpandAtFiles(false)
            .setUnmatchedOptionsAllowedAsOptionParameters(false)
            .setExecutionStrategy(Amiclean::execute);
    Failures.handle(commands);
    Converters.register(commands);
    return commands.execute(args);
  }

  /** Options before a command would be those of the command without a name, and have no effect. */
  private static int execute(ParseResult parsed) {
    boolean misplaced = parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty();
    if (misplaced && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          "Options before the command '"
              + parsed.subcommand().commandSpec().name()
              + "': expected them after it");
    }
    return new RunLast().execute(parsed);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    inventory.validateForExecution();
    if (inventory.isGiven()) {
      return offline();
    }
    return accounts.areMany() ? many() : one();
  }

  private int many() throws IOException {
    planning.validateForMany();
    execution.validateForMany();
    try (ProgressBars progress = progressOptions.on(console);
        Accounts all = accounts.openAll(planning.clock(), progress)) {
      ManyScopes scopes = ManyScopes.plan(planning, all, report, console);
      progress.finish();
      return scopes.confirmAndExecute(execution, progress, command);
    }
  }

  /** Shows what would go, and asks nothing: there is no account to execute it in. */
  private int offline() {
    planning.validate();
    try (AccountSources account = inventory.open(accounts, planning, ProgressListener.none())) {
      CleanupPlan plan = planning.plan(account, console);
      report.print(plan, console.out());
      Failures.requireAccepted(plan);
      return ExitStatus.DONE;
    }
  }

  private int one() throws IOException {
    planning.validate();
    execution.validate();
    try (ProgressBars progress = progressOptions.on(console);
        Account account = accounts.open(planning.clock(), progress)) {
      CleanupPlan plan = planning.plan(account, console);
      progress.finish();
      return execution.confirmAndExecute(plan, account, report, progress, console);
    }
  }
}
