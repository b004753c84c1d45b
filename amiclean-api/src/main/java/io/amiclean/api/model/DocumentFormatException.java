package io.amiclean.api.model;

import org.jspecify.annotations.Nullable;

/**
 * A document, such as a plan in JSON, is broken, contradicts itself or is of a newer schema. What
 * is not understood is not used.
 */
public class DocumentFormatException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure to read a document.
   *
   * @param message what is wrong, where, and what would be right
   * @param cause what led to it, or {@code null} if nothing did
   */
  public DocumentFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
