package io.amiclean.aws.internal.call;

import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.plan.AccountReading;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the time of calls, and says while one lasts. Each is made by a thread of its own, which is
 * abandoned when the time is over: a client that waits for the rest of an answer cannot be relied
 * on to stop. Thread-safe.
 */
public final class CallWatch {

  private static final Logger LOG = LoggerFactory.getLogger(CallWatch.class);

  private static final long REMINDER = TimeUnit.SECONDS.toNanos(30);

  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), CallWatch::daemon);

  private final Limits limits;
  private final CallTime time;

  /** What was answered at least once. */
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  /**
   * Creates a watch.
   *
   * @param limits the limits
   * @param time measures the time, such as {@link CallTime#SYSTEM}
   */
  public CallWatch(Limits limits, CallTime time) {
    this.limits = limits;
    this.time = time;
  }

  /**
   * Returns a new watch of the default limits.
   *
   * @return the watch
   */
  public static CallWatch defaults() {
    return new CallWatch(Limits.DEFAULTS, CallTime.SYSTEM);
  }

  private static Thread daemon(Runnable task) {
    // The threads outlast their first task, whose inheritable variables are none of the others'.
    Thread thread = new Thread(null, task, "amiclean-call", 0, false);
    thread.setDaemon(true);
    return thread;
  }

  public Limits limits() {
    return limits;
  }

  CallTime time() {
    return time;
  }

  /** Returns whether an operation that reads was answered before. */
  public boolean wasAnswered(String operation) {
    return answered.contains(operation);
  }

  /**
   * Does work as a reading of its own, whose time is bounded.
   *
   * @param <T> what is read
   * @param work the work
   * @return what was read
   */
  public <T> T reading(Supplier<T> work) {
    return beginReading().within(work);
  }

  /**
   * Begins a reading, whose time is bounded.
   *
   * @return the reading
   */
  public AccountReading beginReading() {
    return Reading.begin(limits, time);
  }

  /** Does work as part of the reading of this thread, or as one of its own. */
  public <T> T withinReading(Supplier<T> work) {
    return Reading.partOf(limits, time, work);
  }

  /**
   * Makes a call that reads. An interrupt of this thread ends it.
   *
   * @throws PassedLimitException if it passes a limit of time
   * @throws ReadingInterruptedException if this thread is interrupted
   */
  <P> P read(String source, AnswerCheck check, Callable<P> call) {
    return withinReading(
        () -> {
          ReadingInterruptedException.throwIfInterrupted(source);
          Reading reading = Reading.current().orElseThrow();
          reading
              .passed(source, check.operation())
              .ifPresent(
                  passed -> {
                    throw passed;
                  });
          P answer = ended(new Task<>(check, call, Optional.of(source), Optional.of(reading)));
          answered.add(check.operation());
          return answer;
        });
  }

  /**
   * Makes a call that changes something. An interrupt of this thread reaches the client, and the
   * call is waited for all the same: its outcome is worth it.
   *
   * @throws PassedLimitException if it passes a limit of time
   */
  <P> P change(AnswerCheck check, Callable<P> call) {
    return ended(new Task<>(check, call, Optional.empty(), Optional.empty()));
  }

  private <P> P ended(Task<P> task) {
    boolean isInterrupted = Thread.interrupted();
    if (isInterrupted) {
      task.interrupt();
    }
    THREADS.execute(task);
    try {
      while (!task.answer.isDone()) {
        task.requireWithin();
        try {
          time.await(task.answer, task.untilNextLook());
        } catch (InterruptedException e) {
          isInterrupted = true;
          task.interrupted(e);
        }
      }
      return task.answer();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A call, and the thread that makes it. */
  private final class Task<P> implements Runnable {

    private final AnswerCheck check;
    private final Callable<P> call;
    private final Optional<String> source;
    private final Optional<Reading> reading;
    private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final CompletableFuture<P> answer = new CompletableFuture<>();
    private final long begun = time.nanos();
    private long reminded = begun;

    private @Nullable Thread thread;
    private boolean isInterrupted;

    Task(AnswerCheck check, Callable<P> call, Optional<String> source, Optional<Reading> reading) {
      this.check = check;
      this.call = LogContext.carried(call);
      this.source = source;
      this.reading = reading;
    }

    @Override
    public void run() {
      Thread mine = Thread.currentThread();
      begin(mine);
      mine.setContextClassLoader(loader);
      try {
        answer.complete(call.call());
      } catch (Throwable e) {
        answer.completeExceptionally(e);
      } finally {
        end();
        mine.setContextClassLoader(null);
      }
    }

    private synchronized void begin(Thread mine) {
      thread = mine;
      if (isInterrupted) {
        mine.interrupt();
      }
    }

    /** The thread goes on with other calls, which the interrupts of this one do not concern. */
    private synchronized void end() {
      thread = null;
      boolean unused = Thread.interrupted();
    }

    synchronized void interrupt() {
      isInterrupted = true;
      if (thread != null) {
        thread.interrupt();
      }
    }

    /** Ends a reading, and hands the interrupt of a change on. */
    void interrupted(InterruptedException e) {
      if (source.isPresent()) {
        giveUp();
        throw new ReadingInterruptedException(source.get(), e);
      }
      interrupt();
    }

    void requireWithin() {
      long now = time.nanos();
      if (left(now) <= 0) {
        giveUp();
        throw check.sentAt().isPresent()
            ? new PassedLimitException(
                check.operation(), "was not answered within " + limits.answerTime(), "answerTime")
            : new PassedLimitException(
                check.operation(), "was not sent within " + limits.sourceTime(), "sourceTime");
      }
      reading
          .flatMap(within -> within.passed(source.orElseThrow(), check.operation()))
          .ifPresent(
              passed -> {
                giveUp();
                throw passed;
              });
      if (now - reminded >= REMINDER) {
        reminded = now;
        remind(now);
      }
    }

    private void remind(long now) {
      long lasted = Duration.ofNanos(now - begun).toSeconds();
      if (check.sentAt().isPresent()) {
        LOG.warn(
            "{} has lasted for {} s; its last request was sent {} s ago, and is given up after {}",
            check.operation(),
            lasted,
            Duration.ofNanos(now - check.sentAt().getAsLong()).toSeconds(),
            limits.answerTime());
      } else {
        LOG.warn(
            "{} has lasted for {} s and waits to be sent; it is given up after {}",
            check.operation(),
            lasted,
            limits.sourceTime());
      }
    }

    /** Returns for how long there is nothing to be found. */
    long untilNextLook() {
      long now = time.nanos();
      long next = Math.min(REMINDER - (now - reminded), left(now));
      return Math.max(
          1, reading.map(within -> Math.min(next, within.left(source.orElseThrow()))).orElse(next));
    }

    /** Requests wait for their turn, and so longer than an answer takes. */
    private long left(long now) {
      OptionalLong sent = check.sentAt();
      return sent.isPresent()
          ? TimeUnit.NANOSECONDS.convert(limits.answerTime()) - (now - sent.getAsLong())
          : TimeUnit.NANOSECONDS.convert(limits.sourceTime()) - (now - begun);
    }

    private void giveUp() {
      check.giveUp();
      interrupt();
    }

    P answer() {
      try {
        return answer.get();
      } catch (InterruptedException e) {
        throw new IllegalStateException("Interrupted without having to wait", e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OutOfMemoryError) {
          // All that the call has made is garbage by now.
          throw new PassedLimitException(
              check.operation(),
              "was answered with more than the heap of "
                  + (Runtime.getRuntime().maxMemory() >> 20)
                  + " MiB holds",
              "answerBytes");
        }
        if (e.getCause() instanceof StackOverflowError) {
          throw new ForeignAnswerException(
              check.operation(), "what is nested more deeply than can be read");
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }
}
