package io.amiclean.core.execution;

import java.time.Duration;

/** Durations as nanoseconds, which end after 292 years. */
final class Nanos {

  private static final Duration MOST = Duration.ofNanos(Long.MAX_VALUE);

  private Nanos() {}

  /** Returns a duration of zero or more in nanoseconds, at most as many as there are. */
  static long of(Duration duration) {
    return duration.compareTo(MOST) < 0 ? duration.toNanos() : Long.MAX_VALUE;
  }
}
