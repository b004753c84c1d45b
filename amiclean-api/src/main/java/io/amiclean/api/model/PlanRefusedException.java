package io.amiclean.api.model;

/** A plan is not made or not executed at all; nothing was changed. */
public class PlanRefusedException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a refusal.
   *
   * @param message why the plan is refused, with the values, and what to do
   */
  public PlanRefusedException(String message) {
    super(message);
  }
}
