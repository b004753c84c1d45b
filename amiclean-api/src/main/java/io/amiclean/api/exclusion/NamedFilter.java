package io.amiclean.api.exclusion;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.StrategySpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A filter under a name.
 *
 * @param required the facts without which it does not answer
 */
record NamedFilter(
    ExclusionFilter filter,
    Set<ImageFact> facts,
    Set<ImageFact> required,
    Optional<StrategySpec> spec,
    String description)
    implements ExclusionFilter {

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    for (ImageFact fact : required) {
      fact.requireRead(context.images(), description);
    }
    return filter.evaluate(image, context);
  }

  @Override
  public String toString() {
    return description;
  }
}
