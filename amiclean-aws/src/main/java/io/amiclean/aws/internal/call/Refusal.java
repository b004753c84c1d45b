package io.amiclean.aws.internal.call;

import io.amiclean.api.execution.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * How a call that changes the account failed.
 *
 * @param outcome failed if nothing was changed, unknown if it may have been
 * @param code EC2's error code, {@code not-sent}, {@code no-answer}, {@code foreign-answer} or
 *     {@code unconfirmed}
 * @param message the sentence for people
 */
public record Refusal(Outcome outcome, String code, String message) {

  private static final String NOT_SENT = "not-sent";
  private static final String NO_ANSWER = "no-answer";
  private static final String FOREIGN_ANSWER = "foreign-answer";
  private static final String UNCONFIRMED = "unconfirmed";

  private static final String DENIED = "UnauthorizedOperation";

  private static final int SERVER_ERROR = 500;
  private static final int UNAUTHORIZED = 401;

  /**
   * Returns what a failure says of the call.
   *
   * @param failure what {@link MutatingCall#send} threw
   * @param transmission what accompanied the call
   * @return how it failed
   */
  public static Refusal of(RuntimeException failure, MutatingCall transmission) {
    if (failure instanceof ForeignAnswerException foreign) {
      return new Refusal(
          Outcome.UNKNOWN,
          FOREIGN_ANSWER,
          "EC2 did not answer, but something else with " + foreign.what());
    }
    if (failure instanceof PassedLimitException passed) {
      return transmission.isUnsent()
          ? new Refusal(Outcome.FAILED, NOT_SENT, "The call " + passed.said())
          : new Refusal(Outcome.UNKNOWN, NO_ANSWER, "The call " + passed.said());
    }
    if (!(failure instanceof SdkException sdk)) {
      throw failure;
    }
    return of(sdk, transmission);
  }

  private static Refusal of(SdkException failure, MutatingCall transmission) {
    String message = AwsFailures.sentence(failure);
    if (failure instanceof SdkServiceException service) {
      // An error without a code is that of a proxy, or a redirection: nothing is known of the call.
      // The JDK's HTTP client drops the body of an answer with the status 401, and its code.
      boolean mayHaveHappened =
          !AwsFailures.isThrottling(service)
              && (service.statusCode() >= SERVER_ERROR
                  || (!AwsFailures.hasCode(service) && service.statusCode() != UNAUTHORIZED));
      return new Refusal(
          mayHaveHappened ? Outcome.UNKNOWN : Outcome.FAILED, AwsFailures.code(service), message);
    }
    return transmission.isUnsent() || AwsFailures.isUnreachable(failure)
        ? new Refusal(Outcome.FAILED, NOT_SENT, message)
        : new Refusal(Outcome.UNKNOWN, NO_ANSWER, message);
  }

  /**
   * Returns what EC2's word says of a call that it answered.
   *
   * @param done the member {@code return} of the answer, {@code null} if it is missing
   * @param code the code for where it was not done
   * @return nothing if it was done, else how it failed
   */
  public static Optional<Refusal> of(@Nullable Boolean done, String code) {
    if (done == null) {
      return Optional.of(
          new Refusal(
              Outcome.UNKNOWN, UNCONFIRMED, "EC2 answered, but did not say that it did it"));
    }
    return done
        ? Optional.empty()
        : Optional.of(new Refusal(Outcome.FAILED, code, "EC2 answered that it did not do it"));
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
