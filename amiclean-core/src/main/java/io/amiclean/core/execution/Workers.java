package io.amiclean.core.execution;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.amiclean.core.internal.LogContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies an action to many items, a limited number at a time: on threads of its own, or on those
 * of an executor of the caller's. An interrupt of the thread that waits for them stops nothing that
 * is under way, to know how it ends: {@link #stopped} is asked before something is begun. Closing
 * them hands the interrupt on, and leaves an executor of the caller's as it was.
 *
 * <p>Of such an executor nothing is expected. What no thread has begun when its result is due runs
 * on the thread that waits: so no deadlock comes of an executor that has one thread, which may be
 * the one that waits, that rejects, or that runs at once what it is given.
 */
final class Workers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  /** So many that one that takes long does not keep the others waiting. */
  private static final int MOST_AHEAD = 1_000;

  private final Executor executor;
  private final Optional<ExecutorService> own;
  private final int concurrency;
  private final Deadline deadline;
  private final Thread waiting = Thread.currentThread();
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private volatile boolean interrupted;

  private Workers(
      Executor executor, Optional<ExecutorService> own, int concurrency, Deadline deadline) {
    this.executor = executor;
    this.own = own;
    this.concurrency = concurrency;
    this.deadline = deadline;
  }

  /** Begins threads of its own, which end when this is closed. */
  static Workers own(int concurrency, String names, Deadline deadline) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            concurrency, new ThreadFactoryBuilder().setNameFormat(names).build());
    return new Workers(pool, Optional.of(pool), concurrency, deadline);
  }

  /** Uses an executor, and this thread. */
  static Workers on(Executor executor, int concurrency, Deadline deadline) {
    return new Workers(executor, Optional.empty(), concurrency, deadline);
  }

  /**
   * Applies an action to each item, and returns the results in the order of the items when all have
   * ended.
   */
  <T, R> List<R> forEach(List<T> items, Function<T, R> action) {
    List<R> results = new ArrayList<>(items.size());
    forEach(items, action, () -> {}, (item, result) -> results.add(result));
    return results;
  }

  /**
   * Applies an action to each item, while this thread runs something else. When it returns or
   * throws, nothing of it is under way any more.
   *
   * @param ended receives the result of each item, in their order, as soon as it and all before it
   *     have ended
   */
  <T, R> void forEach(
      List<T> items, Function<T, R> action, Runnable meanwhile, BiConsumer<T, R> ended) {
    noticeInterrupt();
    Batch<T, R> batch = new Batch<>(items.iterator(), LogContext.carriedToItems(action));
    try {
      batch.handOut();
      meanwhile.run();
      for (T item : items) {
        // What has ended is not waited for, and waiting is what notices an interrupt.
        noticeInterrupt();
        ended.accept(item, batch.next());
      }
    } finally {
      batch.end();
    }
  }

  /** Something to be done once, by whichever thread comes first. */
  private final class Task<T, R> implements Runnable {
    private final Batch<T, R> batch;
    private final T item;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable R result;
    private @Nullable Throwable failure;
    private volatile @Nullable Future<?> handedTo;

    Task(Batch<T, R> batch, T item) {
      this.batch = batch;
      this.item = item;
    }

    /** Returns whether it is for the thread that asks to do it, or to leave it undone. */
    boolean isUnclaimed() {
      return begun.compareAndSet(false, true);
    }

    @Override
    public void run() {
      if (isUnclaimed()) {
        make();
      }
    }

    void make() {
      if (Thread.currentThread().equals(waiting)) {
        noticeInterrupt();
      }
      try {
        result = batch.action.apply(item);
      } catch (RuntimeException | Error e) {
        failure = e;
      } finally {
        batch.ended(this);
      }
    }

    /** Waits as the executor wants to be waited for: some lend a thread meanwhile. */
    void await() {
      Future<?> future = handedTo;
      // What this thread has done is still to come in the executor.
      while (ended.getCount() > 0) {
        try {
          if (future != null) {
            future.get();
          }
          ended.await();
        } catch (InterruptedException e) {
          noteInterrupt();
        } catch (ExecutionException | CancellationException e) {
          future = null;
        }
      }
    }

    @SuppressWarnings("NullAway") // The result is set once the action has ended without a failure.
    R answer() {
      if (failure != null) {
        throw new IllegalStateException("An action of the execution failed", failure);
      }
      return result;
    }
  }

  /** What is done for the items of a list. */
  private final class Batch<T, R> {
    private final Iterator<T> left;
    private final Function<T, R> action;
    private final Deque<Task<T, R>> ahead = new ArrayDeque<>();
    private final AtomicInteger handingOut = new AtomicInteger();
    private int underWay;
    private boolean isEnded;

    Batch(Iterator<T> left, Function<T, R> action) {
      this.left = left;
      this.action = action;
    }

    /**
     * Hands out as much as may be under way. One thread at a time does that for all, so that an
     * executor that runs at once what it is given is not given more by what it runs.
     */
    void handOut() {
      if (handingOut.getAndIncrement() > 0) {
        return;
      }
      int asked = 1;
      while (asked > 0) {
        for (Optional<Task<T, R>> task = take(); task.isPresent(); task = take()) {
          handOut(task.get());
        }
        asked = handingOut.addAndGet(-asked);
      }
    }

    private synchronized Optional<Task<T, R>> take() {
      if (isEnded || underWay >= concurrency || ahead.size() >= MOST_AHEAD || !left.hasNext()) {
        return Optional.empty();
      }
      T item = left.next();
      Task<T, R> task = new Task<>(this, item);
      ahead.add(task);
      underWay++;
      return Optional.of(task);
    }

    private void handOut(Task<T, R> task) {
      try {
        if (executor instanceof ExecutorService pool) {
          task.handedTo = pool.submit(task);
        } else {
          executor.execute(task);
        }
      } catch (RejectedExecutionException e) {
        LOG.debug("The executor rejects; the executing thread goes on by itself", e);
      }
    }

    private void ended(Task<T, R> task) {
      synchronized (this) {
        underWay--;
      }
      task.ended.countDown();
      handOut();
    }

    private synchronized @Nullable Task<T, R> first() {
      return ahead.peek();
    }

    /** Returns the result of the next item. */
    R next() {
      Task<T, R> task;
      boolean isTaken;
      synchronized (this) {
        // None is under way then: another thread that hands out has just not come to this one.
        isTaken = ahead.isEmpty();
        task = isTaken ? take().orElseThrow() : ahead.element();
      }
      if (own.isEmpty()) {
        task.run();
      } else if (isTaken) {
        handOut(task);
      }
      task.await();
      synchronized (this) {
        ahead.remove();
      }
      handOut();
      return task.answer();
    }

    /** Waits for what is under way; the rest is not begun any more. */
    void end() {
      synchronized (this) {
        isEnded = true;
      }
      for (Task<T, R> task = first(); task != null; task = first()) {
        if (!task.isUnclaimed()) {
          task.await();
        }
        synchronized (this) {
          ahead.remove();
        }
      }
    }
  }

  /**
   * Waits for a reading until the deadline.
   *
   * @return its answer, or empty if nothing more is to be begun, which may be why it failed
   */
  <T> Optional<T> inTime(Supplier<T> reading) {
    try {
      Optional<T> answer = deadline.await(reading);
      if (answer.isEmpty()) {
        noticeInterrupt();
      }
      return answer;
    } catch (RuntimeException e) {
      if (noticeInterrupt()) {
        LOG.debug("The reading was cut off", e);
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Returns whether the waiting thread was interrupted or all was stopped, now or before. */
  boolean noticeInterrupt() {
    if (Thread.interrupted()) {
      noteInterrupt();
    }
    return stopped().isPresent();
  }

  private void noteInterrupt() {
    interrupted = true;
    stop();
  }

  /** Lets nothing more be begun. */
  void stop() {
    stop.compareAndSet(null, Stop.INTERRUPTED);
  }

  /** Returns why nothing more is to be begun, if so; once it is so, it stays so. */
  Optional<Stop> stopped() {
    if (deadline.hasPassed()) {
      stop.compareAndSet(null, Stop.DEADLINE);
    }
    return Optional.ofNullable(stop.get());
  }

  /** Ends threads of its own; what was not begun when something failed is not begun any more. */
  @Override
  public void close() {
    stop();
    own.ifPresent(ExecutorService::shutdown);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
