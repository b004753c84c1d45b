package io.amiclean.aws.internal;

import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Lets the answer to one call count only if it is the service's own: its beginning is checked
 * before the SDK unmarshals it, its end thereafter. What is not an answer of success is left to the
 * SDK, which throws for it.
 *
 * <p>Each call needs one of its own. Thread-safe.
 */
final class AnswerCheck implements ExecutionInterceptor {

  private volatile @Nullable AnswerBody body;
  private volatile boolean passed;

  /** Returns a plugin that has a call checked by this object. */
  SdkPlugin plugin() {
    return client ->
        client.overrideConfiguration(configuration -> configuration.addExecutionInterceptor(this));
  }

  /** Returns a plugin that has every call checked, for requests that the SDK makes again. */
  static SdkPlugin ofEachCall() {
    return client ->
        client.overrideConfiguration(
            configuration -> configuration.addExecutionInterceptor(new AnswerCheck()));
  }

  /** Returns whether the answer was seen, and is the service's own. */
  boolean hasPassed() {
    return passed;
  }

  /** Refuses a service of which it is not known what its answers look like, before it is called. */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    form(attributes);
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    SdkHttpResponse response = context.httpResponse();
    if (!response.isSuccessful()) {
      return context.responseBody();
    }
    AnswerBody answer =
        new AnswerBody(
            context.responseBody().orElseGet(InputStream::nullInputStream), operation(attributes));
    Optional<String> fault = form(attributes).faultBefore(operation(attributes), response, answer);
    if (fault.isPresent()) {
      answer.abort();
      throw foreign(response, fault.get(), attributes);
    }
    body = answer;
    return Optional.of(answer);
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    AnswerBody answer = body;
    Optional<String> fault =
        answer == null
            ? Optional.of("a body that was not seen")
            : form(attributes).faultAfter(operation(attributes), answer, context.response());
    if (fault.isPresent()) {
      throw foreign(context.httpResponse(), fault.get(), attributes);
    }
    passed = true;
  }

  private static ForeignAnswerException foreign(
      SdkHttpResponse response, String fault, ExecutionAttributes attributes) {
    return new ForeignAnswerException(
        operation(attributes), "HTTP status " + response.statusCode() + " and " + fault);
  }

  private static AnswerForm form(ExecutionAttributes attributes) {
    return AnswerForm.of(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME));
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
