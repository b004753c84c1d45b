package io.amiclean.api.lifecycle;

import io.amiclean.api.model.AmicleanException;

/** The mark of a stage on an image cannot be understood. */
public class MalformedStageException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message which mark is malformed, with its value, and what would be right
   */
  public MalformedStageException(String message) {
    super(message);
  }
}
