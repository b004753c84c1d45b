package io.amiclean.examples.cli;

import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.commands.ApplyCommand;
import io.amiclean.examples.cli.commands.CompletionCommand;
import io.amiclean.examples.cli.commands.ConsoleCommand;
import io.amiclean.examples.cli.commands.DiffCommand;
import io.amiclean.examples.cli.commands.ExplainCommand;
import io.amiclean.examples.cli.commands.IamPolicyCommand;
import io.amiclean.examples.cli.commands.PlanCommand;
import io.amiclean.examples.cli.commands.PolicyCommand;
import io.amiclean.examples.cli.commands.RecordCommand;
import io.amiclean.examples.cli.commands.RecycleBinCommand;
import io.amiclean.examples.cli.commands.ReportCommand;
import io.amiclean.examples.cli.commands.RestoreCommand;
import io.amiclean.examples.cli.commands.ScopeRun;
import io.amiclean.examples.cli.commands.StagesCommand;
import io.amiclean.examples.cli.commands.WhatIfCommand;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.ReadingStop;
import io.amiclean.examples.fedora.CleanAmis;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

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
      "  3    something failed, is unknown or is not there, while the rest was done",
      "  4    refused: nothing was executed",
      "  130  stopped by Ctrl-C",
      "  1    anything else"
    })
public final class Amiclean extends ConsoleCommand {

  private static final Pattern HELP = Pattern.compile("--help|-[A-Za-z]*h[A-Za-z]*");

  private static final String KEPT_CONNECTIONS = "http.maxConnections";

  /** 16 in each of 40 scopes that are worked on side by side. */
  private static final String MOST_CALLS = "640";

  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final ReportOptions report = new ReportOptions();
  @Mixin private final ExecutionOptions execution = ExecutionOptions.ofNewPlan();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final InventoryOptions inventory = new InventoryOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  Amiclean(Console console) {
    super(console);
  }

  /**
   * Runs a command and exits with its status.
   *
   * @param args the command and its options
   */
  public static void main(String[] args) {
    if (List.of(args).contains(ConsoleCommand.VERBOSE)) {
      logEvents();
    }
    keepConnections();
    int status = run(Console.ofProcess(), args);
    if (status == ExitStatus.DONE || status == ExitStatus.INCOMPLETE) {
      sayThatTheArchiveIsComplete();
    }
    System.exit(status);
  }

  /**
   * The JDK keeps five idle connections to a host by default, fewer than there are calls at a time:
   * between two of them, most connections would be closed, and made again with a handshake of TLS.
   */
  private static void keepConnections() {
    if (System.getProperty(KEPT_CONNECTIONS) == null) {
      System.setProperty(KEPT_CONNECTIONS, MOST_CALLS);
    }
  }

  /** Before the first logger: it reads these properties once. Messages have account and region. */
  private static void logEvents() {
    System.setProperty("org.slf4j.simpleLogger.log.io.amiclean", "info");
    System.setProperty("org.slf4j.simpleLogger.log." + CleanupPlanner.class.getName(), "debug");
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  }

  /**
   * Tells the launcher that the archive which the JVM is about to write holds the classes of a
   * whole run: one that failed knows few of them, and would slow all later ones down.
   */
  private static void sayThatTheArchiveIsComplete() {
    String archive = System.getProperty("amiclean.archive");
    if (archive != null) {
      try {
        Files.createFile(Path.of(archive + ".complete"));
      } catch (IOException e) {
        LoggerFactory.getLogger(Amiclean.class)
            .debug("The archive of classes {} is not used", archive, e);
      }
    }
  }

  /** Runs a command and returns its exit status. */
  static int run(Console console, String... given) {
    String[] args = withHelpAsOption(given);
    CommandLine commands =
        commands(console, List.of(args))
            .setOut(new PrintWriter(console.out(), true, console.charset()))
            .setErr(new PrintWriter(console.err(), true, console.charset()))
            .setExpandAtFiles(false)
            .setUnmatchedOptionsAllowedAsOptionParameters(false)
            .setAllowSubcommandsAsOptionParameters(true);
    Failures.handle(commands).setExecutionStrategy(Amiclean::execute);
    Converters.register(commands);
    return Failures.run(commands, args);
  }

