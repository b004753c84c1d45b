package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/**
 * A source failed or did not answer in full. No evidence is not evidence of no use, so nothing is
 * planned or executed on it.
 */
public class EvidenceException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  private final String source;

  /**
   * Creates a failure of a source.
   *
   * @param source the name of the source, such as {@code instances}
   * @param message what is wrong and what to do
   * @param cause what led to it, or {@code null} if nothing did
   */
  public EvidenceException(String source, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.source = source;
  }

  /**
   * Creates a failure of a source.
   *
   * @param source the name of the source, such as {@code instances}
   * @param message what is wrong and what to do
   */
  public EvidenceException(String source, String message) {
    this(source, message, null);
  }

  /**
   * Returns the name of the source.
   *
   * @return the name, such as {@code instances}
   */
  public final String source() {
    return source;
  }
}
