package io.amiclean.examples.library;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.CleanupPlan;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** Meters plans, calls and outcomes with Micrometer. */
public final class MicrometerListener implements CleanupListener {

  private final MeterRegistry registry;

  /**
   * Creates a listener.
   *
   * @param registry the registry of the application
   */
  public MicrometerListener(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void planned(CleanupPlan plan, Duration duration) {
    registry.timer("amiclean.plans", tags(plan.scope())).record(duration);
    registry.summary("amiclean.plans.removals", tags(plan.scope())).record(plan.summary().remove());
  }

  @Override
  public void called(ServiceCall call) {
    Tags tags =
        Tags.of("service", call.service(), "operation", call.operation(), "region", call.region());
    registry
        .timer("amiclean.calls", tags.and("error", call.error().orElse("none")))
        .record(call.duration());
    registry.counter("amiclean.calls.attempts", tags).increment(call.attempts());
    registry.counter("amiclean.calls.throttled", tags).increment(call.throttled());
  }

  @Override
  public void ended(CleanupScope scope, ActionOutcome outcome) {
    Tags tags =
        tags(scope).and("action", outcome.action().name(), "outcome", outcome.outcome().name());
    registry.counter("amiclean.actions", tags).increment();
  }

  private static Tags tags(CleanupScope scope) {
    return Tags.of("account", scope.accountId().value(), "region", scope.region());
  }
}
