package io.amiclean.aws.internal.call;

import io.amiclean.api.model.EvidenceException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Distinguishes the failures of the AWS SDK, and describes them in one line. */
public final class AwsFailures {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Some EC2 endpoints put in front of a code whose fault it is. */
  private static final Pattern FAULT_PREFIX = Pattern.compile("^(?:Client|Server)\\.");

  /** A kilobyte for sts:DecodeAuthorizationMessage, of no use to a reader. */
  private static final Pattern ENCODED = Pattern.compile("\\s*Encoded authorization failure.*");

  /** The list of all providers that the SDK asked for credentials. */
  private static final Pattern PROVIDERS =
      Pattern.compile("\\s*AwsCredentialsProviderChain\\(.*", Pattern.DOTALL);

  /** What is worth keeping of it: the role of a profile was not to be had. */
  private static final Pattern NOT_ASSUMED =
      Pattern.compile(
          "User: \\S+ is not authorized to perform: sts:AssumeRole\\w* on resource: \\S+");

  /**
   * Besides those that the SDK knows: EC2's where a prefix stands before them, and those of Auto
   * Scaling, Systems Manager and Image Builder.
   */
  private static final Set<String> THROTTLING =
      Set.of(
          "RequestLimitExceeded",
          "BandwidthLimitExceeded",
          "RateExceeded",
          "CallRateLimitExceededException",
          "RateLimitExceeded",
          "RateLimitExceededException",
          "TooManyUpdates");

  private static final int HTTP_UNAUTHORIZED = 401;

  private static final int LONGEST = 500;

  private AwsFailures() {}

  /**
   * Returns the error code of a service, without the prefix {@code Client.} or {@code Server.}.
   *
   * @param failure what the service answered
   * @return the code, such as {@code UnauthorizedOperation}; {@code http-} and the status where the
   *     answer holds none
   */
  public static String code(SdkServiceException failure) {
    return details(failure)
        .map(AwsErrorDetails::errorCode)
        .filter(code -> !code.isBlank())
        .map(code -> FAULT_PREFIX.matcher(code).replaceFirst(""))
        .orElse("http-" + failure.statusCode());
  }

  /** Returns whether an answer holds an error code, as every error of a service does. */
  static boolean hasCode(SdkServiceException failure) {
    return details(failure)
        .map(AwsErrorDetails::errorCode)
        .filter(code -> !code.isBlank())
        .isPresent();
  }

  /**
   * Returns what a service answered, if that is why evidence could not be read.
   *
   * @param failure why a source or a check failed
   * @return the answer, or empty if there was none or it was not understood
   */
  public static Optional<SdkServiceException> answerBehind(EvidenceException failure) {
    return failure.getCause() instanceof SdkServiceException answer
        ? Optional.of(answer)
        : Optional.empty();
  }

  /**
   * Returns whether evidence could not be read because a service answered with a certain error.
   *
   * @param failure why a source or a check failed
   * @param code whether it is that error, by its {@linkplain #code error code}
   * @return {@code false} too if no service answered
   */
  public static boolean isAnsweredWith(EvidenceException failure, Predicate<String> code) {
    return answerBehind(failure).map(AwsFailures::code).filter(code).isPresent();
  }

  /**
   * Returns what went wrong in one line, without stack traces and request ids.
   *
   * @param failure what the SDK threw
   * @return the line, never blank
   */
  public static String sentence(SdkException failure) {
    String text =
        failure instanceof SdkServiceException service ? answer(service) : withoutAnswer(failure);
    String line = SPACE.matcher(text).replaceAll(" ").strip();
    line = ENCODED.matcher(line).replaceFirst("");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /**
   * Returns whether a call was refused for its rate alone, so that it had no effect. EC2 writes
   * {@code RequestLimitExceeded} with and without a prefix; the SDK knows it without only.
   *
   * @param failure what the SDK threw
   * @return whether the call may simply be repeated later
   */
  public static boolean isThrottling(Throwable failure) {
    return failure instanceof SdkServiceException service
        && (service.isThrottlingException() || THROTTLING.contains(code(service)));
  }

  /**
   * Returns whether no connection came about, so that nothing was sent.
   *
   * @param failure what the SDK threw
   * @return whether the call certainly had no effect
   */
  public static boolean isUnreachable(Throwable failure) {
    Throwable root = root(failure);
    return root instanceof ConnectException
        || root instanceof NoRouteToHostException
        || root instanceof UnknownHostException;
  }

  /** The JDK's HTTP client drops the body of an answer with the status 401. */
  private static String answer(SdkServiceException failure) {
    return details(failure)
        .map(AwsErrorDetails::errorMessage)
        .filter(message -> !message.isBlank())
        .orElse(
            failure.statusCode() == HTTP_UNAUTHORIZED
                ? "AWS does not accept the credentials"
                : "HTTP status " + failure.statusCode());
  }

  private static String withoutAnswer(SdkException failure) {
    Throwable root = root(failure);
    if (root instanceof UnknownHostException) {
      return "The host " + root.getMessage() + " is unknown";
    }
    if (failure instanceof CredentialsException credentials) {
      return credentials.sentence();
    }
    String message = String.valueOf(failure.rawMessage());
    Matcher assuming = NOT_ASSUMED.matcher(message);
    String text =
        PROVIDERS.matcher(message).replaceFirst("")
            + (assuming.find() ? ": " + assuming.group() : "");
    return root.getMessage() == null || text.contains(root.getMessage()) || root == failure
        ? text
        : text + ": " + root.getMessage();
  }

  private static Optional<AwsErrorDetails> details(SdkServiceException failure) {
    return failure instanceof AwsServiceException service
        ? Optional.ofNullable(service.awsErrorDetails())
        : Optional.empty();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root;
  }
}
