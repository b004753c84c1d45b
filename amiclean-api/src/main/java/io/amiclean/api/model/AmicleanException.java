package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/** The root of the named failures of amiclean. Its message says what is wrong and what to do. */
public class AmicleanException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what is wrong, with the value, and what would be right
   */
  public AmicleanException(String message) {
    super(message);
  }

  /**
   * Creates a failure with a cause.
   *
   * @param message what is wrong, with the value, and what would be right
   * @param cause what led to it, or {@code null} if nothing did
   */
  public AmicleanException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
