package io.amiclean.core.execution;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Threads that do the same for many things side by side. An interrupt of the thread that waits for
 * them stops nothing that is under way, to know how it ends: whoever uses them asks {@link
 * #areStopped} before beginning something. Closing them hands the interrupt on.
 */
final class Workers implements AutoCloseable {

  private final ExecutorService pool;
  private volatile boolean stopped;

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
    return forEach(items, action, () -> {});
  }

  /** The same, while this thread does something else. */
  <T, R> List<R> forEach(List<T> items, Function<T, R> action, Runnable meanwhile) {
    noticeInterrupt();
    List<Future<R>> futures = new ArrayList<>(items.size());
    for (T item : items) {
      futures.add(pool.submit(() -> action.apply(item)));
    }
    meanwhile.run();
    List<R> results = new ArrayList<>(items.size());
    for (Future<R> future : futures) {
      results.add(await(future));
    }
    return results;
  }

  private <R> R await(Future<R> future) {
    while (true) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        stopped = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("An action of the execution failed", e.getCause());
      }
    }
  }

  /** Returns whether the waiting thread was interrupted, now or before. */
  boolean noticeInterrupt() {
    if (Thread.interrupted()) {
      stopped = true;
    }
    return stopped;
  }

  /** Returns whether nothing more is to be begun. */
  boolean areStopped() {
    return stopped;
  }

  @Override
  public void close() {
    pool.shutdown();
    if (stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
