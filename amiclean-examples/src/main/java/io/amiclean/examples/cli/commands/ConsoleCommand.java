package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.CommandPart;
import io.amiclean.examples.exit.Failures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have in common: a console to talk to, and the options of every command. */
@Command(versionProvider = Version.class, sortOptions = false)
public abstract class ConsoleCommand extends CommandPart implements Callable<Integer> {

  /** The option that shows the log. */
  public static final String VERBOSE = "--verbose";

  /** The option that shows only the question, errors and the final line. */
  public static final String QUIET = "--quiet";

  protected Console console;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = {"-v", "--version"},
      versionHelp = true,
      description = "Shows the version.")
  boolean version;

  @Option(names = Failures.STACKTRACE, description = "Shows the stack trace of an error.")
  boolean stacktrace;

  @Option(
      names = VERBOSE,
      description =
          "Shows the log on stderr: a line for each event, with its time, account and region.")
  boolean verbose;

  protected ConsoleCommand(Console console) {
    this.console = console;
  }

  @Option(names = QUIET, description = "Shows only the question, errors and the final line.")
  void quiet(boolean quiet) {
    if (quiet) {
      console = console.quiet();
    }
  }
}
