package io.amiclean.aws.budget;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * A guess at one of EC2's token buckets, kept on this side so that requests wait here instead of
 * being refused there. It has no clock and does not wait: it takes the time, and returns how long
 * to wait. First come, first served. Thread-safe.
 *
 * <p>The true bucket may be smaller than documented, and others draw on it. All that is guessed is
 * one number, the share of the documented size that is there for us, capacity and refill alike.
 * When EC2 refuses a request for its rate, its bucket is empty: what it let through since the
 * bucket was last known to be full, or empty, is what it had, and so gives the share. Between two
 * refusals the share grows again, by steps that grow themselves, so that a share that lasts is
 * tested seldom, and one that was low for a while is soon forgotten.
 */
final class TokenBucket {

  /** No guess is lower, so that no request waits for minutes. */
  private static final double LEAST_SHARE = 1.0 / 32;

  /** Requests do not arrive as evenly as they were sent; so much of the capacity evens that out. */
  private static final double USED_CAPACITY = 0.96;

  /** After a refusal the share is at most so much of what it was: room for the growth. */
  private static final double DECREASE = 0.9;

  /** What the share before counts for, in requests, against what was measured since. */
  private static final double TRUST = 10;

  /** By how much of the documented size the share grows with the first request let through. */
  private static final double GROWTH = 0.0001;

  /** With how many requests that step doubles, triples, and so on. */
  private static final double GROWTH_OF_GROWTH = 100;

  private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BucketSize documented;
  private final Deque<Ticket> waiting = new ArrayDeque<>();
  private double share = 1;
  private double tokens;
  private long filledAt;

  /** When the bucket was last known to be full or empty, and what it held in full size then. */
  private long measuredFrom;

  private double heldThen;
  private long letThrough;

  private boolean refusedBefore;
  private long refusedAt;

  /** A request that waits for its turn, or was sent. */
  static final class Ticket {
    private long sentAt;

    private Ticket() {}
  }

  TokenBucket(BucketSize documented, long now) {
    this.documented = documented;
    this.tokens = capacity();
    this.filledAt = now;
    this.measuredFrom = now;
    this.heldThen = documented.capacity();
  }

  /** Begins to wait. */
  synchronized Ticket queue() {
    Ticket ticket = new Ticket();
    waiting.add(ticket);
    return ticket;
  }

  /** Waits no more, without a request. */
  synchronized void leave(Ticket ticket) {
    waiting.remove(ticket);
  }

  /**
   * Takes a token if it is the ticket's turn.
   *
   * @return 0 if the request may be sent, or after how many nanoseconds to ask again
   */
  synchronized long take(Ticket ticket, long now) {
    fill(now);
    int before = 0;
    for (Ticket other : waiting) {
      if (other == ticket) {
        break;
      }
      before++;
    }
    double missing = before + 1 - tokens;
    if (missing <= 0) {
      tokens--;
      waiting.remove(ticket);
      ticket.sentAt = now;
      return 0;
    }
    return (long) Math.ceil(missing / refill() * SECOND);
  }

  /** EC2 answered a request, whatever it answered but that the rate was too high. */
  synchronized void letThrough() {
    letThrough++;
    share = Math.min(1, share + GROWTH * (1 + letThrough / GROWTH_OF_GROWTH));
  }

  /**
   * EC2 refused a request for its rate.
   *
   * @return the share of the documented size that is taken to be there now
   */
  synchronized double refused(Ticket ticket, long now) {
    fill(now);
    tokens = Math.min(tokens, 0);
    if (refusedBefore && ticket.sentAt - refusedAt <= 0) {
      // It was under way when the share was last measured, and adds nothing new.
      return share;
    }
    double had = heldThen + (now - measuredFrom) / SECOND * documented.refill();
    double measured = (letThrough + TRUST * share) / (had + TRUST);
    share = Math.max(LEAST_SHARE, Math.min(measured, share * DECREASE));
    refusedBefore = true;
    refusedAt = now;
    measure(now, 0);
    return share;
  }

  private void fill(long now) {
    tokens += (now - filledAt) / SECOND * refill();
    filledAt = now;
    if (tokens >= capacity()) {
      tokens = capacity();
      measure(now, documented.capacity());
    }
  }

  private void measure(long now, double held) {
    measuredFrom = now;
    heldThen = held;
    letThrough = 0;
  }

  private double capacity() {
    return Math.max(1, share * documented.capacity() * USED_CAPACITY);
  }

  private double refill() {
    return share * documented.refill();
  }
}
