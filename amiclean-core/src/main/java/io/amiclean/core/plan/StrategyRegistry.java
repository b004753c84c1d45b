package io.amiclean.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.policy.UnknownNameException;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The strategies that can be named: the built-in ones, and those of {@link StrategyProvider
 * providers}. Immutable, and thread-safe if the providers are.
 */
public final class StrategyRegistry implements StrategyProvider.Strategies {

  /** Reserved for specs of which nothing can be made. */
  private static final String CUSTOM = StrategySpec.custom("").name();

  private static @Nullable StrategyRegistry installed;

  private final Map<Class<? extends Strategy>, SortedMap<String, StrategyProvider.Maker<?>>> makers;

  private StrategyRegistry(List<StrategyProvider> providers) {
    Map<Class<? extends Strategy>, SortedMap<String, StrategyProvider.Maker<?>>> all =
        new HashMap<>();
    add(all, new BuiltInStrategies(), false);
    for (StrategyProvider provider : providers) {
      try {
        add(all, provider, true);
      } catch (LinkageError e) {
        throw new IllegalStateException(misfit(provider.getClass().getName(), e), e);
      }
    }
    all.replaceAll((kind, named) -> ImmutableSortedMap.copyOfSorted(named));
    this.makers = Map.copyOf(all);
  }

  /**
   * Returns the built-in strategies and those of all providers that {@link ServiceLoader} finds by
   * the context class loader of the first thread that asks.
   *
   * @return the registry
   * @throws IllegalStateException if a name of a provider lacks a prefix, or stands twice, or a
   *     provider was built with another release of amiclean that it does not fit
   * @throws java.util.ServiceConfigurationError if a provider cannot be loaded
   */
  public static synchronized StrategyRegistry installed() {
    if (installed == null) {
      installed =
          new StrategyRegistry(ImmutableList.copyOf(ServiceLoader.load(StrategyProvider.class)));
    }
    return installed;
  }

  /**
   * Returns the built-in strategies and those of chosen providers only.
   *
   * @param providers the providers
   * @return the registry
   * @throws IllegalStateException if a name of a provider lacks a prefix, or stands twice
   */
  public static StrategyRegistry of(StrategyProvider... providers) {
    return new StrategyRegistry(Arguments.requireElements(providers, "providers"));
  }

  private static void add(
      Map<Class<? extends Strategy>, SortedMap<String, StrategyProvider.Maker<?>>> all,
      StrategyProvider provider,
      boolean prefixed) {
    Map.<Class<? extends Strategy>, Map<String, ? extends StrategyProvider.Maker<?>>>of(
            ImageMapper.class, provider.mappers(),
            ExclusionFilter.class, provider.exclusionFilters(),
            SnapshotExclusionFilter.class, provider.snapshotExclusionFilters(),
            RetentionStrategy.class, provider.retentions(),
            SnapshotResolver.class, provider.snapshotResolvers())
        .forEach(
            (kind, added) ->
                added.forEach(
                    (name, maker) -> {
                      requirePrefix(provider, name, prefixed);
                      if (all.computeIfAbsent(kind, none -> new TreeMap<>())
                              .putIfAbsent(name, maker)
                          != null) {
                        throw new IllegalStateException(
                            "Two providers make the "
                                + kind.getSimpleName()
                                + " '"
                                + name
                                + "', one of them is "
                                + provider.getClass().getName()
                                + ": expected each name once");
                      }
                    }));
  }

  private static void requirePrefix(StrategyProvider provider, String name, boolean prefixed) {
    if (prefixed && name.indexOf('.') < 1) {
      throw new IllegalStateException(
          "The strategy '"
              + name
              + "' of "
              + provider.getClass().getName()
              + " has no prefix: expected one such as acme."
              + name);
    }
  }

  /**
   * Returns the names of the strategies of a kind.
   *
   * @param kind the interface of the strategies, such as {@code RetentionStrategy.class}
   * @return the names, sorted
   */
  public SortedSet<String> names(Class<? extends Strategy> kind) {
    Objects.requireNonNull(kind, "kind");
    return ImmutableSortedSet.copyOf(makers(kind).keySet());
  }

  @Override
  public <S extends Strategy> S make(Class<S> kind, StrategySpec spec) {
    Objects.requireNonNull(kind, "kind");
    StrategyProvider.Maker<?> maker = makers(kind).get(spec.name());
    if (maker == null) {
      throw unknown(kind, spec);
    }
    try {
      return kind.cast(maker.make(spec.argument(), this));
    } catch (SpecArgumentException e) {
      throw e;
    } catch (PatternSyntaxException e) {
      throw BuiltInStrategies.noPattern(spec.argument(), e);
    } catch (IllegalArgumentException e) {
      throw new SpecArgumentException(spec.argument(), e);
    } catch (LinkageError e) {
      throw new SpecArgumentException(spec.argument(), misfit(spec.name(), e));
    }
  }

  private static String misfit(String name, LinkageError failure) {
    return "'"
        + name
        + "' does not fit this release of amiclean ("
        + failure
        + "): expected one that is built with it";
  }

  private UnknownNameException unknown(Class<? extends Strategy> kind, StrategySpec spec) {
    return new UnknownNameException(
        spec.argument(),
        spec.name().equals(CUSTOM)
            ? "the "
                + kind.getSimpleName()
                + " '"
                + spec.description()
                + "' is custom: only a program that gives it can plan with it"
            : "no provider makes the "
                + kind.getSimpleName()
                + " '"
                + spec.name()
                + "': expected one of "
                + String.join(", ", names(kind)));
  }

  private SortedMap<String, StrategyProvider.Maker<?>> makers(Class<? extends Strategy> kind) {
    SortedMap<String, StrategyProvider.Maker<?>> known = makers.get(kind);
    return known == null ? ImmutableSortedMap.of() : known;
  }
}
