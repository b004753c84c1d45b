package io.amiclean.api.mapping;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import java.util.Optional;
import java.util.Set;

/** A mapper under a name. */
record NamedMapper(ImageMapper mapper, Optional<StrategySpec> spec, String description)
    implements ImageMapper {

  @Override
  public Set<GroupKey> map(Image image, PlanningContext context) {
    return mapper.map(image, context);
  }

  @Override
  public String toString() {
    return description;
  }
}
