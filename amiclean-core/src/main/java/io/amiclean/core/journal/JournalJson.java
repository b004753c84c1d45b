package io.amiclean.core.journal;

import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.DocumentFormatException;
import java.util.Objects;

/**
 * The steps of a journal as JSON, one object a line: for journals in a table, in a store of objects
 * or elsewhere, which keep lines in their order. {@link JournalFile} has the same lines.
 *
 * <p>A journal is of one plan. Its place has to say so, such as a key that holds the {@linkplain
 * io.amiclean.core.json.PlanJson#digest digest} of the plan.
 */
public final class JournalJson {

  private static final String NAME = "journal";

  private JournalJson() {}

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
    Objects.requireNonNull(line, "line");
    return JournalLines.readStep(NAME, line);
  }
}
