package io.amiclean.aws.internal;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CallListener;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.ErrorAnswer;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsExecutionAttribute;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Reports every call of the clients of an account to listeners and to a flight recording. It stands
 * before the budget, so that what a request waits for counts. Thread-safe.
 */
public final class ServiceCalls implements ExecutionInterceptor {

  private static final ExecutionAttribute<Call> CALL = new ExecutionAttribute<>("amiclean.call");

  private final Listeners<CallListener> listeners;
  private volatile Optional<AccountId> account;

  /** A call that is under way. The SDK makes its attempts one after another. */
  private static final class Call {
    private final long begun = System.nanoTime();
    private final @Nullable CallEvent event = FlightRecording.isOn() ? CallEvent.begun() : null;
    private int attempts;
    private int throttled;
    private boolean reported;
  }

  /**
   * Creates reports for clients with the same credentials.
   *
   * @param listeners who receives the calls
   * @param account the account of the credentials; if empty, it is known once one of the clients
   *     asked STS for it
   */
  public ServiceCalls(Listeners<CallListener> listeners, Optional<AccountId> account) {
    this.listeners = listeners;
    this.account = account;
  }

  /**
   * Returns the same for clients with credentials of another account.
   *
   * @param other the account
   * @return reports to the same listeners
   */
  public ServiceCalls ofAccount(AccountId other) {
    return new ServiceCalls(listeners, Optional.of(other));
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(CALL, new Call());
  }

  /** Every attempt comes by here. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.getAttribute(CALL).attempts++;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (context.httpResponse().isSuccessful()) {
      return context.responseBody();
    }
    ErrorAnswer answer = ErrorAnswer.of(context);
    if (answer.isThrottling()) {
      attributes.getAttribute(CALL).throttled++;
    }
    return answer.body();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    learnAccount(context.response());
    report(attributes, Optional.empty());
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable failure = context.exception();
    report(
        attributes,
        Optional.of(
            failure instanceof SdkServiceException answer
                ? AwsFailures.code(answer)
                : failure.getClass().getSimpleName()));
  }

  private void learnAccount(SdkResponse response) {
    if (account.isEmpty() && response instanceof GetCallerIdentityResponse identity) {
      try {
        account = Optional.of(AccountId.of(String.valueOf(identity.account())));
      } catch (IllegalArgumentException e) {
        // The caller judges the answer; the account only stays unknown here.
        account = Optional.empty();
      }
    }
  }

  private void report(ExecutionAttributes attributes, Optional<String> error) {
    @Nullable Call call = attributes.getAttribute(CALL);
    // What an interceptor throws after a success comes here a second time.
    if (call == null || call.reported) {
      return;
    }
    call.reported = true;
    ServiceCall ended =
        ServiceCall.builder()
            .service(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME))
            .operation(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME))
            .region(attributes.getAttribute(AwsExecutionAttribute.AWS_REGION).id())
            .account(account)
            .duration(Duration.ofNanos(System.nanoTime() - call.begun))
            .attempts(call.attempts)
            .throttled(call.throttled)
            .error(error)
            .build();
    if (call.event != null) {
      call.event.ended(ended);
    }
    listeners.call(listener -> listener.called(ended));
  }
}
