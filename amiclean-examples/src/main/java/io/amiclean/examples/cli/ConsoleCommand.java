package io.amiclean.examples.cli;

import io.amiclean.examples.exit.Failures;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What all commands have in common: a console to talk to, and the options of every command. */
@Command(versionProvider = Version.class, sortOptions = false)
abstract class ConsoleCommand implements Callable<Integer> {

  final Console console;

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

  ConsoleCommand(Console console) {
    this.console = console;
  }
}
