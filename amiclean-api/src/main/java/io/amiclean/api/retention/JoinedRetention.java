package io.amiclean.api.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A strategy that is made of others. */
abstract class JoinedRetention implements RetentionStrategy {

  private final StrategySpec spec;
  private final boolean spansGroups;

  JoinedRetention(String name, List<RetentionStrategy> parts) {
    this.spec = StrategySpec.joining(name, parts);
    this.spansGroups = parts.stream().anyMatch(RetentionStrategy::spansGroups);
  }

  @Override
  public final RetentionDecision decide(ImageGroup group, PlanningContext context) {
    return decisionOn(group, decideAll(List.of(group), context), this);
  }

  @Override
  public final boolean spansGroups() {
    return spansGroups;
  }

  @Override
  public final Optional<StrategySpec> spec() {
    return Optional.of(spec);
  }

  static RetentionDecision decisionOn(
      ImageGroup group, Map<GroupKey, RetentionDecision> decisions, RetentionStrategy strategy) {
    RetentionDecision decision = decisions.get(group.key());
    if (decision == null) {
      throw new IllegalStateException(
          strategy.description() + " did not decide on the group " + group.key());
    }
    return decision;
  }
}
