package io.amiclean.aws.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.execution.Ec2Operations;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

class RequestBudgetTest {

  private static final Duration REFILL_OF_DEREGISTER_IMAGE = Duration.ofMillis(200);

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final AtomicLong now = new AtomicLong();
  private final RequestBudget budget = new RequestBudget(1, time());
  @AutoClose private final Ec2Client ec2 = client(budget, Optional.empty(), "eu-west-1");

  /** Time that passes by waiting only. */
  private Time time() {
    return new Time() {
      @Override
      public long nanos() {
        return now.get();
      }

      @Override
      public void sleep(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        now.addAndGet(nanos);
      }
    };
  }

  private Ec2Client client(RequestBudget requests, Optional<AccountId> id, String region) {
    return Ec2Client.builder()
        .endpointOverride(account.endpoint.uri())
        .httpClient(account.clients.http())
        .region(Region.of(region))
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(
            o ->
                o.addExecutionInterceptor(requests.interceptor(id))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .maxAttempts(4)
                            .build()))
        .build();
  }

  private AutoScalingClient autoScaling() {
    return AutoScalingClient.builder()
        .endpointOverride(account.endpoint.uri())
        .httpClient(account.clients.http())
        .region(Region.EU_WEST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(
            o ->
                o.addExecutionInterceptor(budget.interceptor(Optional.empty()))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                            .retryOnException(AwsFailures::isThrottling)
                            .treatAsThrottling(AwsFailures::isThrottling)
                            .maxAttempts(4)
                            .build()))
        .build();
  }

  @Test
  void allActionsOfAutoScalingShareOneBucket() {
    try (AutoScalingClient autoScaling = autoScaling()) {
      for (int call = 0; call < 24; call++) {
        autoScaling.describeAutoScalingGroups();
        autoScaling.describeLaunchConfigurations();
      }
      assertThat(waited()).isZero();

      autoScaling.describeAutoScalingGroups();

      assertThat(waited()).isBetween(Duration.ofMillis(90), Duration.ofMillis(110));
    }
  }

  @Test
  void learnsFromWhatAutoScalingRefuses() {
    account.endpoint.failAt(
        "DescribeAutoScalingGroups", 2, 400, "RateExceeded", "Rate exceeded for the account.");
    try (AutoScalingClient autoScaling = autoScaling()) {
      autoScaling.describeAutoScalingGroups();
      autoScaling.describeAutoScalingGroups();
    }

    assertThat(account.endpoint.count("DescribeAutoScalingGroups")).isEqualTo(3);
    assertThat(waited()).isGreaterThan(Duration.ofMillis(90));
  }

  /** A bucket that all actions of Auto Scaling draw on, by the time of this test. */
  private final class SharedBucket {

    private final double capacity;
    private final double refill;
    private double tokens;
    private long filledAt;
    private int refused;

    SharedBucket(double capacity, double refill) {
      this.capacity = capacity;
      this.refill = refill;
      this.tokens = capacity;
    }

    boolean isEmpty() {
      double gained = (now.get() - filledAt) / 1e9 * refill;
      filledAt = now.get();
      tokens = Math.min(capacity, tokens + gained);
      if (tokens < 1) {
        refused++;
        return true;
      }
      tokens--;
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"50, 10, 0, 97", "25, 5, 12, 260"})
  void aThousandGroupsAreAskedInsideTheBucketOfAutoScaling(
      double capacity, double refill, int mostRefused, int mostSeconds) {
    SharedBucket bucket = new SharedBucket(capacity, refill);
    account.state.autoScalingGroup("web");
    account.endpoint.failWhen(
        "", request -> bucket.isEmpty(), 400, "RateExceeded", "Rate exceeded");
    try (AutoScalingClient autoScaling = autoScaling()) {
      for (int page = 0; page < 10; page++) {
        autoScaling.describeAutoScalingGroups();
      }
      for (int group = 0; group < 1000; group++) {
        autoScaling.describeInstanceRefreshes(r -> r.autoScalingGroupName("web"));
      }
    }

    assertThat(bucket.refused).isLessThanOrEqualTo(mostRefused);
    assertThat(waited()).isLessThan(Duration.ofSeconds(mostSeconds));
  }

  @Test
  void holdsMoreWhereQuotasWereRaised() {
    RequestBudget raised = new RequestBudget(4, time());
    try (Ec2Client larger = client(raised, Optional.empty(), "eu-west-1")) {
      for (int call = 0; call < 300; call++) {
        larger.describeImages(r -> r.maxResults(5));
      }
    }

    assertThat(waited()).isZero();
  }

  private Duration waited() {
    return Duration.ofNanos(now.get());
  }

  private static void deregister(Ec2Client client) {
    assertThatThrownBy(() -> client.deregisterImage(request -> request.imageId("ami-1")))
        .isInstanceOf(Ec2Exception.class);
  }

  private static void deregister(Ec2Client client, int times) {
    for (int i = 0; i < times; i++) {
      deregister(client);
    }
  }

  @Test
  void aBurstThatTheBucketHoldsWaitsForNothing() {
    deregister(ec2, 90);

    assertThat(waited()).isZero();
  }

  @Test
  void moreThanTheBucketHoldsWaitsForItsRefill() {
    deregister(ec2, 196);

    assertThat(waited())
        .isCloseTo(REFILL_OF_DEREGISTER_IMAGE.multipliedBy(100), Duration.ofSeconds(1));
  }

  @Test
  void actionsHaveBucketsOfTheirOwn() {
    deregister(ec2, 90);
    for (int i = 0; i < 90; i++) {
      ec2.describeImages();
    }

    assertThat(waited()).isZero();
  }

  @Test
  void regionsAndAccountsHaveBucketsOfTheirOwn() {
    try (Ec2Client elsewhere = client(budget, Optional.empty(), "eu-west-2");
        Ec2Client other = client(budget, Optional.of(AccountId.of("210987654321")), "eu-west-1")) {
      deregister(ec2, 90);
      deregister(elsewhere, 90);
      deregister(other, 90);
    }

    assertThat(waited()).isZero();
  }

  @Test
  void clientsOfOneAccountAndRegionShareABucket() {
    try (Ec2Client same = client(budget, Optional.empty(), "eu-west-1")) {
      deregister(ec2, 60);
      deregister(same, 60);
    }

    assertThat(waited()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"RequestLimitExceeded, 503", "Client.RequestLimitExceeded, 503", "Throttling, 400"})
  void aRefusalSlowsDownAndTheRetryWaitsForItsTurn(String code, int status) {
    account.endpoint.failFirst("DescribeImages", 2, status, code, "Request limit exceeded.");

    ec2.describeImages();

    assertThat(account.endpoint.count("DescribeImages")).isEqualTo(3);
    assertThat(waited()).isGreaterThan(Duration.ofMillis(150));
  }

  @Test
  void theErrorIsToldAsEc2GaveIt() {
    account.endpoint.failAlways(
        "DescribeImages", 503, "RequestLimitExceeded", "Request limit exceeded.");

    assertThatThrownBy(ec2::describeImages)
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("RequestLimitExceeded"))
        .hasMessageContaining("Request limit exceeded.");
    assertThat(account.endpoint.count("DescribeImages")).isEqualTo(4);
  }

  @Test
  void anErrorThatIsNoRefusalOfTheRateSlowsNothingDown() {
    account.endpoint.failAt("DescribeImages", 1, 500, "InternalError", "An internal error.");

    ec2.describeImages();

    assertThat(account.endpoint.count("DescribeImages")).isEqualTo(2);
    assertThat(waited()).isZero();
  }

  @Test
  void changesWaitForTheirTurnToo() {
    ImageId image = ImageId.of("ami-0000000000000001f");
    account.state.image(image.value());
    account.endpoint.failFirst("DeregisterImage", 1, 503, "RequestLimitExceeded", "Slow down.");
    Ec2Operations operations =
        new Ec2Operations(CheckedClient.of(ec2), account.callerScope, CallTime.SYSTEM);

    assertThat(operations.deregister(image).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.endpoint.count("DeregisterImage")).isEqualTo(2);
    assertThat(waited()).isGreaterThan(REFILL_OF_DEREGISTER_IMAGE);
  }

  @Test
  void requestsWithoutPagesAndFiltersHaveASmallerBucket() {
    for (int i = 0; i < 60; i++) {
      ec2.describeInstances(request -> request.maxResults(1000));
      ec2.describeInstances(
          request -> request.filters(Filter.builder().name("tag:a").values("b").build()));
    }
    Duration paged = waited();
    for (int i = 0; i < 60; i++) {
      ec2.describeInstances();
    }

    assertThat(paged).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(waited().minus(paged)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void withoutALimitNothingWaits() {
    try (Ec2Client free =
        client(
            new RequestBudget(Double.POSITIVE_INFINITY, time()), Optional.empty(), "eu-west-1")) {
      deregister(free, 200);
    }

    assertThat(waited()).isZero();
  }

  @Test
  void anInterruptEndsTheWait() {
    deregister(ec2, 96);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> ec2.deregisterImage(request -> request.imageId("ami-1")))
        .isInstanceOf(AbortedException.class)
        .hasMessageContaining("DeregisterImage");
    assertThat(Thread.interrupted()).isTrue();
    deregister(ec2, 1);
    assertThat(waited()).isPositive();
  }
}
