package io.amiclean.api.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.FailingTests;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.testing.RetentionStrategyContract;
import io.amiclean.api.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ContractViolationsTest {

  static class KeepingTheKept extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return (group, context) ->
          RetentionDecision.keep(group.kept(), image -> Reason.of("kept", "It is kept anyway."));
    }
  }

  static class KeepingTheInventory extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return (group, context) ->
          RetentionDecision.keep(
              context.images().images(), image -> Reason.of("all", "Everything is kept."));
    }
  }

  static class KeepingForAReasonToRemove extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return (group, context) ->
          RetentionDecision.keep(
              group.candidates(), image -> Reason.of(ReasonCodes.NOT_RETAINED, "It goes."));
    }
  }

  static class FailingOnAnEmptyGroup extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return (group, context) ->
          RetentionDecision.keep(
              group.candidates().subList(0, 1), image -> Reason.of("first", "The first."));
    }
  }

  static class KeepingAsManyAsItLetsGo extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return (group, context) ->
          RetentionDecision.keep(
              group.candidates().subList(0, group.candidates().size() / 2),
              image -> Reason.of("half", "It is of the newer half."));
    }
  }

  static class WithAClockOfItsOwn extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return youngerThanAMonth(context -> Instant.now());
    }
  }

  static class BeforeAFixedTime extends RetentionStrategyContract {
    @Override
    protected RetentionStrategy strategy() {
      return youngerThanAMonth(context -> Samples.NOW);
    }
  }

  static class BeforeAFixedTimeThatSaysSo extends BeforeAFixedTime {
    @Override
    protected boolean comparesWithFixedTime() {
      return true;
    }
  }

  private static RetentionStrategy youngerThanAMonth(Function<PlanningContext, Instant> now) {
    return (group, context) -> {
      Instant from = now.apply(context).minus(Duration.ofDays(30));
      return RetentionDecision.keep(
          group.candidates().stream()
              .filter(image -> image.creationDate().filter(from::isBefore).isPresent())
              .toList(),
          image -> Reason.of("young", "It is of the last 30 days."));
    };
  }

  @Test
  void aClockOfItsOwnIsNoticed() {
    assertThat(FailingTests.of(WithAClockOfItsOwn.class))
        .containsExactly("keepsTheSameImagesWhenAllTimesAreShifted()");
  }

  @Test
  void aTimeThatIsFixedIsNoClock() {
    assertThat(FailingTests.of(BeforeAFixedTime.class))
        .containsExactly("keepsTheSameImagesWhenAllTimesAreShifted()");
    assertThat(FailingTests.of(BeforeAFixedTimeThatSaysSo.class)).isEmpty();
  }

  @Test
  void anImageThatIsKeptOrNotBecauseAnotherIsGoneIsNoticed() {
    assertThat(FailingTests.of(KeepingAsManyAsItLetsGo.class))
        .containsExactlyInAnyOrder(
            "keepsNothingElseWhenImagesThatItLetGoAreGone()",
            "keepsNothingElseOfAnyGroupWhenImagesThatAllLetGoAreGone()");
  }

  @Test
  void anAnswerForKeptImagesIsNoticed() {
    assertThat(FailingTests.of(KeepingTheKept.class)).contains("answersForCandidatesOnly()");
  }

  @Test
  void anAnswerForOtherGroupsIsNoticed() {
    assertThat(FailingTests.of(KeepingTheInventory.class))
        .containsExactlyInAnyOrder(
            "answersForCandidatesOnly()",
            "answersForCandidatesOnlyAfterAnotherStrategySetSomeAside()");
  }

  @Test
  void aReasonToRemoveIsNoticed() {
    assertThat(FailingTests.of(KeepingForAReasonToRemove.class))
        .containsExactly("givesReasonsToKeepOnly()");
  }

  @Test
  void aStrategyThatFailsOnAnEmptyGroupIsNoticed() {
    assertThat(FailingTests.of(FailingOnAnEmptyGroup.class)).contains("answersForCandidatesOnly()");
  }
}
