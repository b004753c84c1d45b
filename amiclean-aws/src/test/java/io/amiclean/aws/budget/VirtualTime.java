package io.amiclean.aws.budget;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Time that stands still while a thread works, and jumps to where the next one wakes up when all of
 * them wait. One thread runs at a time, the others in a fixed order after it, so that a run is the
 * same each time. Threads wait by {@link #sleep}, and for what was given to {@link #pool}.
 */
final class VirtualTime extends Clock implements Time {

  private static final Instant BEGIN = Instant.parse("2024-06-01T00:00:00Z");

  /** A thread that takes part. */
  private record Actor(String name, Semaphore turn) {}

  private record Sleeper(long until, long number, Actor actor) {}

  private static final ThreadLocal<Actor> CURRENT = new ThreadLocal<>();

  private final Deque<Actor> ready = new ArrayDeque<>();
  private final List<Actor> arrived = new ArrayList<>();
  private final PriorityQueue<Sleeper> asleep =
      new PriorityQueue<>(
          Comparator.comparingLong(Sleeper::until).thenComparingLong(Sleeper::number));
  private int expected;
  private long now;
  private long sleeps;

  /**
   * Begins at 2024-06-01.
   *
   * @param actors how many threads there are to begin with; the first runs when all are there
   */
  VirtualTime(int actors) {
    this.expected = actors;
  }

  /** Does something in this thread, as one of those that time waits for. */
  <T> T take(String name, Callable<T> part) throws Exception {
    Actor actor = new Actor(name, new Semaphore(0));
    synchronized (this) {
      arrived.add(actor);
      expected--;
      if (expected == 0) {
        arrived.sort(Comparator.comparing(Actor::name));
        ready.addAll(arrived);
        passOn();
      }
    }
    return play(actor, part);
  }

  private <T> T play(Actor actor, Callable<T> part) throws Exception {
    actor.turn().acquireUninterruptibly();
    CURRENT.set(actor);
    try {
      return part.call();
    } finally {
      synchronized (this) {
        passOn();
      }
    }
  }

  /** The next one runs; if nobody is left, the thread that waits from outside goes on. */
  private void passOn() {
    Actor next = ready.poll();
    if (next == null && !asleep.isEmpty()) {
      Sleeper first = asleep.remove();
      now = Math.max(now, first.until());
      next = first.actor();
    }
    if (next != null) {
      next.turn().release();
    }
  }

  private void await(Runnable where) {
    Actor me = CURRENT.get();
    synchronized (this) {
      where.run();
      passOn();
    }
    me.turn().acquireUninterruptibly();
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  @Override
  public void sleep(long nanos) {
    Actor me = CURRENT.get();
    await(() -> asleep.add(new Sleeper(now + nanos, sleeps++, me)));
  }

  @Override
  public Instant instant() {
    return BEGIN.plusNanos(nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }

  /** Returns a pool whose threads take part, for a thread that does. */
  ExecutorService pool(int size) {
    return new Pool(size);
  }

  private final class Pool extends AbstractExecutorService {
    private final int size;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Actor> idle = new ArrayDeque<>();
    private int threads;
    private boolean shutDown;

    Pool(int size) {
      this.size = size;
    }

    @Override
    public void execute(Runnable task) {
      synchronized (VirtualTime.this) {
        tasks.add(task);
        Actor waiting = idle.poll();
        if (waiting != null) {
          ready.add(waiting);
        } else if (threads < size) {
          threads++;
          Actor actor = new Actor("worker", new Semaphore(0));
          ready.add(actor);
          Thread thread = new Thread(() -> work(actor));
          thread.setDaemon(true);
          thread.start();
        }
      }
    }

    private void work(Actor actor) {
      try {
        play(
            actor,
            () -> {
              while (!shutDown || !tasks.isEmpty()) {
                Runnable task = tasks.poll();
                if (task == null) {
                  await(() -> idle.add(actor));
                } else {
                  task.run();
                }
              }
              return actor;
            });
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
      return new Task<>(callable);
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
      return new Task<>(Executors.callable(runnable, value));
    }

    @Override
    public void shutdown() {
      synchronized (VirtualTime.this) {
        shutDown = true;
        ready.addAll(idle);
        idle.clear();
      }
    }

    @Override
    public List<Runnable> shutdownNow() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
      return shutDown;
    }

    @Override
    public boolean isTerminated() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }
  }

  private final class Task<T> extends FutureTask<T> {
    private final List<Actor> waiting = new ArrayList<>();

    Task(Callable<T> callable) {
      super(callable);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
      if (!isDone()) {
        Actor me = CURRENT.get();
        VirtualTime.this.await(() -> waiting.add(me));
      }
      return super.get();
    }

    @Override
    protected void done() {
      synchronized (VirtualTime.this) {
        ready.addAll(waiting);
      }
    }
  }
}
