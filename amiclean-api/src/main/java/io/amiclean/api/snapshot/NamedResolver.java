package io.amiclean.api.snapshot;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.policy.StrategySpec;
import java.util.Optional;
import java.util.Set;

/** A resolver under a name. */
record NamedResolver(SnapshotResolver resolver, Optional<StrategySpec> spec, String description)
    implements SnapshotResolver {

  @Override
  public Set<SnapshotId> resolve(Image image, PlanningContext context) {
    return resolver.resolve(image, context);
  }

  @Override
  public String toString() {
    return description;
  }
}
