package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.terminal.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks policy files, tries them on the past, and writes them. */
@Command(name = "policy", description = "Checks a policy file, tries it on the past, or shows one.")
public final class PolicyCommand extends ConsoleCommand {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

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
    throw new ParameterException(
        command.commandLine(),
        "What of a policy is missing: expected 'backtest', 'check' or 'show'");
  }
}
