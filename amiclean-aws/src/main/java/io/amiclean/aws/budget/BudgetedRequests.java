package io.amiclean.aws.budget;

import io.amiclean.api.model.AccountId;
import io.amiclean.aws.budget.RequestBudget.BucketKey;
import io.amiclean.aws.budget.RequestBudget.Permit;
import io.amiclean.aws.internal.AwsFailures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Has each request of a client wait for its turn, and tells its bucket of the answer. The SDK knows
 * the answer as an exception only after it gave up, so that it is read here. Thread-safe.
 */
final class BudgetedRequests implements ExecutionInterceptor {

  private static final ExecutionAttribute<Permit> PERMIT =
      new ExecutionAttribute<>("amiclean.permit");

  private static final ExecutionAttribute<Boolean> USED =
      new ExecutionAttribute<>("amiclean.permit-used");

  /** EC2's form of an error (EC2 API Reference, "Error codes"). */
  private static final Pattern CODE = Pattern.compile("<Code>\\s*([^<\\s]+)\\s*</Code>");

  private final RequestBudget budget;
  private final Optional<AccountId> account;

  BudgetedRequests(RequestBudget budget, Optional<AccountId> account) {
    this.budget = budget;
    this.account = account;
  }

  /**
   * The first attempt waits here, before it is signed and before the client's time limits begin.
   */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(PERMIT, budget.await(key(context.request(), attributes)));
  }

  /** Every attempt comes by here. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (attributes.getAttribute(USED) != null) {
      attributes.putAttribute(PERMIT, budget.await(key(context.request(), attributes)));
    }
    attributes.putAttribute(USED, true);
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Permit permit = attributes.getAttribute(PERMIT);
    if (context.httpResponse().isSuccessful()) {
      permit.letThrough();
      return context.responseBody();
    }
    Optional<byte[]> body = context.responseBody().map(BudgetedRequests::read);
    if (isThrottling(context.httpResponse().statusCode(), body)) {
      permit.refused();
    } else {
      permit.letThrough();
    }
    return body.map(ByteArrayInputStream::new);
  }

  private BucketKey key(SdkRequest request, ExecutionAttributes attributes) {
    String action = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    return new BucketKey(
        account,
        attributes.getAttribute(AwsExecutionAttribute.AWS_REGION).id(),
        action,
        !BucketSize.dependsOnBounds(action) || isBounded(request));
  }

  private static boolean isBounded(SdkRequest request) {
    @Nullable Object size = value(request, "MaxResults", Integer.class);
    @Nullable Collection<?> filters = value(request, "Filters", Collection.class);
    return size != null || (filters != null && !filters.isEmpty());
  }

  private static <T> @Nullable T value(SdkRequest request, String field, Class<T> type) {
    return request.getValueForField(field, type).orElse(null);
  }

  private static byte[] read(InputStream body) {
    try (body) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isThrottling(int status, Optional<byte[]> body) {
    AwsErrorDetails.Builder details = AwsErrorDetails.builder();
    body.map(bytes -> CODE.matcher(new String(bytes, StandardCharsets.UTF_8)))
        .filter(Matcher::find)
        .ifPresent(code -> details.errorCode(code.group(1)));
    return AwsFailures.isThrottling(
        AwsServiceException.builder().statusCode(status).awsErrorDetails(details.build()).build());
  }
}
