package io.amiclean.core.plan;

import com.google.common.collect.ImmutableMap;
import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.CalendarPeriod;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Makes the built-in strategies. Their names are those of the factories in code. */
final class BuiltInStrategies implements StrategyProvider {

  @Override
  public Map<String, Maker<ImageMapper>> mappers() {
    return Map.of(
        "tags", (argument, others) -> Mappers.tags(argument.texts()),
        "nameContains", (argument, others) -> Mappers.nameContains(argument.texts()),
        "nameMatching", (argument, others) -> Mappers.nameMatching(argument.text()),
        "everything", (argument, others) -> Mappers.everything(argument.text()),
        "family", plain(Mappers::family));
  }

  @Override
  public Map<String, Maker<ExclusionFilter>> exclusionFilters() {
    return ImmutableMap.<String, Maker<ExclusionFilter>>builder()
        .put("anyOf", joined(ExclusionFilter.class, parts -> ExclusionFilter.anyOf(array(parts))))
        .put("allOf", joined(ExclusionFilter.class, parts -> ExclusionFilter.allOf(array(parts))))
        .put("inUse", plain(ExclusionFilters::inUse))
        .put("notOwned", plain(ExclusionFilters::notOwned))
        .put("notAvailable", plain(ExclusionFilters::notAvailable))
        .put("deregistrationProtected", plain(ExclusionFilters::deregistrationProtected))
        .put("managedByService", plain(ExclusionFilters::managedByService))
        .put("builtByImageBuilder", plain(ExclusionFilters::builtByImageBuilder))
        .put("marketplaceProduct", plain(ExclusionFilters::marketplaceProduct))
        .put("sourceOfOwnImages", plain(ExclusionFilters::sourceOfOwnImages))
        .put("baseOfOtherImages", plain(ExclusionFilters::baseOfOtherImages))
        .put("allowedByAccount", plain(ExclusionFilters::allowedByAccount))
        .put("watermarked", BuiltInStrategies::watermarked)
        .put("publiclyShared", plain(ExclusionFilters::publiclyShared))
        .put(
            "tagged",
            tagged(ExclusionFilters::tagged, ExclusionFilters::tagged, ExclusionFilters::tagged))
        .put("nameMatches", (argument, others) -> ExclusionFilters.nameMatches(pattern(argument)))
        .put("ids", (argument, others) -> ExclusionFilters.ids(each(argument, ImageId::of)))
        .put(
            "notSelected",
            (argument, others) -> ExclusionFilters.notSelected(each(argument, ImageId::of)))
        .put(
            "ownedBy",
            (argument, others) ->
                ExclusionFilters.ownedBy(each(argument, AccountId::of).toArray(AccountId[]::new)))
        .put(
            "lastLaunchedWithin",
            (argument, others) -> ExclusionFilters.lastLaunchedWithin(argument.duration()))
        .put(
            "inState",
            (argument, others) ->
                ExclusionFilters.inState(
                    each(argument, BuiltInStrategies::state).toArray(ImageState[]::new)))
        .put("tagValueIn", BuiltInStrategies::tagValueIn)
        .buildOrThrow();
  }

  @Override
  public Map<String, Maker<SnapshotExclusionFilter>> snapshotExclusionFilters() {
    return ImmutableMap.<String, Maker<SnapshotExclusionFilter>>builder()
        .put(
            "anyOf",
            joined(
                SnapshotExclusionFilter.class,
                parts ->
                    SnapshotExclusionFilter.anyOf(parts.toArray(SnapshotExclusionFilter[]::new))))
        .put(
            "allOf",
            joined(
                SnapshotExclusionFilter.class,
                parts ->
                    SnapshotExclusionFilter.allOf(parts.toArray(SnapshotExclusionFilter[]::new))))
        .put(
            "tagged",
            tagged(
                SnapshotExclusionFilters::tagged,
                SnapshotExclusionFilters::tagged,
                SnapshotExclusionFilters::tagged))
        .put(
            "ids",
            (argument, others) -> SnapshotExclusionFilters.ids(each(argument, SnapshotId::of)))
        .put("managedByService", plain(SnapshotExclusionFilters::managedByService))
        .put("locked", plain(SnapshotExclusionFilters::locked))
        .put("fastRestore", plain(SnapshotExclusionFilters::fastRestore))
        .put(
            "archivedLessThan",
            (argument, others) -> SnapshotExclusionFilters.archivedLessThan(argument.duration()))
        .buildOrThrow();
  }

  @Override
  public Map<String, Maker<RetentionStrategy>> retentions() {
    return ImmutableMap.<String, Maker<RetentionStrategy>>builder()
        .put("anyOf", joined(RetentionStrategy.class, RetentionStrategy::anyOf))
        .put("then", BuiltInStrategies::then)
        .put("keepNewest", (argument, others) -> RetentionStrategies.keepNewest(argument.integer()))
        .put(
            "youngerThan",
            (argument, others) -> RetentionStrategies.youngerThan(argument.duration()))
        .put(
            "launchedWithin",
            (argument, others) -> RetentionStrategies.launchedWithin(argument.duration()))
        .put(
            "keepAtLeast",
            (argument, others) -> RetentionStrategies.keepAtLeast(argument.integer()))
        .put(
            "calendar",
            (argument, others) ->
                RetentionStrategies.calendar(periods(argument, SpecArgument::integer)))
        .put("calendarFromNow", BuiltInStrategies::calendarFromNow)
        .put(
            "calendarInTurn",
            (argument, others) ->
                RetentionStrategies.calendarInTurn(periods(argument, SpecArgument::integer)))
        .put(
            "keepWithin",
            (argument, others) ->
                argument instanceof SpecArgument.Fields
                    ? RetentionStrategies.keepWithin(periods(argument, SpecArgument::duration))
                    : RetentionStrategies.keepWithin(argument.duration()))
        .put(
            "newestByVersion",
            (argument, others) -> RetentionStrategies.newestByVersion(argument.integer()))
        .put(
            "quotaTarget",
            (argument, others) -> RetentionStrategies.quotaTarget(argument.integer()))
        .put(
            "together",
            (argument, others) ->
                RetentionStrategies.together(others.make(RetentionStrategy.class, argument.spec())))
        .put("nothing", plain(RetentionStrategies::nothing))
        .buildOrThrow();
  }

