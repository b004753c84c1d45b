package io.amiclean.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.policy.Strategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    assertThat(answers(strategy, questions(), context())).isEqualTo(first);
  }

  @Test
  void givesTheSameAnswersInAnyOrderOfQuestions() {
    List<Q> backwards = new ArrayList<>(questions());
    Collections.reverse(backwards);

    assertThat(answers(strategy(), backwards, context()))
        .isEqualTo(answers(strategy(), questions(), context()));
  }

  @Test
  void givesTheSameAnswersWhenMadeAgain() {
    assertThat(answers(strategy(), questions(), context()))
        .isEqualTo(answers(strategy(), questions(), context()));
  }

  @Test
  void givesTheSameAnswersToSeveralThreads() throws Exception {
    S strategy = strategy();
    PlanningContext context = context();
    List<Q> questions = questions();
    Map<Q, A> expected = answers(strategy, questions, context);

    assertThat(Threads.answers(() -> answers(strategy, questions, context)))
        .allSatisfy(answers -> assertThat(answers).isEqualTo(expected));
  }

  @Test
  void leavesTheAnswersThatItGaveAlone() {
    S strategy = strategy();
    Map<Q, A> answers = answers(strategy, questions(), context());
    Map<Q, String> texts = texts(answers);

    answers(strategy, questions(), context());

    assertThat(texts(answers)).isEqualTo(texts);
  }

  private Map<Q, A> answers(S strategy, List<Q> questions, PlanningContext context) {
    return questions.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                question -> {
                  A answer = ask(strategy, question, context);
                  assertThat(answer).as("the answer to %s", question).isNotNull();
                  return answer;
                }));
  }

  private Map<Q, String> texts(Map<Q, A> answers) {
    return answers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }
}
