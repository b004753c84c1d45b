package io.amiclean.examples.library;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.CleanupListenerContract;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MicrometerListenerTest extends CleanupListenerContract {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final CleanupListener listener = new MicrometerListener(registry);

  @Override
  protected CleanupListener listener() {
    return listener;
  }

  @Test
  void metersAPlanAndItsExecution() {
    InMemoryAccount account = InMemoryAccount.demo();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(Mappers.tags("environment", "role"))
            .retain(RetentionStrategies.keepNewest(4))
            .listener(listener)
            .build()
            .plan();
    PlanExecutor.builder()
        .operations(account)
        .account(account)
        .listener(listener)
        .build()
        .execute(plan);

    assertThat(registry.get("amiclean.plans").timer().count()).isEqualTo(1);
    assertThat(registry.get("amiclean.plans.removals").summary().max())
        .isEqualTo(plan.summary().remove());
    assertThat(
            registry
                .get("amiclean.actions")
                .tag("account", account.scope().accountId().value())
                .tag("action", "DEREGISTER_IMAGE")
                .tag("outcome", "SUCCEEDED")
                .counter()
                .count())
        .isPositive()
        .isEqualTo(plan.summary().remove());
  }

  @Test
  void metersCallsByOperationAndError() {
    ServiceCall.Builder call =
        ServiceCall.builder()
            .service("Ec2")
            .operation("DescribeImages")
            .region("eu-west-1")
            .duration(Duration.ofMillis(250))
            .attempts(3)
            .throttled(2);
    listener.called(call.build());
    listener.called(call.error("UnauthorizedOperation").build());

    assertThat(
            registry
                .get("amiclean.calls")
                .tags("operation", "DescribeImages", "error", "none")
                .timer()
                .totalTime(MILLISECONDS))
        .isEqualTo(250);
    assertThat(registry.get("amiclean.calls").tag("error", "UnauthorizedOperation").timer().count())
        .isEqualTo(1);
    assertThat(registry.get("amiclean.calls.attempts").counter().count()).isEqualTo(6);
    assertThat(registry.get("amiclean.calls.throttled").counter().count()).isEqualTo(4);
  }
}
