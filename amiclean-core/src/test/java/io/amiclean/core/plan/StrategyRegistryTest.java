package io.amiclean.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.api.plan.StrategyProvider.Maker;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.policy.UnknownNameException;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.CalendarPeriod;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyRegistryTest {

  private static final StrategyRegistry REGISTRY = StrategyRegistry.of();
  private static final Duration MONTH = Duration.ofDays(30);
  private static final ImageId IMAGE = ImageId.of("ami-50504e36");

  private record Built(Class<? extends Strategy> kind, Strategy strategy) {
    @Override
    public String toString() {
      return kind.getSimpleName() + " " + strategy.description();
    }
  }

  private static Stream<Built> builtIn() {
    return Stream.of(
            Stream.of(
                    Mappers.tags("environment", "role"),
                    Mappers.nameContains("web", "api"),
                    Mappers.nameMatching("^(.+)-[0-9]+$"),
                    Mappers.everything("all"),
                    Mappers.family())
                .map(mapper -> new Built(ImageMapper.class, mapper)),
            Stream.of(
                    ExclusionFilters.inUse(),
                    ExclusionFilters.notOwned(),
                    ExclusionFilters.notAvailable(),
                    ExclusionFilters.deregistrationProtected(),
                    ExclusionFilters.managedByService(),
                    ExclusionFilters.builtByImageBuilder(),
                    ExclusionFilters.marketplaceProduct(),
                    ExclusionFilters.sourceOfOwnImages(),
                    ExclusionFilters.baseOfOtherImages(),
                    ExclusionFilters.allowedByAccount(),
                    ExclusionFilters.watermarked(),
                    ExclusionFilters.watermarked(List.of("123456789012:approved")),
                    ExclusionFilters.watermarked(
                        List.of("123456789012:approved", "123456789012:hardened")),
                    ExclusionFilters.publiclyShared(),
                    ExclusionFilters.tagged("keep"),
                    ExclusionFilters.tagged("keep", "true"),
                    ExclusionFilters.tagged("keep", Pattern.compile("y.*")),
                    ExclusionFilters.nameMatches(Pattern.compile("golden-.*")),
                    ExclusionFilters.ids(IMAGE),
                    ExclusionFilters.notSelected(List.of(IMAGE)),
                    ExclusionFilters.ownedBy(AccountId.of("123456789012")),
                    ExclusionFilters.lastLaunchedWithin(MONTH),
                    ExclusionFilters.inState(ImageState.DISABLED, ImageState.PENDING),
                    ExclusionFilters.tagValueIn(List.of("role"), List.of("db")),
                    ExclusionFilter.anyOf(ExclusionFilters.inUse(), ExclusionFilters.tagged("a")),
                    ExclusionFilter.allOf(
                        ExclusionFilters.tagged("a"), ExclusionFilters.tagged("b")))
                .map(filter -> new Built(ExclusionFilter.class, filter)),
            Stream.of(
                    SnapshotExclusionFilters.tagged("keep"),
                    SnapshotExclusionFilters.ids(SnapshotId.of("snap-0123456789abcdef0")),
                    SnapshotExclusionFilters.managedByService(),
                    SnapshotExclusionFilters.locked(),
                    SnapshotExclusionFilters.fastRestore(),
                    SnapshotExclusionFilters.archivedLessThan(MONTH),
                    SnapshotExclusionFilter.anyOf(SnapshotExclusionFilters.locked()),
                    SnapshotExclusionFilter.allOf(SnapshotExclusionFilters.locked()))
                .map(filter -> new Built(SnapshotExclusionFilter.class, filter)),
            Stream.of(
                    RetentionStrategies.keepNewest(4),
                    RetentionStrategies.youngerThan(Duration.ofHours(36)),
                    RetentionStrategies.launchedWithin(MONTH),
                    RetentionStrategies.keepAtLeast(2),
                    RetentionStrategies.calendar(
                        Map.of(CalendarPeriod.DAY, 7, CalendarPeriod.YEAR, 2)),
                    RetentionStrategies.calendarFromNow(7, 4, 12),
                    RetentionStrategies.calendarInTurn(Map.of(CalendarPeriod.WEEK, 4)),
                    RetentionStrategies.keepWithin(MONTH),
                    RetentionStrategies.keepWithin(Map.of(CalendarPeriod.HOUR, MONTH)),
                    RetentionStrategies.newestByVersion(3),
                    RetentionStrategies.quotaTarget(40_000),
                    RetentionStrategies.together(RetentionStrategies.youngerThan(MONTH)),
                    RetentionStrategies.nothing(),
                    RetentionStrategy.anyOf(
                        RetentionStrategies.keepNewest(1),
                        RetentionStrategies.youngerThan(MONTH)
                            .then(RetentionStrategies.keepNewest(2))))
                .map(retention -> new Built(RetentionStrategy.class, retention)),
            Stream.of(new Built(SnapshotResolver.class, SnapshotResolvers.blockDevices())))
        .flatMap(built -> built);
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void aBuiltInStrategyIsMadeOfItsOwnSpec(Built built) {
    StrategySpec spec = built.strategy().spec().orElseThrow();

    assertThat(REGISTRY.make(built.kind(), spec).spec()).contains(spec);
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void aBuiltInStrategyIsWrittenAsItIsDescribed(Built built) {
    assertThat(built.strategy()).hasToString(built.strategy().description());
  }

  @Test
  void everyNameIsThatOfAFactoryInCode() {
    Set<String> made = new TreeSet<>();
    builtIn()
        .forEach(
            built ->
                made.add(
                    built.kind().getSimpleName() + " " + StrategySpec.of(built.strategy()).name()));
    Set<String> known = new TreeSet<>();
    for (Class<? extends Strategy> kind :
        List.of(
            ImageMapper.class,
            ExclusionFilter.class,
            SnapshotExclusionFilter.class,
            RetentionStrategy.class,
            SnapshotResolver.class)) {
      REGISTRY.names(kind).forEach(name -> known.add(kind.getSimpleName() + " " + name));
    }

    // A retention that joins two by then is built by a method of the first.
    made.add("RetentionStrategy then");
    assertThat(known).isEqualTo(made);
  }

  @Test
  void theFlagsOfAPatternStandInItsSpec() {
    ExclusionFilter filter =
        ExclusionFilters.tagged("keep", Pattern.compile("yes", Pattern.CASE_INSENSITIVE));
    StrategySpec spec = filter.spec().orElseThrow();

    assertThat(spec.description()).isEqualTo("tagged(key: keep, matching: (?i)yes)");
    assertThat(REGISTRY.make(ExclusionFilter.class, spec).spec()).contains(spec);
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatExceptionOfType(UnknownNameException.class)
        .isThrownBy(() -> REGISTRY.make(RetentionStrategy.class, StrategySpec.of("calender")))
        .withMessageContaining("'calender'")
        .withMessageContaining("keepNewest");
  }

  @Test
  void aPartOfWhichNothingCanBeMadeIsNamed() {
    RetentionStrategy own = (group, context) -> RetentionDecision.keepNone();
    RetentionStrategy joined =
        RetentionStrategy.anyOf(
            RetentionStrategies.keepNewest(1), RetentionStrategy.named("tested(2)", own));

    assertThat(StrategySpec.of(joined).customParts()).containsExactly("tested(2)");
    assertThatExceptionOfType(UnknownNameException.class)
        .isThrownBy(() -> REGISTRY.make(RetentionStrategy.class, StrategySpec.of(joined)))
        .withMessageContaining("'tested(2)' is custom");
  }

  @Test
  void anArgumentOfAnotherTypeIsRefused() {
    SpecArgument argument = SpecArgument.of("four");

    assertThatExceptionOfType(SpecArgumentException.class)
        .isThrownBy(
            () -> REGISTRY.make(RetentionStrategy.class, StrategySpec.of("keepNewest", argument)))
        .withMessage("expected a whole number, found the text 'four'")
        .satisfies(refusal -> assertThat(refusal.argument()).isSameAs(argument));
  }

  @Test
  void aNumberForATextIsToStandInQuotes() {
    StrategySpec owner =
        StrategySpec.of(
            "ownedBy", new SpecArgument.Items(List.of(SpecArgument.of(123_456_789_012L))));

    assertThatExceptionOfType(SpecArgumentException.class)
        .isThrownBy(() -> REGISTRY.make(ExclusionFilter.class, owner))
        .withMessage("expected a text in quotes, found 123456789012");
  }

  @Test
  void aProviderMakesStrategiesOfItsOwnNames() {
    StrategyRegistry registry = StrategyRegistry.of(provider("acme.all"));
    StrategySpec spec = StrategySpec.of("acme.all");

    assertThat(registry.make(RetentionStrategy.class, spec).spec()).contains(spec);
  }

  @Test
  void aNameWithoutPrefixIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StrategyRegistry.of(provider("all")))
        .withMessageContaining("'all'")
        .withMessageContaining("prefix");
  }

  @Test
  void theSameNameTwiceIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StrategyRegistry.of(provider("acme.all"), provider("acme.all")))
        .withMessageContaining("'acme.all'");
  }

  private static StrategyProvider provider(String name) {
    return new StrategyProvider() {
      @Override
      public Map<String, Maker<RetentionStrategy>> retentions() {
        return Map.of(
            name,
            (argument, others) ->
                RetentionStrategy.named(
                    StrategySpec.of(name), (group, context) -> RetentionDecision.keepNone()));
      }
    };
  }

  @Test
  void aBrokenProviderIsNamedWithWhatItAnswered() {
    assertRefused(returning(null), " answered null at retentions(): expected a map of makers");
    assertRefused(
        returning(Collections.singletonMap("my.x", null)),
        " answered the maker null of the name my.x at retentions(): expected neither to be null");
  }

  @Test
  void aProviderThatThrowsIsNamedAndWhatItThrewIsKept() {
    RuntimeException thrown = new UnsupportedOperationException("oops");
    StrategyProvider provider =
        new StrategyProvider() {
          @Override
          public Map<String, Maker<RetentionStrategy>> retentions() {
            throw thrown;
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> StrategyRegistry.of(provider))
        .withMessage(
            "The provider " + provider.getClass().getName() + " failed at retentions(): " + thrown)
        .withCause(thrown);
  }

  @Test
  void aNameThatNoPolicyCanHaveIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> StrategyRegistry.of(provider("my strategy")))
        .withMessageContaining("'my strategy'")
        .withMessageEndingWith("expected one such as keepNewest or acme.supported");
  }

  static Stream<Arguments> brokenMakers() {
    return Stream.of(
        Arguments.of(maker(() -> null), " was made as null: expected a RetentionStrategy"),
        Arguments.of(
            maker(
                () -> {
                  throw new NullPointerException("oops");
                }),
            " could not be made: java.lang.NullPointerException: oops"),
        Arguments.of(
            maker(() -> (group, context) -> RetentionDecision.keepNone()),
            " was made without a spec(): expected one of the name my.x"),
        Arguments.of(
            maker(RetentionStrategies::nothing),
            " was made with the spec() 'nothing()': expected one of the name my.x"));
  }

  @ParameterizedTest
  @MethodSource("brokenMakers")
  void aBrokenMakerIsNamedWithItsProviderAtTheArgument(
      Maker<RetentionStrategy> maker, String problem) {
    StrategyProvider provider = returning(Map.of("my.x", maker));
    StrategySpec spec = StrategySpec.of("my.x", 3);

    assertThatExceptionOfType(SpecArgumentException.class)
        .isThrownBy(() -> StrategyRegistry.of(provider).make(RetentionStrategy.class, spec))
        .withMessage("the RetentionStrategy 'my.x' of " + provider.getClass().getName() + problem)
        .satisfies(refusal -> assertThat(refusal.argument()).isSameAs(spec.argument()));
  }

  private static Maker<RetentionStrategy> maker(Supplier<@Nullable RetentionStrategy> making) {
    return (argument, others) -> making.get();
  }

  private static void assertRefused(StrategyProvider provider, String problem) {
    assertThatIllegalStateException()
        .isThrownBy(() -> StrategyRegistry.of(provider))
        .withMessage("The provider " + provider.getClass().getName() + problem);
  }

  @SuppressWarnings("NullAway")
  private static StrategyProvider returning(
      @Nullable Map<String, @Nullable Maker<RetentionStrategy>> makers) {
    return new StrategyProvider() {
      @Override
      public Map<String, Maker<RetentionStrategy>> retentions() {
        return makers;
      }
    };
  }
}
