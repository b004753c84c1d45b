package io.amiclean.core.execution;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.core.internal.LogContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Threads that do the same for many things side by side. An interrupt of the thread that waits for
 * them stops nothing that is under way, to know how it ends: whoever uses them asks {@link
 * #areStopped} before beginning something. Closing them hands the interrupt on.
 */
final class Workers implements AutoCloseable {

  /** So many that one that takes long does not keep the others waiting. */
  private static final int MOST_AHEAD = 1_000;

  private final ExecutorService pool;
  private volatile boolean stopped;
  private volatile boolean interrupted;

  Workers(int concurrency, String names) {
    this(
        Executors.newFixedThreadPool(
            concurrency, new ThreadFactoryBuilder().setNameFormat(names).build()));
  }

  Workers(ExecutorService pool) {
    this.pool = pool;
  }

  /** Returns what became of each thing, in their order, when all of it has ended. */
  <T, R> List<R> forEach(List<T> items, Function<T, R> action) {
    List<R> results = new ArrayList<>(items.size());
    forEach(items, action, () -> {}, (item, result) -> results.add(result));
    return results;
  }

  /**
   * Does the same for each thing, while this thread does something else.
   *
   * @param ended is told what became of each thing, in their order, as soon as it and all before it
   *     have ended
   */
  <T, R> void forEach(
      List<T> items, Function<T, R> action, Runnable meanwhile, BiConsumer<T, R> ended) {
    noticeInterrupt();
    Iterator<T> next = items.iterator();
    Deque<Future<R>> underWay = new ArrayDeque<>();
    submit(next, action, underWay);
    meanwhile.run();
    for (T item : items) {
      // What has ended is not waited for, and so tells of no interrupt.
      noticeInterrupt();
      R result = await(underWay.remove());
      submit(next, action, underWay);
      ended.accept(item, result);
    }
  }

  private <T, R> void submit(Iterator<T> next, Function<T, R> action, Deque<Future<R>> underWay) {
    while (next.hasNext() && underWay.size() < MOST_AHEAD) {
      T item = next.next();
      underWay.add(pool.submit(LogContext.carried(() -> action.apply(item))));
    }
  }

  private <R> R await(Future<R> future) {
    while (true) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        noteInterrupt();
      } catch (ExecutionException e) {
        throw new IllegalStateException("An action of the execution failed", e.getCause());
      }
    }
  }

  /** Returns whether the waiting thread was interrupted or all was stopped, now or before. */
  boolean noticeInterrupt() {
    if (Thread.interrupted()) {
      noteInterrupt();
    }
    return stopped;
  }

  private void noteInterrupt() {
    interrupted = true;
    stop();
  }

  /** Lets nothing more be begun. */
  void stop() {
    stopped = true;
  }

  /** Returns whether nothing more is to be begun. */
  boolean areStopped() {
    return stopped;
  }

  /** What was not begun when something failed is not begun any more. */
  @Override
  public void close() {
    stop();
    pool.shutdown();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
