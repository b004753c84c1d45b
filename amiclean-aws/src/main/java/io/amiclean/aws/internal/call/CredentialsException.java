package io.amiclean.aws.internal.call;

import software.amazon.awssdk.core.exception.SdkClientException;

/** Credentials that could not be obtained, so that a call was not even sent. */
public final class CredentialsException extends SdkClientException {

  /** The IAM action that a role is assumed by. */
  public static final String PERMISSION = "sts:AssumeRole";

  private static final long serialVersionUID = 1L;

  private final String sentence;
  private final boolean denied;

  /**
   * Creates the exception.
   *
   * @param sentence what is wrong and what to do
   * @param denied whether the role, or the permission to assume it, refused
   * @param cause the failure
   */
  public CredentialsException(String sentence, boolean denied, RuntimeException cause) {
    super(SdkClientException.builder().message(sentence).cause(cause));
    this.sentence = sentence;
    this.denied = denied;
  }

  /**
   * Returns what is wrong and what to do, without what the SDK adds to messages.
   *
   * @return the sentence
   */
  public String sentence() {
    return sentence;
  }

  /**
   * Returns whether the role, or the permission to assume it, refused.
   *
   * @return whether it is a denial
   */
  public boolean isDenied() {
    return denied;
  }
}
