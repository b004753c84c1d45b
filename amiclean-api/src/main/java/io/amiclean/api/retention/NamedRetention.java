package io.amiclean.api.retention;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A strategy under a name. */
record NamedRetention(RetentionStrategy strategy, Optional<StrategySpec> spec, String description)
    implements RetentionStrategy {

  @Override
  public RetentionDecision decide(ImageGroup group, PlanningContext context) {
    return strategy.decide(group, context);
  }

  @Override
  public Map<GroupKey, RetentionDecision> decideAll(
      List<ImageGroup> groups, PlanningContext context) {
    return strategy.decideAll(groups, context);
  }

  @Override
  public boolean spansGroups() {
    return strategy.spansGroups();
  }

  @Override
  public String toString() {
    return description;
  }
}