  @Override
  public Map<String, Maker<SnapshotResolver>> snapshotResolvers() {
    return Map.of("blockDevices", plain(SnapshotResolvers::blockDevices));
  }

  private static <S extends Strategy> Maker<S> plain(Supplier<S> factory) {
    return (argument, others) -> {
      argument.fields();
      return factory.get();
    };
  }

  private static <S extends Strategy> Maker<S> joined(Class<S> kind, Function<List<S>, S> factory) {
    return (argument, others) -> factory.apply(others.makeAll(kind, argument.specs()));
  }

  private static ExclusionFilter[] array(List<ExclusionFilter> filters) {
    return filters.toArray(ExclusionFilter[]::new);
  }

  private static RetentionStrategy then(SpecArgument argument, Strategies others) {
    List<StrategySpec> specs = argument.specs();
    if (specs.size() < 2) {
      throw new SpecArgumentException(
          argument,
          "expected at least two strategies, of which each decides on what those before it let go,"
              + " found "
              + specs.size());
    }
    List<RetentionStrategy> parts = others.makeAll(RetentionStrategy.class, specs);
    return parts.stream().skip(1).reduce(parts.get(0), RetentionStrategy::then);
  }

  private static <T> Map<CalendarPeriod, T> periods(
      SpecArgument argument, Function<SpecArgument, T> value) {
    Map<String, SpecArgument> fields =
        argument.fields(
            Stream.of(CalendarPeriod.values()).map(CalendarPeriod::key).toArray(String[]::new));
    Map<CalendarPeriod, T> periods = new EnumMap<>(CalendarPeriod.class);
    for (CalendarPeriod period : CalendarPeriod.values()) {
      SpecArgument field = fields.get(period.key());
      if (field != null) {
        periods.put(period, value.apply(field));
      }
    }
    return periods;
  }

  private static RetentionStrategy calendarFromNow(SpecArgument argument, Strategies others) {
    Map<String, SpecArgument> periods = argument.fields("daily", "weekly", "monthly");
    SpecArgument none = SpecArgument.of(0);
    return RetentionStrategies.calendarFromNow(
        periods.getOrDefault("daily", none).integer(),
        periods.getOrDefault("weekly", none).integer(),
        periods.getOrDefault("monthly", none).integer());
  }

  private static ExclusionFilter tagValueIn(SpecArgument argument, Strategies others) {
    argument.fields("keys", "values");
    return ExclusionFilters.tagValueIn(
        argument.field("keys").texts(), argument.field("values").texts());
  }

  /** Keys protect those watermarks only; no fields, every one. */
  private static ExclusionFilter watermarked(SpecArgument argument, Strategies others) {
    if (argument instanceof SpecArgument.Fields) {
      argument.fields();
      return ExclusionFilters.watermarked();
    }
    return ExclusionFilters.watermarked(argument.texts());
  }

  private static <S extends Strategy> Maker<S> tagged(
      Function<String, S> anyValue,
      BiFunction<String, String, S> equal,
      BiFunction<String, Pattern, S> matching) {
    return (argument, others) -> {
      Map<String, SpecArgument> fields = argument.fields("key", "value", "matching");
      String key = argument.field("key").text();
      if (fields.size() == 3) {
        throw new SpecArgumentException(argument, "expected either value or matching, found both");
      }
      return fields.containsKey("value")
          ? equal.apply(key, argument.field("value").text())
          : fields.containsKey("matching")
              ? matching.apply(key, pattern(argument.field("matching")))
              : anyValue.apply(key);
    };
  }

  private static Pattern pattern(SpecArgument argument) {
    try {
      return Pattern.compile(argument.text());
    } catch (PatternSyntaxException e) {
      throw noPattern(argument, e);
    }
  }

  /** On one line, unlike the exception. */
  static SpecArgumentException noPattern(SpecArgument argument, PatternSyntaxException failure) {
    return new SpecArgumentException(
        argument,
        "'"
            + failure.getPattern()
            + "' is no regular expression: "
            + failure.getDescription()
            + (failure.getIndex() < 0 ? "" : " near index " + failure.getIndex()));
  }

  private static ImageState state(String name) {
    for (ImageState state : ImageState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no state of an image: expected one of " + List.of(ImageState.values()));
  }

  private static <T> List<T> each(SpecArgument argument, Function<String, T> reading) {
    return argument.list().stream()
        .map(
            item -> {
              String text = item.text();
              try {
                return reading.apply(text);
              } catch (IllegalArgumentException e) {
                throw new SpecArgumentException(item, e);
              }
            })
        .toList();
  }
}
