package io.amiclean.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.plan.SnapshotFindings;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.api.snapshot.SnapshotResolver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyTest {

  interface Shape extends Strategy {
    int corners();
  }

  private static final class Triangle implements Shape {
    @Override
    public int corners() {
      return 3;
    }
  }

  private static Shape shape(int corners) {
    return () -> corners;
  }

  @Test
  void isDescribedByTheNameOfItsClass() {
    assertThat(new Triangle().description())
        .isEqualTo("io.amiclean.api.policy.StrategyTest$Triangle");
  }

  @Test
  void describesALambdaByTheClassThatHoldsIt() {
    assertThat(shape(4).description()).isEqualTo("io.amiclean.api.policy.StrategyTest(lambda)");
  }

  @Test
  void describesAMethodReferenceByTheClassThatHoldsIt() {
    Shape shape = List.of()::size;

    assertThat(shape.description()).isEqualTo("io.amiclean.api.policy.StrategyTest(lambda)");
  }

  static Stream<Function<String, Strategy>> naming() {
    return Stream.of(
        name -> ExclusionFilter.named(name, ExclusionFilter.anyOf()),
        name -> SnapshotExclusionFilter.named(name, SnapshotExclusionFilter.anyOf()),
        name -> ImageMapper.named(name, (image, context) -> Set.of()),
        name -> RetentionStrategy.named(name, (group, context) -> RetentionDecision.keepNone()),
        name -> SnapshotResolver.named(name, (image, context) -> Set.of()),
        name -> CandidateCheck.named(name, candidates -> CandidateFindings.builder().build()),
        name -> SnapshotCheck.named(name, snapshots -> SnapshotFindings.builder().build()));
  }

  @ParameterizedTest
  @MethodSource("naming")
  void aBlankNameIsRefused(Function<String, Strategy> naming) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> naming.apply(" "))
        .withMessage("The description ' ' is blank: expected one such as keepNewest(4)");
  }

  @ParameterizedTest
  @MethodSource("naming")
  void isWrittenAsItIsNamed(Function<String, Strategy> naming) {
    assertThat(naming.apply("named(1)")).hasToString("named(1)");
  }

  static Stream<Arguments> nameless() {
    return Stream.of(
        Arguments.of(new Nameless(() -> null, () -> "fine"), "answered null at spec()"),
        Arguments.of(
            new Nameless(
                () -> {
                  throw new UnsupportedOperationException("oops");
                },
                () -> "fine"),
            "failed at spec(): java.lang.UnsupportedOperationException: oops"),
        Arguments.of(new Nameless(Optional::empty, () -> null), "answered null at description()"),
        Arguments.of(
            new Nameless(Optional::empty, () -> ""),
            "answered '' at description(): expected one such as keepNewest(4)"),
        Arguments.of(
            new Nameless(
                () -> Optional.of(StrategySpec.of("acme.fine")),
                () -> {
                  throw new UnsupportedOperationException("oops");
                }),
            "failed at description(): java.lang.UnsupportedOperationException: oops"));
  }

  @ParameterizedTest
  @MethodSource("nameless")
  void oneThatCannotBeNamedIsToldByItsClass(Strategy strategy, String how) {
    String name = Nameless.class.getName();

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(() -> StrategySpec.of(strategy))
        .withMessage("The strategy " + name + " " + how)
        .satisfies(failure -> assertThat(failure.strategy()).isEqualTo(name));
  }

  private record Nameless(
      Supplier<@Nullable Optional<StrategySpec>> says, Supplier<@Nullable String> words)
      implements Strategy {
    @Override
    @SuppressWarnings("NullAway")
    public Optional<StrategySpec> spec() {
      return says.get();
    }

    @Override
    @SuppressWarnings("NullAway")
    public String description() {
      return words.get();
    }
  }
}
