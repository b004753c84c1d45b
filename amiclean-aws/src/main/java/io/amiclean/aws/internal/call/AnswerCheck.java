package io.amiclean.aws.internal.call;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkProtocolMetadata;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.interceptor.SdkInternalExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets the answer to one call count only if it is the service's own: its beginning is checked
 * before the SDK unmarshals it, its end thereafter. What is not an answer of success is left to the
 * SDK, which throws for it. Of both no more is read than the limit allows.
 *
 * <p>Each call needs one of its own. Thread-safe.
 */
final class AnswerCheck implements ExecutionInterceptor {

  private final String operation;
  private final CallWatch watch;
  private final boolean isRead;
  private volatile OptionalLong sentAt = OptionalLong.empty();
  private volatile boolean isGivenUp;
  private volatile @Nullable PassedLimitException tooLong;
  private volatile @Nullable AnswerBody body;
  private volatile boolean passed;

  /**
   * Creates a check.
   *
   * @param operation the operation that is called, such as {@code DescribeImages}
   * @param watch bounds the answer
   * @param isRead whether the operation changes nothing, so that an answer without its outcome may
   *     end it
   */
  private AnswerCheck(String operation, CallWatch watch, boolean isRead) {
    this.operation = operation;
    this.watch = watch;
    this.isRead = isRead;
  }

  /** Returns a check of the answer to an operation that reads. */
  static AnswerCheck ofReading(String operation, CallWatch watch) {
    return new AnswerCheck(operation, watch, true);
  }

  /** Returns a check of the answer to an operation that changes something. */
  static AnswerCheck ofChange(String operation, CallWatch watch) {
    return new AnswerCheck(operation, watch, false);
  }

  /** Returns a plugin that has a call checked by this object. */
  SdkPlugin plugin() {
    return client ->
        client.overrideConfiguration(configuration -> configuration.addExecutionInterceptor(this));
  }

  /**
   * Returns a plugin that has every call checked, for requests that the SDK makes again.
   *
   * @param operation the operation that is called
   */
  static SdkPlugin ofEachCall(String operation) {
    return client -> ofChange(operation, CallWatch.defaults()).plugin().configureClient(client);
  }

  String operation() {
    return operation;
  }

  /** Returns when the request was sent whose answer is awaited, or empty if none is. */
  OptionalLong sentAt() {
    return sentAt;
  }

  /** Has the thread that makes the call end, as soon as it comes by, without a further request. */
  void giveUp() {
    isGivenUp = true;
  }

  /** Returns whether the answer was seen, and is the service's own. */
  boolean hasPassed() {
    return passed;
  }

  /** Refuses a service whose form of answers is not known, before it is called. */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    form(attributes);
  }

  /** Every attempt comes by here, the last before it is sent. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    requireWanted();
    sentAt = OptionalLong.of(watch.time().nanos());
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    AnswerBody answer =
        new AnswerBody(context.responseBody().orElseGet(InputStream::nullInputStream), this);
    if (!response.isSuccessful()) {
      ErrorAnswer error = ErrorAnswer.of(response.statusCode(), answer);
      if (isRead && isOfOwnEndpoint(attributes) && error.isOfUnknownOperation(response)) {
        throw new UnknownOperationException(operation, response.statusCode());
      }
      sentAt = OptionalLong.empty();
      return error.body();
    }
    Optional<String> fault = form(attributes).faultBefore(operation, response, answer);
    if (fault.isPresent()) {
      answer.abort();
      throw foreign(response, fault.get());
    }
    body = answer;
    return Optional.of(answer);
  }

  /** What replaces the attribute is the SDK's internal. */
  @SuppressWarnings("deprecation")
  private static boolean isOfOwnEndpoint(ExecutionAttributes attributes) {
    return Boolean.TRUE.equals(attributes.getAttribute(SdkExecutionAttribute.ENDPOINT_OVERRIDDEN));
  }

  /** Ends the reading of a body that is not wanted any more, or too long. */
  void requireWithin(long bytes) {
    requireWanted();
    long most = watch.limits().answerBytes();
    if (bytes > most) {
      PassedLimitException failure =
          new PassedLimitException(
              operation, "answered with more than " + most + " bytes", "answerBytes");
      tooLong = failure;
      throw failure;
    }
  }

  private void requireWanted() {
    if (isGivenUp) {
      throw AbortedException.create(operation + " is given up");
    }
    PassedLimitException failure = tooLong;
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    AnswerBody answer = body;
    Optional<String> fault =
        answer == null
            ? Optional.of("a body that was not seen")
            : form(attributes).faultAfter(operation, answer, context.response());
    if (fault.isPresent()) {
      throw foreign(context.httpResponse(), fault.get());
    }
    passed = true;
  }

  private ForeignAnswerException foreign(SdkHttpResponse response, String fault) {
    return new ForeignAnswerException(
        operation, "HTTP status " + response.statusCode() + " and " + fault);
  }

  private static AnswerForm form(ExecutionAttributes attributes) {
    @Nullable SdkProtocolMetadata protocol =
        attributes.getAttribute(SdkInternalExecutionAttribute.PROTOCOL_METADATA);
    return AnswerForm.of(
        attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME),
        protocol == null ? "unknown" : protocol.serviceProtocol());
  }
}
