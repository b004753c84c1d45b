package io.amiclean.aws;

import io.amiclean.api.model.AmicleanException;
import org.jspecify.annotations.Nullable;

/** The configuration of AWS, in this machine's environment or files, lacks something. */
public class AwsConfigurationException extends AmicleanException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what is missing and how to give it
   * @param cause what led to it, or {@code null} if nothing did
   */
  public AwsConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
