package io.amiclean.aws.internal.call;

import io.amiclean.api.plan.AccountReading;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One reading of an account: how long it and its sources have taken so far. It goes with the work
 * from thread to thread. Thread-safe.
 */
public final class Reading implements AccountReading {

  private static final ThreadLocal<@Nullable Reading> CURRENT = new ThreadLocal<>();

  private final Limits limits;
  private final CallTime time;

  /** The reading that this one is part of, such as that of usage in several accounts. */
  private final Optional<Reading> whole;

  private final long begun;
  private final Map<String, Long> sources = new ConcurrentHashMap<>();

  private Reading(Limits limits, CallTime time, Optional<Reading> whole) {
    this.limits = limits;
    this.time = time;
    this.whole = whole;
    this.begun = time.nanos();
  }

  /** Begins a reading, as part of that of this thread if there is one. */
  static Reading begin(Limits limits, CallTime time) {
    return new Reading(limits, time, current());
  }

  /** Does work as part of the reading of this thread, or as one of its own. */
  static <T> T partOf(Limits limits, CallTime time, Supplier<T> work) {
    return current().isPresent() ? work.get() : begin(limits, time).within(work);
  }

  /** Returns a task that belongs to the reading of this thread. */
  public static <T> Callable<T> carried(Callable<T> task) {
    @Nullable Reading reading = CURRENT.get();
    return () -> {
      @Nullable Reading before = CURRENT.get();
      CURRENT.set(reading);
      try {
        return task.call();
      } finally {
        CURRENT.set(before);
      }
    };
  }

  @Override
  public <T> T within(Supplier<T> work) {
    @Nullable Reading before = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.get();
    } finally {
      CURRENT.set(before);
    }
  }

  /** Returns the reading of this thread. */
  static Optional<Reading> current() {
    return Optional.ofNullable(CURRENT.get());
  }

  /**
   * Returns how long a source may be read still. Its time begins when this is first asked.
   *
   * @return the nanoseconds, none or less if a limit is passed
   */
  long left(String source) {
    long now = time.nanos();
    long ofSource = TimeUnit.NANOSECONDS.convert(limits.sourceTime()) - (now - begin(source, now));
    return Math.min(ofSource, leftOfReading());
  }

  /**
   * Returns which limit a source has passed.
   *
   * @param source the source
   * @param operation the operation that it calls
   * @return the failure, or empty
   */
  Optional<PassedLimitException> passed(String source, String operation) {
    if (left(source) > 0) {
      return Optional.empty();
    }
    if (leftOfReading() <= 0) {
      return Optional.of(
          new PassedLimitException(
              operation,
              "was part of a reading that took longer than " + longest().limits.readingTime(),
              "readingTime"));
    }
    return Optional.of(
        new PassedLimitException(
            operation,
            "was called for the source '"
                + source
                + "', which took longer than "
                + limits.sourceTime(),
            "sourceTime"));
  }

  private long begin(String source, long now) {
    @Nullable Long before = sources.putIfAbsent(source, now);
    return before == null ? now : before;
  }

  private long leftOfReading() {
    long own = ownLeft();
    return whole.map(reading -> Math.min(own, reading.leftOfReading())).orElse(own);
  }

  private long ownLeft() {
    return TimeUnit.NANOSECONDS.convert(limits.readingTime()) - (time.nanos() - begun);
  }

  private Reading longest() {
    return ownLeft() <= 0 ? this : whole.map(Reading::longest).orElse(this);
  }
}
