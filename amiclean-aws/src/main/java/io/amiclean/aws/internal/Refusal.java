package io.amiclean.aws.internal;

import io.amiclean.api.execution.Outcome;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * How a call that changes the account failed.
 *
 * @param outcome failed if nothing was changed, unknown if nobody can tell
 * @param code EC2's error code, {@code not-sent} or {@code no-answer}
 * @param message the sentence for people
 */
public record Refusal(Outcome outcome, String code, String message) {

  private static final String NOT_SENT = "not-sent";
  private static final String NO_ANSWER = "no-answer";

  private static final String DENIED = "UnauthorizedOperation";

  private static final int SERVER_ERROR = 500;

  /**
   * Returns what a failure says of the call.
   *
   * @param failure what the SDK threw
   * @param transmission what accompanied the call
   * @return how it failed
   */
  public static Refusal of(SdkException failure, Transmission transmission) {
    String message = AwsFailures.sentence(failure);
    if (failure instanceof SdkServiceException service) {
      boolean mayHaveHappened =
          service.statusCode() >= SERVER_ERROR && !AwsFailures.isThrottling(service);
      return new Refusal(
          mayHaveHappened ? Outcome.UNKNOWN : Outcome.FAILED, AwsFailures.code(service), message);
    }
    return transmission.isUnsent() || AwsFailures.isUnreachable(failure)
        ? new Refusal(Outcome.FAILED, NOT_SENT, message)
        : new Refusal(Outcome.UNKNOWN, NO_ANSWER, message);
  }

  /**
   * Names the permission that is missing, which EC2 does not always do.
   *
   * @param permission the IAM action of the call
   * @return this, or if the call was denied, the same with the permission in its message
   */
  public Refusal naming(String permission) {
    return code.equals(DENIED)
        ? new Refusal(
            outcome,
            code,
            permission + " is denied (" + message + "): allow it to the credentials in use")
        : this;
  }

  /**
   * Returns the same with another outcome.
   *
   * @param other how it ended, as it turned out
   * @return this with that outcome
   */
  public Refusal as(Outcome other) {
    return new Refusal(other, code, message);
  }
}
