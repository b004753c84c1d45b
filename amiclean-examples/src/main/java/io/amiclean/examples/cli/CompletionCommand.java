package io.amiclean.examples.cli;

import io.amiclean.examples.exit.ExitStatus;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a script by which bash or zsh completes commands and options.")
final class CompletionCommand extends ConsoleCommand {

  private static final List<String> SHELLS = List.of("bash", "zsh");

  /** zsh reads scripts of bash once it is asked to. */
  private static final String FOR_ZSH =
      """
      autoload -U +X compinit && compinit
      autoload -U +X bashcompinit && bashcompinit
      """;

  @Parameters(arity = "1", paramLabel = "bash|zsh", description = "The shell.")
  private String shell = "";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  CompletionCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw new ParameterException(
          command.commandLine(), "'" + shell + "' has no completion: expected bash or zsh");
    }
    String script = AutoComplete.bash("amiclean", Amiclean.commands(console, List.of("--help")));
    console.out().print(shell.equals("zsh") ? FOR_ZSH + script : script);
    return ExitStatus.DONE;
  }
}
