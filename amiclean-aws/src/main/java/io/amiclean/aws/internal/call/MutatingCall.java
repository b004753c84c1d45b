package io.amiclean.aws.internal.call;

import java.time.Duration;
import java.util.function.BiFunction;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * One call that changes the account: it is repeated only where it certainly had no effect, by
 * nobody but this strategy, and it knows whether it was sent. Whatever the client is set to retry
 * would repeat a call whose answer was lost, and then report as gone what this very call has
 * removed.
 *
 * <p>Each call needs one of its own. Thread-safe.
 */
public final class MutatingCall implements ExecutionInterceptor {

  /** For throttled calls and missing connections; shared, as it is thread-safe and stateless. */
  public static final RetryStrategy RETRY =
      retry(
          BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(2)),
          BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)));

  private static final int ATTEMPTS = 10;

  private static final String CONTENT_LENGTH = "Content-Length";

  /** The same image is tagged by another call (EC2 API Reference, "Error codes"). */
  private static final String CONCURRENT_TAGGING = "ConcurrentTagAccess";

  private final RetryStrategy retry;
  private volatile boolean begun;
  private volatile boolean sent;

  /**
   * Creates what accompanies one call.
   *
   * @param retry when and how often the call is repeated, such as {@link #RETRY}
   */
  public MutatingCall(RetryStrategy retry) {
    this.retry = retry;
  }

  /**
   * Returns a strategy that repeats what certainly had no effect.
   *
   * @param unreachable how long to wait where no connection came about
   * @param throttled how long to wait after a refusal that will not last
   * @return the strategy, which makes ten attempts at most
   */
  public static RetryStrategy retry(BackoffStrategy unreachable, BackoffStrategy throttled) {
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(unreachable)
        .throttlingBackoffStrategy(throttled)
        .treatAsThrottling(MutatingCall::isPassing)
        .retryOnException(MutatingCall::isPassing)
        .retryOnException(AwsFailures::isUnreachable)
        .build();
  }

  private static boolean isPassing(Throwable failure) {
    return AwsFailures.isThrottling(failure)
        || (failure instanceof SdkServiceException service
            && AwsFailures.code(service).equals(CONCURRENT_TAGGING));
  }

  /**
   * Makes the call.
   *
   * @param <C> the interface of the client
   * @param <Q> the request
   * @param <P> the answer
   * @param client the client
   * @param operation the operation, such as {@code Ec2Client::deleteSnapshot}
   * @param request the request
   * @return the answer
   * @throws SdkException if the call fails
   * @throws UnusableAnswerException if it is answered by something other than the service, or if
   *     the answer passes a limit
   */
  public <C extends SdkClient, Q extends AwsRequest, P extends AwsResponse> P send(
      CheckedClient<C> client, BiFunction<C, Q, P> operation, Q request) {
    SdkPlugin plugin =
        settings ->
            settings.overrideConfiguration(
                configuration -> configuration.retryStrategy(retry).addExecutionInterceptor(this));
    return client.change(operation, request, plugin);
  }

  /** Whether the call certainly ended before it was sent, such as for want of credentials. */
  boolean isUnsent() {
    return begun && !sent;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    begun = true;
  }

  /**
   * Refuses what is sent without its length: the JDK's HTTP client would not stream it, and what it
   * does not stream it sends a second time by itself, when the connection breaks.
   */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (context.httpRequest().firstMatchingHeader(CONTENT_LENGTH).isEmpty()) {
      throw SdkClientException.create(
          "The AWS SDK gave the request no " + CONTENT_LENGTH + ", so that it may be sent twice");
    }
    sent = true;
  }
}
