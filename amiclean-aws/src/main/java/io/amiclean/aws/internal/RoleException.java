package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** A role that was not assumed, so that a call was not even sent. */
final class RoleException extends SdkClientException {

  static final String PERMISSION = "sts:AssumeRole";

  private static final long serialVersionUID = 1L;

  private static final ReadOperation ASSUMING = new ReadOperation("account", PERMISSION);

  private final String sentence;
  private final boolean denied;

  private RoleException(String message, boolean denied, RuntimeException cause) {
    super(SdkClientException.builder().message(message).cause(cause));
    this.sentence = message;
    this.denied = denied;
  }

  static RoleException of(String role, SdkException cause) {
    return of(role, ASSUMING.failure(cause), cause);
  }

  static RoleException of(String role, ForeignAnswerException cause) {
    return of(role, ASSUMING.failure(cause), cause);
  }

  private static RoleException of(String role, EvidenceException failure, RuntimeException cause) {
    return new RoleException(
        "The role " + role + " is not assumed: " + failure.getMessage(),
        failure instanceof EvidenceDeniedException,
        cause);
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
