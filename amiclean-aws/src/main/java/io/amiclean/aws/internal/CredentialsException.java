package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Credentials that were not to be had, so that a call was not even sent. */
final class CredentialsException extends SdkClientException {

  static final String PERMISSION = "sts:AssumeRole";

  private static final long serialVersionUID = 1L;

  private static final ReadOperation ASSUMING = new ReadOperation("account", PERMISSION);

  private final String sentence;
  private final boolean denied;

  private CredentialsException(String message, boolean denied, RuntimeException cause) {
    super(SdkClientException.builder().message(message).cause(cause));
    this.sentence = message;
    this.denied = denied;
  }

  static CredentialsException ofRole(String role, SdkException cause) {
    return ofRole(role, ASSUMING.failure(cause), cause);
  }

  static CredentialsException ofRole(String role, UnusableAnswerException cause) {
    return ofRole(role, ASSUMING.failure(cause), cause);
  }

  private static CredentialsException ofRole(
      String role, EvidenceException failure, RuntimeException cause) {
    return new CredentialsException(
        "The role " + role + " is not assumed: " + failure.getMessage(),
        failure instanceof EvidenceDeniedException,
        cause);
  }

  static CredentialsException lacking(String sentence, SdkException cause) {
    return new CredentialsException(sentence, false, cause);
  }

  /** What is wrong and what to do, without what the SDK adds to messages. */
  String sentence() {
    return sentence;
  }

  /** Whether the role, or the permission to assume it, refused. */
  boolean isDenied() {
    return denied;
  }
}
