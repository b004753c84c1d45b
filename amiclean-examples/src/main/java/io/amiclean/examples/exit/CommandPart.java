package io.amiclean.examples.exit;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command, or options that commands share: knows the command, and says what is wrong usage. */
@Command
public abstract class CommandPart {

  /** The command itself, or the one that these options are mixed into. */
  @SuppressWarnings("NullAway.Init") // picocli sets it
  protected CommandSpec command;

  /** For subclasses. */
  protected CommandPart() {}

  @Spec
  void setOwn(CommandSpec own) {
    command = own;
  }

  /** Comes after their own, which is that of no command. */
  @Spec(Spec.Target.MIXEE)
  void setMixedInto(CommandSpec mixedInto) {
    command = mixedInto;
  }

  /**
   * Returns what stops a command because of wrong usage.
   *
   * @param message what is wrong, and what would be right
   * @return the exception to throw
   */
  protected final ParameterException wrong(@Nullable String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Returns what stops a command because of wrong usage.
   *
   * @param message what is wrong, and what would be right
   * @param cause what found it out
   * @return the exception to throw
   */
  protected final ParameterException wrong(@Nullable String message, @Nullable Throwable cause) {
    return new ParameterException(command.commandLine(), message, cause);
  }

  /**
   * Checks usage.
   *
   * @param holds whether it is right
   * @param message what is wrong otherwise, and what would be right
   * @throws ParameterException if it is wrong
   */
  protected final void require(boolean holds, String message) {
    if (!holds) {
      throw wrong(message);
    }
  }

  /**
   * Returns whether an option was given to the command.
   *
   * @param option its name
   * @return whether it was
   */
  protected final boolean isGiven(String option) {
    return command.commandLine().getParseResult().hasMatchedOption(option);
  }
}
