package io.amiclean.aws.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageUsage;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.wire.WireRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

/**
 * Reads the usage of accounts with many Auto Scaling groups, in time that passes by waiting only:
 * of the bucket that all actions of Auto Scaling share, each call takes a token.
 */
@Tag("slow")
class ManyGroupsTest {

  private static final double CAPACITY = 50;
  private static final double REFILL = 10;

  /** Every tenth group has a warm pool. */
  private static final int POOLS = 10;

  private static final Set<String> ACTIONS =
      Set.of(
          "DescribeAutoScalingGroups",
          "DescribeInstanceRefreshes",
          "DescribeLaunchConfigurations",
          "DescribeWarmPool");

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final AtomicLong now = new AtomicLong();
  private double tokens = CAPACITY;
  private long filledAt;
  private int refused;

  private Time time() {
    return new Time() {
      @Override
      public long nanos() {
        return now.get();
      }

      @Override
      public void sleep(long nanos) {
        now.accumulateAndGet(now.get() + nanos, Math::max);
      }
    };
  }

  /** Takes a token of the service's own bucket. */
  private synchronized boolean isRefused(WireRequest request) {
    if (!ACTIONS.contains(request.action())) {
      return false;
    }
    long at = now.get();
    tokens = Math.min(CAPACITY, tokens + (at - filledAt) / 1e9 * REFILL);
    filledAt = at;
    if (tokens < 1) {
      refused++;
      return true;
    }
    tokens--;
    return false;
  }

  private AutoScalingClient autoScaling() {
    return AutoScalingClient.builder()
        .endpointOverride(account.endpoint.uri())
        .httpClient(account.clients.http())
        .region(Region.of(account.state.region()))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(
            o ->
                o.addExecutionInterceptor(
                        new RequestBudget(1, time()).interceptor(Optional.empty()))
                    .retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 2000})
  void areReadInsideTheBucketOfAutoScaling(int groups) {
    account.state.launchTemplate("lt-00000000000000001").version(AccountOverWire.ami(1).value());
    for (int number = 0; number < groups; number++) {
      account
          .state
          .autoScalingGroup("group-" + number)
          .launchTemplate("lt-00000000000000001", "$Latest");
      if (number % POOLS == 0) {
        account
            .state
            .autoScalingGroup("group-" + number)
            .warmInstance("i-%017x".formatted(number), AccountOverWire.ami(2).value());
      }
    }
    account.endpoint.failWhen("", this::isRefused, 400, "RateExceeded", "Rate exceeded");

    ImageUsage usage;
    try (AutoScalingClient autoScaling = autoScaling()) {
      usage = account.account().autoScaling(autoScaling).build().usage().loadUsage();
    }

    assertThat(refused).isZero();
    assertThat(usage.referencesTo(AccountOverWire.ami(1))).hasSize(groups + 1);
    assertThat(usage.referencesTo(AccountOverWire.ami(2))).hasSize(groups / POOLS);
    long calls =
        account.endpoint.requests().stream()
            .filter(request -> ACTIONS.contains(request.action()))
            .count();
    assertThat(calls)
        .as("pages, one a group for its refreshes, one for each group that has a warm pool")
        .isLessThanOrEqualTo(groups / 100 + 1 + groups + groups / POOLS);
    assertThat(Duration.ofNanos(now.get()))
        .isBetween(
            Duration.ofSeconds((long) ((calls - CAPACITY) / REFILL) - 1),
            Duration.ofSeconds((long) (calls / REFILL) + 5));
  }
}
