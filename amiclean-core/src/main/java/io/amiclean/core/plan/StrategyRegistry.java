package io.amiclean.core.plan;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.StrategyException;
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
import java.util.function.Supplier;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The strategies that can be named: the built-in ones, and those of {@link StrategyProvider
 * providers}. Immutable, and thread-safe if the providers are.
 */
public final class StrategyRegistry implements StrategyProvider.Strategies {

  /** Reserved for specs of which nothing can be made. */
  private static final String CUSTOM = StrategySpec.custom("").name();

  /** What policy files call the kinds of strategies. */
  private static final Map<Class<? extends Strategy>, String> KEYS =
      Map.of(
          ImageMapper.class,
          "groupBy",
          ExclusionFilter.class,
          "exclude",
          SnapshotExclusionFilter.class,
          "excludeSnapshots",
          RetentionStrategy.class,
          "retain",
          SnapshotResolver.class,
          "resolveSnapshots");

  private static @Nullable StrategyRegistry installed;

  private final Map<Class<? extends Strategy>, SortedMap<String, Named>> makers;

  /**
   * A maker of strategies of one name.
   *
   * @param provider the class of the provider
   */
  private record Named(String provider, StrategyProvider.Maker<?> maker) {
    String of(Class<?> kind, StrategySpec spec) {
      return "the " + kind.getSimpleName() + " '" + spec.name() + "' of " + provider;
    }
  }

