package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.examples.organization.ExecutedScope;
import io.amiclean.examples.organization.ScopeWork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Executes a plan that was signed off, until a minute before Lambda would end the function. The
 * state machine calls it again while {@code unfinished} is not empty, and the journal goes on.
 */
public final class ExecutePlanHandler extends ScopeHandler {

  /** For calls in flight, and for writing the result. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final InstantSource clock;

  /** Creates the handler, as Lambda does. */
  public ExecutePlanHandler() {
    this(ofEnvironment(System.getenv()), InstantSource.system());
  }

  ExecutePlanHandler(ScopeWork work, InstantSource clock) {
    super(work);
    this.clock = clock;
  }

  @Override
  Map<String, Object> handle(ScopeWork scopes, Input input, Context context) throws Exception {
    Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
    ExecutedScope executed =
        scopes.execute(
            input.scope(),
            input.digest(),
            ProgressListener.none(),
            Optional.of(clock.instant().plus(left)));
    return Map.of(
        "scope", input.scope(),
        "digest", input.digest(),
        "executed", executed);
  }
}
