package io.amiclean.core.execution;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock, and a ticker with it, that stand still until a test advances them. */
final class MovingClock extends Clock {

  private long nanos = -1; // The one of the system may begin anywhere, below zero too.

  private Instant now;

  MovingClock(Instant start) {
    this.now = start;
  }

  synchronized void advance(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  /** Returns a time that {@link #set} does not change. */
  synchronized long nanos() {
    return nanos;
  }

  synchronized void set(Instant time) {
    now = time;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Instants only");
  }
}
