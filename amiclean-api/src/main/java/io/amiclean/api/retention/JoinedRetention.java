package io.amiclean.api.retention;

import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.LinkedHashMap;
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
    return join(
            List.of(group),
            (part, groups) -> {
              ImageGroup one = groups.get(0);
              return List.of(
                  StrategyInvoker.call(
                      part, new StrategyInvoker.Group(one.key()), () -> part.decide(one, context)));
            })
        .get(0);
  }

  @Override
  public final Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    List<RetentionDecision> decisions =
        join(
            groups,
            (part, some) ->
                StrategyInvoker.callForAll(
                    part,
                    some.stream().map(ImageGroup::key).toList(),
                    () -> part.decideAll(some, context)));
    Map<GroupKey, RetentionDecision> byKey = new LinkedHashMap<>();
    for (int i = 0; i < groups.size(); i++) {
      byKey.put(groups.get(i).key(), decisions.get(i));
    }
    return byKey;
  }

  /** Asks the parts, and joins what they answer: a decision on each group, in their order. */
  abstract List<RetentionDecision> join(
      List<ImageGroup> groups,
      BiFunction<RetentionStrategy, List<ImageGroup>, List<RetentionDecision>> asking);

  @Override
  public final boolean spansGroups() {
    return spansGroups;
  }

  @Override
  public final Optional<StrategySpec> spec() {
    return Optional.of(spec);
  }

  @Override
  public final String toString() {
    return description();
  }
}