  private StrategyRegistry(List<StrategyProvider> providers) {
    Map<Class<? extends Strategy>, SortedMap<String, Named>> all = new HashMap<>();
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
   * @throws IllegalStateException if a provider throws, returns {@code null}, was built with
   *     another release of amiclean that it does not fit, or has a name that is malformed, lacks a
   *     prefix or stands twice
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
   * @throws IllegalStateException as {@link #installed} does
   */
  public static StrategyRegistry of(StrategyProvider... providers) {
    return new StrategyRegistry(Arguments.requireElements(providers, "providers"));
  }

  private static void add(
      Map<Class<? extends Strategy>, SortedMap<String, Named>> all,
      StrategyProvider provider,
      boolean prefixed) {
    add(all, provider, prefixed, ImageMapper.class, "mappers()", provider::mappers);
    add(
        all,
        provider,
        prefixed,
        ExclusionFilter.class,
        "exclusionFilters()",
        provider::exclusionFilters);
    add(
        all,
        provider,
        prefixed,
        SnapshotExclusionFilter.class,
        "snapshotExclusionFilters()",
        provider::snapshotExclusionFilters);
    add(all, provider, prefixed, RetentionStrategy.class, "retentions()", provider::retentions);
    add(
        all,
        provider,
        prefixed,
        SnapshotResolver.class,
        "snapshotResolvers()",
        provider::snapshotResolvers);
  }

  private static <S extends Strategy> void add(
      Map<Class<? extends Strategy>, SortedMap<String, Named>> all,
      StrategyProvider provider,
      boolean prefixed,
      Class<S> kind,
      String method,
      Supplier<? extends @Nullable Map<String, StrategyProvider.Maker<S>>> makers) {
    String of = provider.getClass().getName();
    @Nullable Map<String, StrategyProvider.Maker<S>> added;
    try {
      added = makers.get();
    } catch (RuntimeException e) {
      throw new IllegalStateException("The provider " + of + " failed at " + method + ": " + e, e);
    }
    if (added == null) {
      throw new IllegalStateException(
          "The provider " + of + " answered null at " + method + ": expected a map of makers");
    }
    added.forEach(
        (name, maker) -> {
          if (name == null || maker == null) {
            throw new IllegalStateException(
                "The provider "
                    + of
                    + " answered the maker "
                    + maker
                    + " of the name "
                    + name
                    + " at "
                    + method
                    + ": expected neither to be null");
          }
          requireName(of, kind, name, prefixed);
          if (all.computeIfAbsent(kind, none -> new TreeMap<>())
                  .putIfAbsent(name, new Named(of, maker))
              != null) {
            throw new IllegalStateException(
                "Two providers make the "
                    + kind.getSimpleName()
                    + " '"
                    + name
                    + "', one of them is "
                    + of
                    + ": expected each name once");
          }
        });
  }

  private static void requireName(String provider, Class<?> kind, String name, boolean prefixed) {
    try {
      StrategySpec.of(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "The provider "
              + provider
              + " makes a "
              + kind.getSimpleName()
              + " of a name that no policy can have: "
              + e.getMessage(),
          e);
    }
    if (prefixed && name.indexOf('.') < 1) {
      throw new IllegalStateException(
          "The strategy '"
              + name
              + "' of "
              + provider
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
    Named named = makers(kind).get(spec.name());
    if (named == null) {
      throw unknown(kind, spec);
    }
    @Nullable S made;
    try {
      made = kind.cast(named.maker().make(spec.argument(), this));
    } catch (SpecArgumentException e) {
      throw e;
    } catch (PatternSyntaxException e) {
      throw BuiltInStrategies.noPattern(spec.argument(), e);
    } catch (IllegalArgumentException e) {
      throw new SpecArgumentException(spec.argument(), e);
    } catch (RuntimeException e) {
      throw refused(spec, named.of(kind, spec) + " could not be made: " + e, e);
    } catch (LinkageError e) {
      throw refused(spec, misfit(spec.name(), e), e);
    }
    return requireSpec(kind, spec, named, made);
  }

  /** Requires that a plan can name what was made: it stands in there by its own spec. */
  private static <S extends Strategy> S requireSpec(
      Class<S> kind, StrategySpec spec, Named named, @Nullable S made) {
    if (made == null) {
      throw refused(
          spec, named.of(kind, spec) + " was made as null: expected a " + kind.getSimpleName());
    }
    StrategySpec own;
    try {
      own = StrategySpec.of(made);
    } catch (StrategyException e) {
      throw refused(spec, named.of(kind, spec) + " cannot be named: " + e.getMessage(), e);
    }
    if (!own.name().equals(spec.name())) {
      throw refused(
          spec,
          named.of(kind, spec)
              + (own.isCustom()
                  ? " was made without a spec(): "
                  : " was made with the spec() '" + own + "': ")
              + "expected one of the name "
              + spec.name());
    }
    return made;
  }

  private static SpecArgumentException refused(StrategySpec spec, String problem) {
    return new SpecArgumentException(spec.argument(), problem);
  }

  private static SpecArgumentException refused(StrategySpec spec, String problem, Throwable cause) {
    SpecArgumentException refusal = refused(spec, problem);
    refusal.initCause(cause);
    return refusal;
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
            ? "the strategy '"
                + spec.description()
                + "' is custom: only a program that gives it can plan with it"
            : "'"
                + spec.name()
                + "' is no strategy of "
                + KEYS.getOrDefault(kind, kind.getSimpleName())
                + (spec.name().indexOf('.') < 0
                    ? meant(spec.name(), names(kind))
                    : ": no provider on the class path makes it; expected one of ")
                + String.join(", ", names(kind)));
  }

  /** Names what differs in one place only, by up to two letters. */
  private static String meant(String name, SortedSet<String> known) {
    return known.stream()
        .filter(
            other ->
                Strings.commonPrefix(name, other).length()
                        + Strings.commonSuffix(name, other).length()
                    >= Math.max(name.length(), other.length()) - 2)
        .findFirst()
        .map(other -> ": did you mean '" + other + "'? Expected one of ")
        .orElse(": expected one of ");
  }

  private SortedMap<String, Named> makers(Class<? extends Strategy> kind) {
    SortedMap<String, Named> known = makers.get(kind);
    return known == null ? ImmutableSortedMap.of() : known;
  }
}
