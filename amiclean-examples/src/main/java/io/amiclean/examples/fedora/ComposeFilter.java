package io.amiclean.examples.fedora;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.examples.fedora.archive.DatagrepperImageSource;
import java.util.List;
import java.util.Optional;

/**
 * Protects every image but those of nightly composes, and of composes whose label holds a date:
 * Beta, released Two-Week Atomic Hosts and releases stay, and so does what is unknown. It reads the
 * facts of a {@link DatagrepperImageSource}. Thread-safe.
 */
public final class ComposeFilter implements ExclusionFilter {

  /** The name of its spec. */
  static final String NAME = "fedora.composes";

  /** Creates the filter. */
  public ComposeFilter() {}

  @Override
  public List<Reason> evaluate(Image image, PlanningContext context) {
    ComposeVerdict verdict = ComposeVerdict.of(image.facts());
    return verdict.goes() ? List.of() : List.of(verdict.reason());
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(StrategySpec.of(NAME));
  }
}
