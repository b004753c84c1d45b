package io.amiclean.aws.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.AccountOverWire;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SideBySideTest {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final SideBySide asking = new SideBySide(account.context, "permissions");

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void answersInTheOrderOfTheItems() {
    assertThat(asking.ask(numbers(100), item -> "answer " + item, answer -> 1))
        .containsExactlyElementsOf(numbers(100).stream().map(item -> "answer " + item).toList());
  }

  @Test
  void answersNothingForNothing() {
    assertThat(asking.ask(List.of(), item -> item, answer -> 1)).isEmpty();
  }

  @Test
  void hasSeveralQuestionsUnderWay() {
    CountDownLatch both = new CountDownLatch(2);

    assertThat(
            asking.ask(
                numbers(2),
                item -> {
                  both.countDown();
                  await(both);
                  return item;
                },
                answer -> 1))
        .containsExactly(0, 1);
  }

  @Test
  void tellsHowFarItIs() {
    asking.ask(numbers(20), item -> item, answer -> 2);

    assertThat(account.progress)
        .extracting(Progress::task, Progress::done)
        .containsExactlyElementsOf(
            numbers(20).stream().map(item -> tuple("permissions", 2L * (item + 1))).toList());
  }

  @Test
  void asksNothingMoreAfterAFailure() {
    Queue<Integer> asked = new ConcurrentLinkedQueue<>();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                asking.ask(
                    numbers(1000),
                    item -> {
                      asked.add(item);
                      throw new EvidenceException("permissions", "Denied " + item);
                    },
                    answer -> 1))
        .withMessage("Denied 0");
    assertThat(asked).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void tellsTheFailureOfTheFirstItemThatFailsHoweverLate() {
    CountDownLatch second = new CountDownLatch(1);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                asking.ask(
                    numbers(8),
                    item -> {
                      if (item == 0) {
                        await(second);
                      }
                      second.countDown();
                      throw new EvidenceException("permissions", "Denied " + item);
                    },
                    answer -> 1))
        .withMessage("Denied 0");
  }

  @Test
  void refusesWhenItIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> asking.ask(numbers(3), Optional::of, answer -> 1))
        .withMessageContaining("interrupted");
    assertThat(Thread.interrupted()).as("the interrupt is passed on").isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
