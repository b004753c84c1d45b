package io.amiclean.api.policy;

/** A spec has a name, or an argument has a field, that nothing knows. */
public final class UnknownNameException extends SpecArgumentException {

  private static final long serialVersionUID = 1;

  /**
   * Creates an exception.
   *
   * @param argument the argument whose name is unknown
   * @param problem which name is unknown, and which ones are known
   */
  public UnknownNameException(SpecArgument argument, String problem) {
    super(argument, problem);
  }
}
