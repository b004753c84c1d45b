package io.amiclean.api.plan;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes strategies of their specs, so that policy files and plans can name them. Providers on the
 * class path are found by {@link java.util.ServiceLoader}: list the class in {@code
 * META-INF/services/io.amiclean.api.plan.StrategyProvider}.
 *
 * <p>The names of your strategies begin with a prefix of your own, such as {@code acme.supported}.
 * Two providers must not make the same name of a kind. Immutable and thread-safe; has a public
 * constructor without parameters.
 *
 * <pre>{@code
 * public Map<String, Maker<RetentionStrategy>> retentions() {
 *   return Map.of(
 *       "acme.supported", (argument, others) -> new SupportedReleases(argument.duration()));
 * }
 * }</pre>
 */
public interface StrategyProvider {

  /**
   * Makes a strategy.
   *
   * @param <S> the interface of the strategy
   */
  @FunctionalInterface
  interface Maker<S extends Strategy> {

    /**
     * Makes a strategy of the argument of its spec.
     *
     * @param argument the argument; its methods refuse what is of another type
     * @param others makes the strategies that are nested in it
     * @return the strategy; its own spec has the name of that which it is made of, and is equal to
     *     it in effect
     * @throws io.amiclean.api.policy.SpecArgumentException if the argument is of another type
     * @throws IllegalArgumentException if the argument is out of range
     */
    S make(SpecArgument argument, Strategies others);
  }

  /** Makes strategies of all names that are known. Thread-safe. */
  interface Strategies {

    /**
     * Makes a strategy.
     *
     * @param kind the interface of the strategy
     * @param spec its spec
     * @param <S> the interface of the strategy
     * @return the strategy
     * @throws io.amiclean.api.policy.UnknownNameException if no provider makes a strategy of this
     *     kind and name
     * @throws io.amiclean.api.policy.SpecArgumentException if the argument is of another type or
     *     out of range
     */
    <S extends Strategy> S make(Class<S> kind, StrategySpec spec);

    /**
     * Makes strategies.
     *
     * @param kind the interface of the strategies
     * @param specs their specs
     * @param <S> the interface of the strategies
     * @return the strategies in the same order
     * @throws io.amiclean.api.policy.SpecArgumentException as {@link #make} does
     */
    default <S extends Strategy> List<S> makeAll(Class<S> kind, List<StrategySpec> specs) {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(specs, "specs");
      return specs.stream().map(spec -> make(kind, spec)).toList();
    }
  }

  /**
   * Returns what makes mappers.
   *
   * @return the makers by name, none by default
   */
  default Map<String, Maker<ImageMapper>> mappers() {
    return Map.of();
  }

  /**
   * Returns what makes filters that protect images.
   *
   * @return the makers by name, none by default
   */
  default Map<String, Maker<ExclusionFilter>> exclusionFilters() {
    return Map.of();
  }

  /**
   * Returns what makes filters that protect snapshots.
   *
   * @return the makers by name, none by default
   */
  default Map<String, Maker<SnapshotExclusionFilter>> snapshotExclusionFilters() {
    return Map.of();
  }

  /**
   * Returns what makes retentions.
   *
   * @return the makers by name, none by default
   */
  default Map<String, Maker<RetentionStrategy>> retentions() {
    return Map.of();
  }

  /**
   * Returns what makes resolvers of snapshots.
   *
   * @return the makers by name, none by default
   */
  default Map<String, Maker<SnapshotResolver>> snapshotResolvers() {
    return Map.of();
  }
}
