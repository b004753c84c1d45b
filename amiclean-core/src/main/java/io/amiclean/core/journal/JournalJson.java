package io.amiclean.core.journal;

import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import java.util.Objects;

/**
 * The steps of a journal as JSON, one object a line: for journals in a table, in a store of objects
 * or elsewhere, which keep lines in their order. {@link JournalFile} has the same lines.
 *
 * <p>A journal is of one plan. Either its place says so, such as a key that holds the {@linkplain
 * PlanJson#digest digest} of the plan, or its first line does, which is a {@linkplain #header
 * header}.
 */
public final class JournalJson {

  private static final String NAME = "journal";

  private JournalJson() {}

  /**
   * Writes what says of which plan a journal is.
   *
   * @param plan the plan
   * @return the line, without an end
   */
  public static String header(CleanupPlan plan) {
    return JournalLines.text(JournalLines.header(PlanJson.digest(plan).hex(), plan.scope()));
  }

  /**
   * Holds the header of a journal against the plan that is to be executed.
   *
   * @param header the line, with or without an end
   * @param plan the plan
   * @throws PlanRefusedException if the journal is of another plan, account or region
   * @throws DocumentFormatException if the line is no header, or is of a newer schema
   */
  public static void requireHeader(String header, CleanupPlan plan) {
    Objects.requireNonNull(header, "header");
    Objects.requireNonNull(plan, "plan");
    JournalLines.readHeader(NAME, header).require("The journal", plan, PlanJson.digest(plan));
  }

  /**
   * Writes a step.
   *
   * @param step the step
   * @return the line, without an end
   */
  public static String write(JournalStep step) {
    return JournalLines.text(JournalLines.step(step));
  }

  /**
   * Reads a step.
   *
   * @param line the line, with or without an end
   * @return the step, equal to the one that was written
   * @throws DocumentFormatException if the line is no step
   */
  public static JournalStep read(String line) {
    return JournalLines.readStep(NAME, line);
  }
}
