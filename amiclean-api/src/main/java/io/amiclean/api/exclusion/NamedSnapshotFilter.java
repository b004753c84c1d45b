package io.amiclean.api.exclusion;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Optional;

/** A filter under a name. */
record NamedSnapshotFilter(
    SnapshotExclusionFilter filter, Optional<StrategySpec> spec, String description)
    implements SnapshotExclusionFilter {

  @Override
  public List<Reason> evaluate(Snapshot snapshot, PlanningContext context) {
    return filter.evaluate(snapshot, context);
  }

  @Override
  public String toString() {
    return description;
  }
}
