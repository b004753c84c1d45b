package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.policy.UnknownNameException;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every provider of strategies promises: see {@link StrategyProvider}. A strategy that is made
 * of a spec has that very spec, and decides as another that is made of it.
 */
public abstract class StrategyProviderContract {

  /**
   * Returns the provider.
   *
   * @return the provider
   */
  protected abstract StrategyProvider provider();

  /**
   * Returns a spec of each name that the provider makes, with an argument.
   *
   * @return the specs, as the strategies that are made of them write them
   */
  protected abstract List<StrategySpec> specs();

  /**
   * Returns what strategies may look at.
   *
   * @return a context of the images and snapshots that they are asked about, at least one image
   */
  protected abstract PlanningContext context();

  /**
   * Returns the groups that retentions are asked about.
   *
   * @return the groups, of images of the {@link #context()}
   */
  protected abstract List<ImageGroup> groups();

  /**
   * Returns what makes nested strategies of other providers.
   *
   * @return by default nothing but the strategies of this provider
   */
  protected StrategyProvider.Strategies others() {
    return new StrategyProvider.Strategies() {
      @Override
      public <S extends Strategy> S make(Class<S> kind, StrategySpec spec) {
        StrategyProvider.Maker<?> maker = makers(kind).get(spec.name());
        if (maker == null) {
          throw new UnknownNameException(
              spec.argument(), "the provider makes no " + spec.name() + ": override others()");
        }
        return kind.cast(maker.make(spec.argument(), this));
      }
    };
  }

  private Map<String, ? extends StrategyProvider.Maker<?>> makers(Class<?> kind) {
    StrategyProvider provider = provider();
    return kind == ImageMapper.class
        ? provider.mappers()
        : kind == ExclusionFilter.class
            ? provider.exclusionFilters()
            : kind == SnapshotExclusionFilter.class
                ? provider.snapshotExclusionFilters()
                : kind == RetentionStrategy.class
                    ? provider.retentions()
                    : kind == SnapshotResolver.class ? provider.snapshotResolvers() : Map.of();
  }

  private static Stream<Class<? extends Strategy>> kinds() {
    return Stream.of(
        ImageMapper.class,
        ExclusionFilter.class,
        SnapshotExclusionFilter.class,
        RetentionStrategy.class,
        SnapshotResolver.class);
  }

  @Test
  void everyNameHasAPrefix() {
    assertThat(kinds().flatMap(kind -> makers(kind).keySet().stream()))
        .allMatch(name -> name.indexOf('.') > 0);
  }

  @Test
  void aSpecIsGivenForEveryName() {
    Set<String> made =
        kinds()
            .flatMap(kind -> makers(kind).keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(specs().stream().map(StrategySpec::name)).containsAll(made);
  }

  @Test
  void aStrategyHasTheSpecThatItIsMadeOf() {
    for (StrategySpec spec : specs()) {
      made(spec).forEach(strategy -> assertThat(strategy.spec()).as(spec.name()).contains(spec));
    }
  }

  @Test
  void aStrategyOfItsOwnSpecDecidesAsTheOriginal() {
    for (StrategySpec spec : specs()) {
      for (Strategy original : made(spec).toList()) {
        StrategySpec own = original.spec().orElseThrow();
        assertThat(made(own).map(this::answers)).as(spec.name()).contains(answers(original));
      }
    }
  }

  private Stream<Strategy> made(StrategySpec spec) {
    return kinds()
        .filter(kind -> makers(kind).containsKey(spec.name()))
        .map(kind -> others().make(kind, spec));
  }

  private List<Object> answers(Strategy strategy) {
    PlanningContext context = context();
    if (strategy instanceof RetentionStrategy retention) {
      return groups().stream()
          .<Object>map(group -> retention.decide(group, context).reasons())
          .toList();
    }
    if (strategy instanceof SnapshotExclusionFilter filter) {
      return context.snapshots().snapshots().stream()
          .<Object>map(snapshot -> filter.evaluate(snapshot, context))
          .toList();
    }
    return context.images().images().stream()
        .map(
            image -> {
              if (strategy instanceof ImageMapper mapper) {
                return (Object) mapper.map(image, context);
              }
              return strategy instanceof ExclusionFilter filter
                  ? filter.evaluate(image, context)
                  : ((SnapshotResolver) strategy).resolve(image, context);
            })
        .toList();
  }
}
