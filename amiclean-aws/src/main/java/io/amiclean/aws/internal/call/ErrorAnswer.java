package io.amiclean.aws.internal.call;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The answer to one attempt that failed. The SDK makes an exception of it only after it gave up, so
 * that it is read here, and the SDK is given what was read.
 */
public final class ErrorAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswer.class);

  /**
   * EC2's form of an error, and that of other query services (EC2 API Reference, "Error codes"), or
   * the form of JSON services, which may name a namespace before the code.
   */
  private static final Pattern CODE =
      Pattern.compile(
          "<Code>\\s*([^<\\s]+)\\s*</Code>|\"__type\"\\s*:\\s*\"(?:[^\"#]*#)?([^\"]+)\"");

  /** Whatever may be an error code, in any form of answers. */
  private static final Pattern ANY_CODE =
      Pattern.compile("<Code>|\"(?:__type|code)\"", Pattern.CASE_INSENSITIVE);

  private static final int HTTP_INTERNAL_ERROR = 500;

  /** An error with its code and its sentence takes some hundred bytes. */
  private static final int LONGEST = 64 * 1024;

  private final int status;
  private final Optional<Body> body;

  private ErrorAnswer(int status, Optional<Body> body) {
    this.status = status;
    this.body = body;
  }

  /** A body that was read, and is not read again by the next reader. */
  private static final class Body extends ByteArrayInputStream {

    private final boolean isWhole;

    Body(byte[] bytes, boolean isWhole) {
      super(bytes);
      this.isWhole = isWhole;
    }

    /** Some HTTP clients do not notice that a connection broke too early. */
    boolean isWhole(SdkHttpResponse response) {
      return isWhole
          && response
              .firstMatchingHeader("Content-Length")
              .filter(length -> !length.equals(Integer.toString(count)))
              .isEmpty();
    }

    String text() {
      return new String(buf, 0, count, StandardCharsets.UTF_8);
    }

    /** A body that is cut off counts as far as it came: the status was answered. */
    static Body read(InputStream in) {
      if (in instanceof Body known) {
        return known;
      }
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      byte[] some = new byte[4096];
      boolean isWhole = false;
      try (in) {
        int length = in.read(some);
        while (length >= 0 && read.size() < LONGEST) {
          read.write(some, 0, length);
          length = in.read(some);
        }
        isWhole = length < 0;
        if (!isWhole && in instanceof Abortable abortable) {
          // Some HTTP clients read the rest of what is closed.
          abortable.abort();
        }
      } catch (IOException e) {
        LOG.debug("An error was cut off after {} bytes", read.size(), e);
      }
      return new Body(read.toByteArray(), isWhole);
    }
  }

  /**
   * Reads the answer to an attempt, of which what is longer than any error is cut off.
   *
   * @param context the answer, which is none of success
   * @return the answer
   */
  public static ErrorAnswer of(Context.ModifyHttpResponse context) {
    return new ErrorAnswer(
        context.httpResponse().statusCode(), context.responseBody().map(Body::read));
  }

  /** Reads the body of an answer that is none of success. */
  static ErrorAnswer of(int status, InputStream body) {
    return new ErrorAnswer(status, Optional.of(Body.read(body)));
  }

  /**
   * Returns whether the attempt was refused for its rate.
   *
   * @return whether it may simply be repeated later
   */
  public boolean isThrottling() {
    AwsErrorDetails.Builder details = AwsErrorDetails.builder();
    body.map(read -> CODE.matcher(read.text()))
        .filter(Matcher::find)
        .ifPresent(
            code -> details.errorCode(code.group(1) == null ? code.group(2) : code.group(1)));
    return AwsFailures.isThrottling(
        AwsServiceException.builder().statusCode(status).awsErrorDetails(details.build()).build());
  }

  /**
   * Returns whether nothing was found to answer with: emulators fail so at operations that they
   * lack, and services never, which always send an error code. Of an answer that is cut off this is
   * not known.
   *
   * @param response the status and the headers
   * @return whether it is an internal error without a code
   */
  boolean isOfUnknownOperation(SdkHttpResponse response) {
    return status == HTTP_INTERNAL_ERROR
        && response.firstMatchingHeader("x-amzn-ErrorType").isEmpty()
        && body.filter(read -> !read.isWhole(response) || ANY_CODE.matcher(read.text()).find())
            .isEmpty();
  }

  /**
   * Returns the body, of which nothing was taken yet.
   *
   * @return the body, or empty if there is none
   */
  public Optional<InputStream> body() {
    return body.map(read -> read);
  }
}
