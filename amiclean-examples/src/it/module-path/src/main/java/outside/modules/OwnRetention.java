package outside.modules;

import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.Map;

/** Makes a retention of a module, which keeps nothing. */
public final class OwnRetention implements StrategyProvider {

  private static final StrategySpec SPEC = StrategySpec.of("outside.none");

  /** Creates the provider. */
  public OwnRetention() {}

  @Override
  public Map<String, Maker<RetentionStrategy>> retentions() {
    return Map.of(
        SPEC.name(),
        (argument, others) ->
            RetentionStrategy.named(SPEC, (group, context) -> RetentionDecision.keepNone()));
  }
}
