package io.amiclean.examples.cli.commands;

import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.util.List;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a script by which bash or zsh completes commands and options.")
public final class CompletionCommand extends ConsoleCommand {

  private static final List<String> SHELLS = List.of("bash", "zsh");

  /** zsh reads scripts of bash once it is asked to. */
  private static final String FOR_ZSH =
      """
      autoload -U +X compinit && compinit
      autoload -U +X bashcompinit && bashcompinit
      """;

  @Parameters(arity = "1", paramLabel = "bash|zsh", description = "The shell.")
  private String shell = "";

  private final Supplier<CommandLine> all;

  /** The command, which describes all commands when it runs. */
  public CompletionCommand(Console console, Supplier<CommandLine> all) {
    super(console);
    this.all = all;
  }

  @Override
  public Integer call() {
    if (!SHELLS.contains(shell)) {
      throw wrong("'" + shell + "' has no completion: expected bash or zsh");
    }
    String script = AutoComplete.bash("amiclean", all.get());
    console.out().print(shell.equals("zsh") ? FOR_ZSH + script : script);
    return ExitStatus.DONE;
  }
}
