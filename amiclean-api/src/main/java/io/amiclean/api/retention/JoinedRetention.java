package io.amiclean.api.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A strategy that is made of others. */
abstract class JoinedRetention implements RetentionStrategy {

  private final StrategySpec spec;
  private final boolean spansGroups;

  JoinedRetention(String name, List<RetentionStrategy> parts) {
    this.spec = StrategySpec.joining(name, parts);
    this.spansGroups = parts.stream().anyMatch(RetentionStrategy::spansGroups);
  }

  /** Decides on a group alone, and asks the parts about it alone: some decide otherwise then. */
  @Override
  public final RetentionDecision decide(ImageGroup group, PlanningContext context) {
    return decisionOn(
        group,
        join(
            List.of(group),
            (part, groups) -> {
              ImageGroup one = groups.get(0);
              return Collections.singletonMap(one.key(), part.decide(one, context));
            }),
        this);
  }

  @Override
  public final Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    return join(groups, (part, some) -> part.decideAll(some, context));
  }

  /** Asks the parts, and joins what they answer. */
  abstract Map<GroupKey, RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, Map<GroupKey, RetentionDecision>> asking);

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
