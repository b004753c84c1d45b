package io.amiclean.examples.fedora;

import io.amiclean.api.mapping.GroupKey;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import java.util.Optional;
import java.util.Set;

/** Groups images by their compose. Thread-safe. */
public final class ComposeMapper implements ImageMapper {

  /** The name of its spec. */
  static final String NAME = "fedora.compose";

  /** Creates the mapper. */
  public ComposeMapper() {}

  @Override
  public Set<GroupKey> map(Image image, PlanningContext context) {
    String compose = image.facts().get(ComposeFacts.COMPOSE);
    return compose == null ? Set.of() : Set.of(GroupKey.of("compose", compose));
  }

  @Override
  public Optional<StrategySpec> spec() {
    return Optional.of(StrategySpec.of(NAME));
  }
}
