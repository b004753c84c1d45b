package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.policy.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.presentation.Representation;
import org.assertj.core.presentation.StandardRepresentation;
import org.junit.jupiter.api.Test;

/**
 * What every strategy that is pure promises: see {@link Strategy}. Extend the contract of the
 * strategy's own interface, which adds what that one promises.
 *
 * @param <S> the interface of the strategy
 * @param <Q> what it is asked about: an image, a snapshot, a group
 * @param <A> its answer
 */
public abstract class StrategyContract<S extends Strategy, Q, A> {

  /** The reasons for which amiclean removes: a strategy that keeps something has others. */
  private static final List<String> REMOVAL_CODES =
      List.of(ReasonCodes.NOT_RETAINED, ReasonCodes.ONLY_OF_REMOVED_IMAGES, ReasonCodes.ORPHAN);

  /** Shows questions by their ids: all that is in them hides what is wrong. */
  private static final Representation IDS =
      new StandardRepresentation() {
        @Override
        protected String fallbackToStringOf(Object object) {
          if (object instanceof ImageGroup group) {
            return group.key() + toStringOf(group.candidates()) + toStringOf(group.kept());
          }
          return object instanceof Image image
              ? image.id().value()
              : object instanceof Snapshot snapshot
                  ? snapshot.id().value()
                  : super.fallbackToStringOf(object);
        }
      };

  /**
   * Makes the strategy.
   *
   * @return a new strategy, made like the one before
   */
  protected abstract S strategy();

  /**
   * Returns what the strategy is asked about.
   *
   * @return the questions; all images and snapshots in them are those of the {@link #context()}
   */
  protected abstract List<Q> questions();

  /**
   * Returns what the strategy may look at.
   *
   * @return the context, the same in every call
   */
  protected abstract PlanningContext context();

  /**
   * Asks a strategy.
   *
   * @param strategy the strategy
   * @param question what it is asked about
   * @param context what it may look at
   * @return its answer
   */
  protected abstract A ask(S strategy, Q question, PlanningContext context);

  /**
   * Returns whether the strategy compares with a time that is fixed, such as a date in an argument
   * or in a tag. Retentions and filters that do not must decide the same when the times of images
   * and snapshots and that of the context are all shifted: {@link PlanningContext#now()} is their
   * only clock.
   *
   * @return {@code false} by default; if {@code true}, nothing is shifted
   */
  protected boolean comparesWithFixedTime() {
    return false;
  }

  /**
   * Asks a strategy in a test.
   *
   * @return its answer; what it throws is a failure that names the question
   */
  final A answer(S strategy, Q question, PlanningContext context) {
    return answer(strategy, name(question), () -> ask(strategy, question, context));
  }

  /** Asks a strategy something else. */
  static <T> T answer(Strategy strategy, String question, Supplier<T> asking) {
    T answer;
    try {
      answer = asking.get();
    } catch (RuntimeException | LinkageError e) {
      throw new AssertionError(
          strategy.description() + " threw when it was asked about " + question + ": " + e, e);
    }
    assertThat(answer).as("the answer of %s to %s", strategy.description(), question).isNotNull();
    return answer;
  }

  /** Asserts something of each question, and names the first of which it does not hold. */
  static <T> void assertEach(Collection<T> questions, Consumer<T> requirements) {
    for (T question : questions) {
      try {
        requirements.accept(question);
      } catch (AssertionError e) {
        throw new AssertionError(name(question) + ": " + e.getMessage(), e);
      }
    }
  }

  /** Returns the id of what a strategy is asked about. */
  static String name(Object question) {
    return IDS.toStringOf(question);
  }

  /**
   * Asserts that a strategy decides the same at other times.
   *
   * @param decision of a strategy, the question and context, each shifted
   */
  final void assertSameAtOtherTimes(Function<TimeShift, ?> decision) {
    assumeFalse(comparesWithFixedTime(), "The strategy compares with a time that is fixed");
    Object expected = decision.apply(new TimeShift(Duration.ZERO));
    for (TimeShift shift : TimeShift.bothWays()) {
      assertThat(decision.apply(shift))
          .as(
              "the decisions of %s when all times are shifted by %s days, context.now() too, with"
                  + " which alone it compares unless comparesWithFixedTime()",
              strategy().description(), shift.by().toDays())
          .isEqualTo(expected);
    }
  }

  /**
   * Fails unless something may be kept for these reasons.
   *
   * @param reasons the reasons of a strategy
   */
  protected static void assertKeeping(List<Reason> reasons) {
    assertThat(reasons)
        .as("the reasons to keep something")
        .doesNotContainNull()
        .extracting(Reason::code)
        .as("the codes of reasons to keep something")
        .doesNotContainAnyElementsOf(REMOVAL_CODES);
  }

  @Test
  void describesItselfTheSameInEveryRun() {
    assertThat(strategy().description())
        .isNotBlank()
        .isEqualTo(strategy().description())
        .as("a description without the JVM's name of a lambda or of an object")
        .doesNotContain("$$Lambda")
        .doesNotContainPattern("@[0-9a-f]{5,}");
  }

  @Test
  void givesTheSameAnswerWhenAskedAgain() {
    S strategy = strategy();

    Map<Q, A> first = answers(strategy, questions(), context());

    assertThat(answers(strategy, questions(), context())).withRepresentation(IDS).isEqualTo(first);
  }

  @Test
  void givesTheSameAnswersInAnyOrderOfQuestions() {
    List<Q> backwards = new ArrayList<>(questions());
    Collections.reverse(backwards);

    assertThat(answers(strategy(), backwards, context()))
        .withRepresentation(IDS)
        .isEqualTo(answers(strategy(), questions(), context()));
  }

  @Test
  void givesTheSameAnswersWhenMadeAgain() {
    assertThat(answers(strategy(), questions(), context()))
        .withRepresentation(IDS)
        .isEqualTo(answers(strategy(), questions(), context()));
  }

  @Test
  void givesTheSameAnswersToSeveralThreads() throws Exception {
    S strategy = strategy();
    PlanningContext context = context();
    List<Q> questions = questions();
    Map<Q, A> expected = answers(strategy, questions, context);

    assertThat(Threads.answers(() -> answers(strategy, questions, context)))
        .withRepresentation(IDS)
        .allSatisfy(answers -> assertThat(answers).withRepresentation(IDS).isEqualTo(expected));
  }

  @Test
  void leavesTheAnswersThatItGaveAlone() {
    S strategy = strategy();
    Map<Q, A> answers = answers(strategy, questions(), context());
    Map<Q, String> texts = texts(answers);

    answers(strategy, questions(), context());

    assertThat(texts(answers)).withRepresentation(IDS).isEqualTo(texts);
  }

  private Map<Q, A> answers(S strategy, List<Q> questions, PlanningContext context) {
    return questions.stream()
        .collect(
            Collectors.toMap(Function.identity(), question -> answer(strategy, question, context)));
  }

  private Map<Q, String> texts(Map<Q, A> answers) {
    return answers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }
}
