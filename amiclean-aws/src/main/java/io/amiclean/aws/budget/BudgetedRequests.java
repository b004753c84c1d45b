package io.amiclean.aws.budget;

import io.amiclean.api.model.AccountId;
import io.amiclean.aws.budget.RequestBudget.BucketKey;
import io.amiclean.aws.budget.RequestBudget.Permit;
import io.amiclean.aws.internal.call.ErrorAnswer;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Has each request of a client wait for its turn, and reports the answer to its bucket. The SDK has
 * the answer as an exception only after it gave up, so that it is read here. Thread-safe.
 */
final class BudgetedRequests implements ExecutionInterceptor {

  private static final ExecutionAttribute<Permit> PERMIT =
      new ExecutionAttribute<>("amiclean.permit");

  private static final ExecutionAttribute<Boolean> USED =
      new ExecutionAttribute<>("amiclean.permit-used");

  static final String EC2 = "Ec2";

  private static final String ALL_ACTIONS = "any action";

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
    ErrorAnswer answer = ErrorAnswer.of(context);
    if (answer.isThrottling()) {
      permit.refused();
    } else {
      permit.letThrough();
    }
    return answer.body();
  }

  private BucketKey key(SdkRequest request, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String region = attributes.getAttribute(AwsExecutionAttribute.AWS_REGION).id();
    if (!service.equals(EC2)) {
      return new BucketKey(account, region, service, ALL_ACTIONS, true);
    }
    String action = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    return new BucketKey(
        account,
        region,
        service,
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
}
