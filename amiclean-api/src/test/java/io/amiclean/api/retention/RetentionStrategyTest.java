package io.amiclean.api.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetentionStrategyTest {

  private static final Reason NEWEST = Reason.of("newest", "It is the newest.");
  private static final Reason CHOSEN = Reason.of("chosen", "It is chosen.");

  private final PlanningContext context = Samples.context(Samples.images(4));

  private static RetentionStrategy newest(int count) {
    return RetentionStrategy.named(
        "newest(" + count + ")",
        (group, context) ->
            RetentionDecision.keep(
                group.candidates().stream().limit(count).toList(), image -> NEWEST));
  }

  private static RetentionStrategy only(int number) {
    return RetentionStrategy.named(
        "only(" + number + ")",
        (group, context) ->
            RetentionDecision.keep(
                group.candidates().stream()
                    .filter(image -> image.id().equals(Samples.imageId(number)))
                    .toList(),
                image -> CHOSEN));
  }

  private Map<ImageId, List<Reason>> reasons(RetentionStrategy strategy) {
    return strategy.decide(Samples.group(Samples.images(4), List.of()), context).reasons();
  }

  @Test
  void anyOfKeepsWhatOneKeepsWithTheReasonsOfAllThatDo() {
    assertThat(reasons(RetentionStrategy.anyOf(newest(2), only(1), only(4))))
        .isEqualTo(
            Map.of(
                Samples.imageId(1), List.of(NEWEST, CHOSEN),
                Samples.imageId(2), List.of(NEWEST),
                Samples.imageId(4), List.of(CHOSEN)));
  }

  @Test
  void anyOfLetsEachDecideAsIfItWereAlone() {
    assertThat(reasons(RetentionStrategy.anyOf(only(1), newest(2))))
        .containsOnlyKeys(Samples.imageId(1), Samples.imageId(2));
  }

  @Test
  void anyOfNoStrategiesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(RetentionStrategy::anyOf)
        .withMessageContaining("would keep nothing: expected at least one");
  }

  @Test
  void thenSetsAsideWhatTheFirstKeeps() {
    assertThat(reasons(only(1).then(newest(2))))
        .isEqualTo(
            Map.of(
                Samples.imageId(1), List.of(CHOSEN),
                Samples.imageId(2), List.of(NEWEST),
                Samples.imageId(3), List.of(NEWEST)));
  }

  @Test
  void thenShowsTheNextWhatIsKept() {
    List<ImageGroup> seen = new ArrayList<>();
    RetentionStrategy watching =
        (group, context) -> {
          seen.add(group);
          return RetentionDecision.keepNone();
        };
    Image excluded = Samples.image(4);

    only(2).then(watching).decide(Samples.group(Samples.images(3), List.of(excluded)), context);

    assertThat(seen)
        .containsExactly(
            Samples.group(
                List.of(Samples.image(1), Samples.image(3)), List.of(Samples.image(2), excluded)));
  }

  @Test
  void thenDecidesInTheAskedOrder() {
    assertThat(reasons(newest(1).then(newest(1))).keySet())
        .isEqualTo(Set.of(Samples.imageId(1), Samples.imageId(2)));
    assertThat(reasons(newest(2).then(only(1)))).doesNotContainValue(List.of(CHOSEN));
  }

  @Test
  void describesWhatItIsMadeOf() {
    assertThat(only(1).then(RetentionStrategy.anyOf(newest(2), only(3))).description())
        .isEqualTo("then(only(1), anyOf(newest(2), only(3)))");
  }

  @Test
  @SuppressWarnings("NullAway")
  void aStrategyInOthersIsNamedAsItWouldBeAlone() {
    RetentionStrategy broken = RetentionStrategy.named("broken()", (group, context) -> null);
    ImageGroup group = Samples.group(Samples.image(1));

    for (RetentionStrategy joined :
        List.of(
            RetentionStrategy.anyOf(newest(1), broken),
            broken.then(newest(1)),
            newest(1).then(RetentionStrategy.anyOf(broken)))) {
      assertThatExceptionOfType(StrategyException.class)
          .isThrownBy(() -> joined.decide(group, context))
          .withMessage("The strategy broken() answered null at group role=front")
          .satisfies(failure -> assertThat(failure.strategy()).isEqualTo("broken()"));
      assertThatExceptionOfType(StrategyException.class)
          .isThrownBy(() -> joined.decideAll(List.of(group), context))
          .withMessage("The strategy broken() answered null at group role=front");
    }
  }

  @Test
  void thenRefusesAnAnswerForWhatWasSetAside() {
    RetentionStrategy eager =
        RetentionStrategy.named(
            "eager()",
            (group, context) -> RetentionDecision.of(Map.of(Samples.imageId(1), List.of(CHOSEN))));

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(() -> only(1).then(eager).decide(Samples.group(Samples.image(1)), context))
        .withMessage(
            "The strategy eager() answered at group role=front for "
                + Samples.imageId(1)
                + ", which it was not asked about");
  }
}
