package io.amiclean.examples.library;

import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.mapping.Mappers.tags;
import static io.amiclean.core.retention.RetentionStrategies.keepNewest;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.plan.Action;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A test of stages that goes through three months: all that reads the time has the same clock. */
class StagesInTimeTest {

  private Instant now = Instant.parse("2024-06-01T12:00:00Z");

  private final InstantSource time = () -> now;

  private final Clock clock = time.withZone(ZoneOffset.UTC);

  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .clock(clock)
          .image("ami-0000aaaa", ami -> ami.tag("role", "web").createdAt("2024-01-01T00:00:00Z"))
          .image("ami-0000bbbb", ami -> ami.tag("role", "web").createdAt("2024-02-01T00:00:00Z"))
          .build();

  private final CleanupPlanner planner =
      CleanupPlanner.builder()
          .account(account)
          .clock(clock)
          .groupBy(tags("role"))
          .retain(keepNewest(1))
          .lifecycle(
              LifecyclePolicy.of(
                  deprecate(Duration.ofDays(30)), deregister().after(Duration.ofDays(60))))
          .build();

  private final PlanExecutor executor =
      PlanExecutor.builder()
          .operations(account)
          .lifecycle(account)
          .planner(planner)
          .clock(clock)
          .build();

  @Test
  void removesAnImageSixtyDaysAfterItsDeprecation() {
    assertThat(run()).containsExactly(Action.DEPRECATE_IMAGE);
    now = now.plus(Duration.ofDays(30 + 59));
    assertThat(run()).isEmpty();
    now = now.plus(Duration.ofDays(1));
    assertThat(run()).containsExactly(Action.DEREGISTER_IMAGE);
  }

  private Stream<Action> run() {
    return executor.execute(planner.plan()).outcomes().stream()
        .filter(ActionOutcome::isDone)
        .map(ActionOutcome::action);
  }
}
