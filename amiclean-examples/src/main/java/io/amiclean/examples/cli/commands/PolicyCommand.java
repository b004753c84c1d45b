package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Checks policy files, tries them on the past, and writes them. */
@Command(name = "policy", description = "Checks a policy file, tries it on the past, or shows one.")
public final class PolicyCommand extends ConsoleCommand {

  private PolicyCommand(Console console) {
    super(console);
  }

  public static CommandLine withSubcommands(Console console) {
    return new CommandLine(new PolicyCommand(console))
        .addSubcommand(new PolicyBacktestCommand(console))
        .addSubcommand(new PolicyCheckCommand(console))
        .addSubcommand(new PolicyShowCommand(console));
  }

  @Override
  public Integer call() {
    throw wrong("What of a policy is missing: expected 'backtest', 'check' or 'show'");
  }
}
