package io.amiclean.core.json;

import io.amiclean.api.model.DocumentFormatException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a plan does not state the digest of what it says: it was edited, or it never had one.
 * {@link PlanJson#open} reads it all the same.
 */
public class EditedPlanException extends DocumentFormatException {

  private static final long serialVersionUID = 1L;

  private final @Nullable String stated;
  private final String actual;

  EditedPlanException(Optional<String> stated, PlanDigest digest, String advice) {
    super(
        stated
            .map(
                text ->
                    "The plan was edited: it states the digest '"
                        + text
                        + "', but what it says has "
                        + digest
                        + advice)
            .orElseGet(
                () ->
                    "The plan states no digest, so that nobody knows whether it was edited; what it"
                        + " says has "
                        + digest
                        + advice),
        null);
    this.stated = stated.orElse(null);
    this.actual = digest.hex();
  }

  /**
   * Returns the digest that the document states.
   *
   * @return the text, whatever its form, or empty if the document states none
   */
  public Optional<String> statedDigest() {
    return Optional.ofNullable(stated);
  }

  /**
   * Returns the digest of what the document says.
   *
   * @return the digest that it would have to state
   */
  public PlanDigest digest() {
    return PlanDigest.parse(actual);
  }
}
