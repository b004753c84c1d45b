package io.amiclean.examples.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that several commands have, and what is said of wrong ones. */
@Command
abstract class OptionGroup {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  final ParameterException wrong(@Nullable String message) {
    return new ParameterException(command.commandLine(), message);
  }

  final ParameterException wrong(@Nullable String message, @Nullable Throwable cause) {
    return new ParameterException(command.commandLine(), message, cause);
  }

  final void require(boolean holds, String message) {
    if (!holds) {
      throw wrong(message);
    }
  }

  /** Returns whether an option was given to the command. */
  final boolean isGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }
}
