package io.amiclean.aws.execution;

import io.amiclean.aws.source.AwsFailures;
import java.time.Duration;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * One call that changes the account: it is repeated only where it certainly had no effect, and it
 * knows whether it was sent. Whatever the client is set to retry would repeat a call whose answer
 * was lost, and then report as gone what this very call has removed.
 */
final class Transmission implements ExecutionInterceptor {

  /** For throttled calls and missing connections; shared, as it is thread-safe and stateless. */
  static final RetryStrategy RETRY =
      retry(
          BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(2)),
          BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)));

  private static final int ATTEMPTS = 10;

  private final RetryStrategy retry;
  private volatile boolean begun;
  private volatile boolean sent;

  Transmission(RetryStrategy retry) {
    this.retry = retry;
  }

  static RetryStrategy retry(BackoffStrategy unreachable, BackoffStrategy throttled) {
    return StandardRetryStrategy.builder()
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(unreachable)
        .throttlingBackoffStrategy(throttled)
        .treatAsThrottling(AwsFailures::isThrottling)
        .retryOnException(AwsFailures::isThrottling)
        .retryOnException(AwsFailures::isUnreachable)
        .build();
  }

  /** Returns what the request has to carry. */
  AwsRequestOverrideConfiguration configuration() {
    SdkPlugin plugin =
        client ->
            client.overrideConfiguration(
                configuration -> configuration.retryStrategy(retry).addExecutionInterceptor(this));
    return AwsRequestOverrideConfiguration.builder().addPlugin(plugin).build();
  }

  /** Whether the call certainly ended before it was sent, such as for want of credentials. */
  boolean isUnsent() {
    return begun && !sent;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    begun = true;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    sent = true;
  }
}
