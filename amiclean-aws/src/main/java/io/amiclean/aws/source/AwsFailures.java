package io.amiclean.aws.source;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Tells the failures of the AWS SDK apart, and says them in one line. */
public final class AwsFailures {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Some EC2 endpoints put in front of a code whose fault it is. */
  private static final Pattern FAULT_PREFIX = Pattern.compile("^(?:Client|Server)\\.");

  /** A kilobyte for sts:DecodeAuthorizationMessage, of no use to a reader. */
  private static final Pattern ENCODED = Pattern.compile("\\s*Encoded authorization failure.*");

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

  /**
   * Returns what went wrong in one line, without stack traces and request ids.
   *
   * @param failure what the SDK threw
   * @return the line, never blank
   */
  public static String sentence(SdkException failure) {
    String text;
    if (failure instanceof SdkServiceException service) {
      text =
          details(service)
              .map(AwsErrorDetails::errorMessage)
              .filter(message -> !message.isBlank())
              .orElse("HTTP status " + service.statusCode());
    } else {
      text = String.valueOf(failure.rawMessage());
      Throwable root = root(failure);
      if (root.getMessage() != null && !text.contains(root.getMessage())) {
        text += ": " + root.getMessage();
      }
      if (root instanceof UnknownHostException) {
        text += " (unknown host)";
      }
    }
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
        && (service.isThrottlingException()
            || code(service).equals("RequestLimitExceeded")
            || code(service).equals("BandwidthLimitExceeded"));
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
