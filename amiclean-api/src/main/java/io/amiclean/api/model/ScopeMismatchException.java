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
    this(source, expected, actual, "use credentials and region of one account");
  }

  /**
   * Creates a mismatch.
   *
   * @param source the name of the source that saw the other scope
   * @param expected the scope that the source was to see
   * @param actual the scope that the source saw
   * @param advice what to do
   */
  public ScopeMismatchException(
      String source, CleanupScope expected, CleanupScope actual, String advice) {
    super(
        source,
        "The source '"
            + source
            + "' is of "
            + actual
            + ", but "
            + expected
            + " was expected: "
            + advice);
  }
}