  /** Makes {@code help plan} what it stands for, {@code plan --help}. */
  private static String[] withHelpAsOption(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    return Stream.concat(Stream.of(args).skip(1), Stream.of("--help")).toArray(String[]::new);
  }

  /**
   * Describing a command by reflection takes picocli longer than many a command takes to run: only
   * those are described that arguments name, and all of them for help.
   */
  static CommandLine commands(Console console, List<String> args) {
    Map<String, Supplier<Object>> named = new LinkedHashMap<>();
    named.put("plan", () -> new PlanCommand(console));
    named.put("apply", () -> new ApplyCommand(console));
    named.put("explain", () -> new ExplainCommand(console));
    named.put("what-if", () -> new WhatIfCommand(console));
    named.put("record", () -> new RecordCommand(console));
    named.put("diff", () -> new DiffCommand(console));
    named.put("report", () -> new ReportCommand(console));
    named.put("stages", () -> new StagesCommand(console));
    named.put("restore", () -> new RestoreCommand(console));
    named.put("recycle-bin", () -> new RecycleBinCommand(console));
    named.put("iam-policy", () -> new IamPolicyCommand(console));
    named.put("policy", () -> PolicyCommand.withSubcommands(console));
    named.put(
        "completion",
        () -> new CompletionCommand(console, () -> commands(console, List.of("--help"))));
    named.put("fedora", CleanAmis::new);
    String first = args.isEmpty() ? "" : args.get(0);
    boolean isNamed = named.containsKey(first);
    CommandLine commands =
        isNamed
            ? new CommandLine(CommandSpec.create().name("amiclean"))
            : new CommandLine(new Amiclean(console));
    if (isNamed) {
      named.keySet().retainAll(args.subList(0, 1));
    } else if ((first.isEmpty() || first.startsWith("-"))
        && args.stream().noneMatch(HELP.asMatchPredicate())) {
      named.keySet().retainAll(args);
    }
    named.forEach((name, command) -> commands.addSubcommand(name, command.get()));
    if (args.stream().anyMatch(HELP.asMatchPredicate())) {
      HelpText.form(commands);
    }
    return commands;
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
    if (!parsed.hasSubcommand() && !parsed.unmatched().isEmpty()) {
      throw new UnmatchedArgumentException(parsed.commandSpec().commandLine(), parsed.unmatched());
    }
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    refuseBoth(last, ConsoleCommand.QUIET, ConsoleCommand.VERBOSE);
    refuseBoth(last, ProgressOptions.SHOWN, ProgressOptions.HIDDEN);
    return Failures.runLast(parsed);
  }

  private static void refuseBoth(ParseResult parsed, String one, String other) {
    if (parsed.hasMatchedOption(one) && parsed.hasMatchedOption(other)) {
      throw new ParameterException(
          parsed.commandSpec().commandLine(),
          one + " and " + other + " exclude each other: expected one of them");
    }
  }

  @Override
  public Integer call() throws Exception {
    accounts.validate();
    inventory.validateForExecution();
    return run(accounts.areMany(), progress -> inventory.openAll(accounts, planning, progress));
  }

  /** Plans accounts, shows, asks and executes; a recording is only shown. */
  int run(boolean many, Function<ProgressBars, Accounts> opening) throws Exception {
    planning.validate(many);
    execution.validate(many);
    execution.planAgainBy(planning::planner);
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = opening.apply(progress);
        ScopeRun run = new ScopeRun(all, report, progress, console, command)) {
      execution.changesAfter(reading);
      run.plan(planning);
      return inventory.isGiven() ? run.showOnly(execution) : run.confirmAndExecute(execution);
    }
  }
}
