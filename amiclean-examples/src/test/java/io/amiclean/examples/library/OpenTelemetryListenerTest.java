package io.amiclean.examples.library;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.testing.CleanupListenerContract;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenTelemetryListenerTest extends CleanupListenerContract {

  private static final CleanupScope SCOPE =
      CleanupScope.of(AccountId.of("123456789012"), "eu-west-1");

  @RegisterExtension
  static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

  private CleanupListener listener;

  /** The extension replaces the meters before each test. */
  @BeforeEach
  void listen() {
    listener = new OpenTelemetryListener(TELEMETRY.getOpenTelemetry());
  }

  @Override
  protected CleanupListener listener() {
    return listener;
  }

  @Test
  void tracesAPlan() {
    InMemoryAccount account = InMemoryAccount.demo();
    CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("environment", "role"))
        .retain(RetentionStrategies.keepNewest(4))
        .listener(listener)
        .build()
        .plan();

    TELEMETRY
        .assertTraces()
        .hasTracesSatisfyingExactly(
            trace ->
                trace.hasSpansSatisfyingExactly(
                    span ->
                        span.hasName("plan")
                            .hasAttribute(
                                AttributeKey.stringKey("cloud.account.id"),
                                account.scope().accountId().value())));
  }

  @Test
  void tracesACallThatFailed() {
    listener.called(
        ServiceCall.builder()
            .service("Ec2")
            .operation("DescribeImages")
            .region("eu-west-1")
            .duration(Duration.ofMillis(250))
            .attempts(3)
            .throttled(2)
            .error("UnauthorizedOperation")
            .build());

    TELEMETRY
        .assertTraces()
        .hasTracesSatisfyingExactly(
            trace ->
                trace.hasSpansSatisfyingExactly(
                    span ->
                        span.hasName("Ec2.DescribeImages")
                            .hasAttribute(AttributeKey.longKey("amiclean.throttled"), 2L)
                            .hasStatus(StatusData.create(StatusCode.ERROR, "UnauthorizedOperation"))
                            .satisfies(
                                data ->
                                    assertThat(data.getEndEpochNanos() - data.getStartEpochNanos())
                                        .isBetween(250_000_000L, 10_000_000_000L))));
  }

  @Test
  void countsOutcomes() {
    listener.ended(
        SCOPE,
        ActionOutcome.deregistration(
            ImageId.of("ami-50504e36"), Outcome.SUCCEEDED, "deregistered", "Deregistered"));

    assertThat(TELEMETRY.getMetrics())
        .singleElement()
        .satisfies(
            metric ->
                assertThat(metric)
                    .hasName("amiclean.actions")
                    .hasLongSumSatisfying(
                        sum ->
                            sum.hasPointsSatisfying(
                                point ->
                                    point
                                        .hasValue(1)
                                        .hasAttribute(
                                            AttributeKey.stringKey("amiclean.outcome"),
                                            "SUCCEEDED"))));
  }
}
