package io.amiclean.core.execution;

import com.google.common.base.Throwables;
import io.amiclean.core.internal.LogContext;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** When an execution begins nothing more. Thread-safe. */
final class Deadline {

  /** The ticker decides, and may run ahead of the time that a thread waits by. */
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long NEVER = Long.MAX_VALUE;

  private final LongSupplier ticker;
  private final long begin;
  private final long nanos;

  private Deadline(LongSupplier ticker, long nanos) {
    this.ticker = ticker;
    this.begin = ticker.getAsLong();
    this.nanos = nanos;
  }

  static Deadline none() {
    return new Deadline(() -> 0, NEVER);
  }

  /**
   * Returns a deadline.
   *
   * @param time how long it takes from now until then, by the ticker; it has passed if negative
   * @param ticker monotonic, in nanoseconds
   */
  static Deadline after(Duration time, LongSupplier ticker) {
    return new Deadline(ticker, time.isNegative() ? 0 : TimeUnit.NANOSECONDS.convert(time));
  }

  boolean hasPassed() {
    return left() <= 0;
  }

  private long left() {
    return nanos == NEVER ? NEVER : nanos - (ticker.getAsLong() - begin);
  }

  /**
   * Waits for a reading, which goes on in another thread where there is a deadline: that thread is
   * interrupted when it is not waited for any more.
   *
   * @return the answer, or empty if it was not there in time or this thread was interrupted, which
   *     it is still
   */
  <T> Optional<T> await(Supplier<T> reading) {
    if (nanos == NEVER) {
      return Optional.of(reading.get());
    }
    if (hasPassed()) {
      return Optional.empty();
    }
    FutureTask<T> answer = new FutureTask<>(LogContext.carried(reading::get));
    Thread thread = new Thread(answer, "amiclean-recheck");
    thread.setDaemon(true);
    thread.start();
    try {
      return await(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(Objects.requireNonNull(e.getCause()));
      throw new IllegalStateException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private <T> Optional<T> await(FutureTask<T> answer)
      throws InterruptedException, ExecutionException {
    for (long left = left(); left > 0; left = left()) {
      try {
        return Optional.of(answer.get(Math.min(left, LONGEST_WAIT), TimeUnit.NANOSECONDS));
      } catch (TimeoutException e) {
        // What is left is asked for again: a time may be longer than one wait.
      }
    }
    return Optional.empty();
  }
}
