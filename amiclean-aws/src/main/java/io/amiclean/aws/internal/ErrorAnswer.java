package io.amiclean.aws.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;

/**
 * The answer to one attempt that failed. The SDK makes an exception of it only after it gave up, so
 * that it is read here, and the SDK is given what was read.
 */
public final class ErrorAnswer {

  /**
   * EC2's form of an error, and that of other query services (EC2 API Reference, "Error codes"), or
   * the form of JSON services, which may name a namespace before the code.
   */
  private static final Pattern CODE =
      Pattern.compile(
          "<Code>\\s*([^<\\s]+)\\s*</Code>|\"__type\"\\s*:\\s*\"(?:[^\"#]*#)?([^\"]+)\"");

  private final int status;
  private final Optional<byte[]> body;

  private ErrorAnswer(int status, Optional<byte[]> body) {
    this.status = status;
    this.body = body;
  }

  /**
   * Reads the answer to an attempt to its end.
   *
   * @param context the answer, which is none of success
   * @return the answer
   * @throws UncheckedIOException if it cannot be read
   */
  public static ErrorAnswer of(Context.ModifyHttpResponse context) {
    return new ErrorAnswer(
        context.httpResponse().statusCode(), context.responseBody().map(ErrorAnswer::read));
  }

  /**
   * Returns whether the attempt was refused for its rate.
   *
   * @return whether it may simply be repeated later
   */
  public boolean isThrottling() {
    AwsErrorDetails.Builder details = AwsErrorDetails.builder();
    body.map(bytes -> CODE.matcher(new String(bytes, StandardCharsets.UTF_8)))
        .filter(Matcher::find)
        .ifPresent(
            code -> details.errorCode(code.group(1) == null ? code.group(2) : code.group(1)));
    return AwsFailures.isThrottling(
        AwsServiceException.builder().statusCode(status).awsErrorDetails(details.build()).build());
  }

  /**
   * Returns the body, to be read again.
   *
   * @return the body, or empty if there is none
   */
  public Optional<InputStream> body() {
    return body.map(ByteArrayInputStream::new);
  }

  private static byte[] read(InputStream body) {
    try (body) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
