package io.amiclean.examples.fedora;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.retention.RetentionStrategy;
import java.util.Map;

/**
 * Makes the strategies of Fedora's process of their specs, so that a plan that lay in a file is
 * re-checked by the waiting times that it was made with. Immutable and thread-safe.
 */
public final class FedoraStrategies implements StrategyProvider {

  /** Creates the provider. */
  public FedoraStrategies() {}

  @Override
  public Map<String, Maker<ImageMapper>> mappers() {
    return Map.of(ComposeMapper.NAME, (argument, others) -> new ComposeMapper());
  }

  @Override
  public Map<String, Maker<ExclusionFilter>> exclusionFilters() {
    return Map.of(
        ComposeFilter.NAME,
        (argument, others) -> new ComposeFilter(),
        RevocationFilter.NAME,
        (argument, others) -> new RevocationFilter(argument.duration()));
  }

  @Override
  public Map<String, Maker<RetentionStrategy>> retentions() {
    return Map.of(
        PublicationWindow.NAME,
        (argument, others) -> {
          argument.fields(PublicationWindow.WITHIN, PublicationWindow.WAIT);
          return new PublicationWindow(
              argument.field(PublicationWindow.WITHIN).duration(),
              argument.field(PublicationWindow.WAIT).duration());
        });
  }
}
