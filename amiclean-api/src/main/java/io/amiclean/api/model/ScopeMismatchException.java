package io.amiclean.api.model;

/** Two reads that belong together saw different accounts or regions. */
public class ScopeMismatchException extends EvidenceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a mismatch.
   *
   * @param source the name of the source that saw the other scope
   * @param expected the scope of the images or of the plan
   * @param actual the scope that the source saw
   */
  public ScopeMismatchException(String source, CleanupScope expected, CleanupScope actual) {
    super(
        source,
        "The source '"
            + source
            + "' is of "
            + actual
            + ", but "
            + expected
            + " was expected: use credentials and region of one account");
  }
}
