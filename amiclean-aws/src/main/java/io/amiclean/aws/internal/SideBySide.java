package io.amiclean.aws.internal;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.call.LogContext;
import io.amiclean.aws.internal.call.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Reads several items, a few at a time: EC2 answers about 20 such requests a second (EC2 Developer
 * Guide, "Request throttling for the Amazon EC2 API"), which one after another does not come near
 * over a slow line. Thread-safe.
 *
 * <p>Of several failures, it is always that of the first reading which is thrown: what comes before
 * a failure is read to its end, and what comes after it is not begun any more.
 *
 * @param context receives the progress with each answer
 * @param source the name of the source, which errors and progress show
 */
public record SideBySide(SourceContext context, String source) {

  private static final int CALLS = 16;

  /**
   * Asks the same of all items. After a failure nothing more is asked. The progress counts what the
   * answered items stand for.
   *
   * @param <T> what is asked about
   * @param <R> the answer
   * @param items the items
   * @param call asks about one item; called by several threads
   * @param weight how many an item stands for, such as the ids of a batch
   * @return the answers, in the order of the items
   * @throws EvidenceException if a call throws it
   * @throws ReadingInterruptedException if this thread is interrupted
   */
  public <T, R> List<R> ask(
      List<T> items, Function<? super T, ? extends R> call, ToIntFunction<? super T> weight) {
    int total = items.stream().mapToInt(weight).sum();
    AtomicInteger done = new AtomicInteger();
    List<Supplier<R>> calls = new ArrayList<>(items.size());
    for (T item : items) {
      calls.add(
          () -> {
            R answer = call.apply(item);
            synchronized (done) {
              context.report(Progress.of(source, done.addAndGet(weight.applyAsInt(item)), total));
            }
            return answer;
          });
    }
    return read(source, calls);
  }

  /**
   * Asks the same of all items, of which each stands for itself.
   *
   * @param <T> what is asked about
   * @param <R> the answer
   * @param items the items
   * @param call asks about one item; called by several threads
   * @return the answers, in the order of the items
   * @throws EvidenceException if a call throws it, or if this thread is interrupted
   */
  public <T, R> List<R> ask(List<T> items, Function<? super T, ? extends R> call) {
    return ask(items, call, item -> 1);
  }

  /**
   * Runs several readings. After a failure nothing more is begun.
   *
   * @param <R> what is read
   * @param source the name of the source, which errors show
   * @param readings read one item each; called by several threads
   * @return what was read, in the order of the readings
   * @throws EvidenceException if a reading throws it
   * @throws ReadingInterruptedException if this thread is interrupted
   */
  public static <R> List<R> read(String source, List<? extends Supplier<? extends R>> readings) {
    if (readings.isEmpty()) {
      return List.of();
    }
    AtomicInteger failed = new AtomicInteger(readings.size());
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(CALLS, readings.size()), SideBySide::daemon);
    try {
      List<Future<R>> begun = new ArrayList<>(readings.size());
      for (int place = 0; place < readings.size(); place++) {
        int here = place;
        Supplier<? extends R> reading = readings.get(here);
        begun.add(threads.submit(carried(() -> unlessFailed(here, reading, failed))));
      }
      List<R> answers = new ArrayList<>(readings.size());
      for (Future<R> answer : begun) {
        answers.add(answer(source, answer));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <R> R unlessFailed(
      int place, Supplier<? extends R> reading, AtomicInteger failed) {
    if (failed.get() < place) {
      throw new CancellationException();
    }
    try {
      return reading.get();
    } catch (RuntimeException | Error e) {
      failed.accumulateAndGet(place, Math::min);
      throw e;
    }
  }

  /** Waits for what another thread reads. */
  static <R> R answer(String source, Future<R> answer) {
    // A future that is done does not notice an interrupt.
    ReadingInterruptedException.throwIfInterrupted(source);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ReadingInterruptedException(source, e);
    }
  }

  /** Returns a task for another thread that belongs to the reading of this one, and logs as it. */
  static <T> Callable<T> carried(Callable<T> task) {
    return Reading.carried(LogContext.carried(task));
  }

  static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "amiclean-reading");
    thread.setDaemon(true);
    return thread;
  }
}
