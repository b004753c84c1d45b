package io.amiclean.api.model;

import static java.util.stream.Collectors.joining;

import java.util.List;

/**
 * A plan is not made or not executed at all; nothing was changed. Where the plan itself says that
 * it must not be executed, {@link #refusals()} has each reason.
 */
public class PlanRefusedException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  /** An array, because lists need not be serializable. */
  private final Refusal[] refusals;

  /**
   * Creates a refusal for a reason that does not stand in a plan, such as other credentials.
   *
   * @param message why the plan is refused, with the values, and what to do
   */
  public PlanRefusedException(String message) {
    super(message);
    this.refusals = new Refusal[0];
  }

  /**
   * Creates the refusal of a plan that says that it must not be executed.
   *
   * @param refusals the reasons, one or more; their messages become the message of this exception
   */
  public PlanRefusedException(List<Refusal> refusals) {
    super(
        refusals.stream()
            .map(Refusal::message)
            .collect(joining("; ", "The plan is refused: ", "; nothing is removed")));
    this.refusals = refusals.toArray(Refusal[]::new);
  }

  /**
   * Returns the reasons that stand in the plan, such as each limit that it passes.
   *
   * @return the reasons; empty if the plan is refused for a reason that stands in no plan
   */
  public final List<Refusal> refusals() {
    return List.of(refusals);
  }
}
