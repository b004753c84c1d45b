package io.amiclean.api.policy;

import java.util.Objects;

/**
 * An argument of a strategy is of another type than expected, is missing or is out of range. It
 * names the argument, so that a policy file can be shown with line and column.
 */
public class SpecArgumentException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final transient SpecArgument argument;

  /**
   * Creates an exception.
   *
   * @param argument the argument
   * @param problem what is wrong with it, and what would be right
   */
  public SpecArgumentException(SpecArgument argument, String problem) {
    super(problem);
    this.argument = Objects.requireNonNull(argument, "argument");
  }

  /**
   * Creates an exception for a value that a strategy refuses.
   *
   * @param argument the argument
   * @param cause what the strategy says about it
   */
  public SpecArgumentException(SpecArgument argument, IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
    this.argument = Objects.requireNonNull(argument, "argument");
  }

  /**
   * Returns the argument.
   *
   * @return the very argument that was read
   */
  public final SpecArgument argument() {
    return argument;
  }
}
