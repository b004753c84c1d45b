package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.aws.internal.ServiceCalls;
import io.amiclean.aws.internal.call.AwsFailures;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * What all clients of one region and account are built with. Immutable.
 *
 * @param region the region
 * @param endpoint one endpoint for all services, or empty for AWS's own
 * @param profile the profile whose client settings count, or empty for the SDK's own choice
 * @param http the HTTP client, which the SDK's clients do not close
 * @param credentials what requests are signed with
 * @param budget what requests wait for
 * @param account the account of the role that the credentials are of, or empty without a role
 * @param hook the caller's settings
 * @param calls reports every call; shared by all clients with the same credentials, of which one
 *     learns the account
 */
record ClientSetup(
    Region region,
    Optional<URI> endpoint,
    Optional<String> profile,
    SdkHttpClient http,
    AwsCredentialsProvider credentials,
    RequestBudget budget,
    Optional<AccountId> account,
    Consumer<ClientOverrideConfiguration.Builder> hook,
    ServiceCalls calls) {

  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(90);
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(10);

  private static final int ATTEMPTS = 8;

  /** Returns the same for another region. */
  ClientSetup inRegion(Region other) {
    return new ClientSetup(
        other, endpoint, profile, http, credentials, budget, account, hook, calls);
  }

  /** Returns the same with the credentials of a role. */
  ClientSetup withRole(AccountId ofRole, AwsCredentialsProvider assumed) {
    return new ClientSetup(
        region,
        endpoint,
        profile,
        http,
        assumed,
        budget,
        Optional.of(ofRole),
        hook,
        calls.ofAccount(ofRole));
  }

  /** Builds a client. */
  <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C build(B builder) {
    endpoint.ifPresent(builder::endpointOverride);
    return builder
        .region(region)
        .credentialsProvider(credentials)
        .httpClient(http)
        .overrideConfiguration(configuration())
        .build();
  }

  private ClientOverrideConfiguration configuration() {
    ClientOverrideConfiguration.Builder configuration =
        ClientOverrideConfiguration.builder()
            .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
            .apiCallTimeout(CALL_TIMEOUT);
    profile.ifPresent(configuration::defaultProfileName);
    hook.accept(configuration);
    // After the hook, which therefore cannot take them away.
    return configuration
        .retryStrategy(retryStrategy())
        .addExecutionInterceptor(calls)
        .addExecutionInterceptor(budget.interceptor(account))
        .build();
  }

  /**
   * Returns how calls are retried: up to 8 attempts, and without the SDK's stop after 50 throttled
   * calls in a row, which would end the reading of a large account. It is set explicitly, so that
   * no environment variable changes it.
   */
  static RetryStrategy retryStrategy() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .backoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(100), Duration.ofSeconds(5)))
        .throttlingBackoffStrategy(
            BackoffStrategy.exponentialDelay(Duration.ofMillis(500), Duration.ofSeconds(20)))
        .retryOnException(AwsFailures::isThrottling)
        .treatAsThrottling(AwsFailures::isThrottling)
        .build();
  }
}
