package io.amiclean.aws.execution;

import io.amiclean.api.execution.Outcome;
import io.amiclean.aws.source.AwsFailures;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * How a call that changes the account failed.
 *
 * @param outcome failed if nothing was changed, unknown if nobody can tell
 * @param code EC2's error code, {@code not-sent} or {@code no-answer}
 * @param message the sentence for people
 */
record Refusal(Outcome outcome, String code, String message) {

  private static final String NOT_SENT = "not-sent";
  private static final String NO_ANSWER = "no-answer";

  private static final int SERVER_ERROR = 500;

  static Refusal of(SdkException failure, Transmission transmission) {
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

  Refusal as(Outcome other) {
    return new Refusal(other, code, message);
  }
}
