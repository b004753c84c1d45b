package io.amiclean.examples.library;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.CleanupListener;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ServiceCall;
import io.amiclean.api.plan.CleanupPlan;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Duration;
import java.time.Instant;

/** Traces plans and calls, and counts outcomes, with OpenTelemetry. */
public final class OpenTelemetryListener implements CleanupListener {

  private static final AttributeKey<String> REGION = AttributeKey.stringKey("cloud.region");
  private static final AttributeKey<String> ACCOUNT = AttributeKey.stringKey("cloud.account.id");

  private final Tracer tracer;
  private final LongCounter actions;

  /**
   * Creates a listener.
   *
   * @param telemetry that of the application
   */
  public OpenTelemetryListener(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer("io.amiclean");
    this.actions = telemetry.getMeter("io.amiclean").counterBuilder("amiclean.actions").build();
  }

  @Override
  public void planned(CleanupPlan plan, Duration duration) {
    Span span = begun("plan", duration).setAllAttributes(attributes(plan.scope()));
    span.setAttribute("amiclean.removals", plan.summary().remove()).end();
  }

  @Override
  public void called(ServiceCall call) {
    Span span =
        begun(call.service() + "." + call.operation(), call.duration())
            .setAttribute(REGION, call.region())
            .setAttribute("amiclean.attempts", call.attempts())
            .setAttribute("amiclean.throttled", call.throttled());
    call.error().ifPresent(error -> span.setStatus(StatusCode.ERROR, error));
    span.end();
  }

  @Override
  public void ended(CleanupScope scope, ActionOutcome outcome) {
    actions.add(
        1,
        attributes(scope).toBuilder()
            .put("amiclean.action", outcome.action().name())
            .put("amiclean.outcome", outcome.outcome().name())
            .build());
  }

  private Span begun(String name, Duration before) {
    return tracer.spanBuilder(name).setStartTimestamp(Instant.now().minus(before)).startSpan();
  }

  private static Attributes attributes(CleanupScope scope) {
    return Attributes.of(ACCOUNT, scope.accountId().value(), REGION, scope.region());
  }
}
