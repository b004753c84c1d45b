package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.examples.cli.terminal.Console;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command that can be pasted into a shell as it is printed. Not thread-safe. */
public final class ShellCommand {

  /** Where an account and the user's own strategies are, which no plan holds. */
  private static final Set<Class<?>> CONNECTION =
      Set.of(ConnectionOptions.class, ScopeOptions.class, ClassPathOptions.class);

  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private final List<String> words = new ArrayList<>(List.of("amiclean"));

  private ShellCommand(String name) {
    words.add(name);
  }

  /** Says which command executes plans. */
  public static void sayHowToExecute(List<Path> files, CommandSpec planned, Console console) {
    if (!files.isEmpty()) {
      console.out().println("To execute: " + apply(files).connectingAs(planned));
    }
  }

  /** Begins the command that executes plans. */
  static ShellCommand apply(List<Path> files) {
    ShellCommand command = new ShellCommand("apply");
    files.forEach(file -> command.words.add(argument(file)));
    return command;
  }

  /** A name that begins with a hyphen would be taken for an option. */
  private static String argument(Path file) {
    String name = file.toString();
    return name.startsWith("-") ? "./" + name : name;
  }

  /** Adds the options that say where the account is, as they were given to a command. */
  ShellCommand connectingAs(CommandSpec command) {
    for (OptionSpec option : given(command)) {
      if (option.userObject() instanceof Field field
          && CONNECTION.contains(field.getDeclaringClass())) {
        add(option);
      }
    }
    return with(command, "--pinned-ids");
  }

  /** Adds an option as it was given to a command, if it was. */
  ShellCommand with(CommandSpec command, String... names) {
    for (OptionSpec option : given(command)) {
      if (List.of(names).contains(option.longestName())) {
        add(option);
      }
    }
    return this;
  }

  /** Adds all options as they were given to a command, but for some. */
  ShellCommand withAllBut(CommandSpec command, String... names) {
    for (OptionSpec option : given(command)) {
      if (!List.of(names).contains(option.longestName())) {
        add(option);
      }
    }
    return this;
  }

  private static List<OptionSpec> given(CommandSpec command) {
    return command.commandLine().getParseResult().matchedOptions();
  }

  private void add(OptionSpec option) {
    if (option.arity().max() == 0) {
      words.add(option.longestName());
    } else if (option.arity().max() > 1) {
      words.add(option.longestName());
      words.addAll(option.originalStringValues());
    } else {
      for (String value : option.originalStringValues()) {
        words.add(option.longestName());
        words.add(value);
      }
    }
  }

  @Override
  public String toString() {
    return words.stream().map(ShellCommand::quoted).collect(joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
