package io.amiclean.aws.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.amiclean.aws.budget.TokenBucket.Ticket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Times of a machine may be negative, and pass zero. */
  private long now = -3 * SECOND;

  private final TokenBucket bucket = new TokenBucket(new BucketSize(100, 5), now);

  /** Sends as many requests as go without waiting. */
  private int burst() {
    int sent = 0;
    Ticket ticket = bucket.queue();
    while (bucket.take(ticket, now) == 0) {
      sent++;
      ticket = bucket.queue();
    }
    bucket.leave(ticket);
    return sent;
  }

  private Ticket send() {
    Ticket ticket = bucket.queue();
    long wait = bucket.take(ticket, now);
    while (wait > 0) {
      now += wait;
      wait = bucket.take(ticket, now);
    }
    return ticket;
  }

  @Test
  void sendsNearlyAllThatItHoldsAtOnce() {
    assertThat(burst()).isBetween(95, 100);
  }

  @Test
  void sendsAsManyASecondAsItGains() {
    burst();
    long from = now;
    for (int i = 0; i < 1000; i++) {
      send();
    }

    assertThat((now - from) / (double) SECOND).isCloseTo(200, within(0.1));
  }

  @Test
  void holdsNoMoreAfterALongTime() {
    int first = burst();
    now += 1_000_000 * SECOND;

    assertThat(burst()).isEqualTo(first);
  }

  @Test
  void servesInTheOrderOfArrival() {
    burst();
    Ticket first = bucket.queue();
    Ticket second = bucket.queue();
    now += SECOND / 4;

    assertThat(bucket.take(second, now)).isPositive();
    assertThat(bucket.take(first, now)).isZero();
  }

  @Test
  void whoLeavesHoldsNobodyUp() {
    burst();
    Ticket impatient = bucket.queue();
    Ticket next = bucket.queue();
    long before = bucket.take(next, now);

    bucket.leave(impatient);

    assertThat(bucket.take(next, now)).isLessThan(before);
  }

  @Test
  void isEmptyAndSlowerAfterARefusal() {
    Ticket refused = send();

    double share = bucket.refused(refused, now);

    assertThat(share).isLessThan(0.5);
    assertThat(bucket.take(bucket.queue(), now)).isGreaterThan(SECOND / 5);
  }

  @Test
  void guessesTheShareFromTheFirstBurst() {
    for (int i = 0; i < 25; i++) {
      send();
      bucket.letThrough();
    }

    assertThat(bucket.refused(send(), now)).isCloseTo(0.31, within(0.02));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 0.5, 0.75, 0.9})
  void settlesAtTheShareThatThereIs(double truth) {
    double held = 100 * truth;
    long filledAt = now;
    int refused = 0;
    double share = 1;
    for (int answered = 0; answered < 2000; ) {
      Ticket ticket = send();
      held = Math.min(100 * truth, held + (now - filledAt) / (double) SECOND * 5 * truth);
      filledAt = now;
      if (held >= 1) {
        held--;
        answered++;
        bucket.letThrough();
      } else {
        refused++;
        share = bucket.refused(ticket, now);
      }
    }

    assertThat(share).isCloseTo(truth, within(truth / 8));
    assertThat(refused).isLessThan(2000 * 3 / 100);
  }

  @Test
  void refusalsOfWhatWasUnderWayCountOnce() {
    Ticket first = send();
    Ticket second = send();
    now += SECOND;
    double share = bucket.refused(first, now);

    assertThat(bucket.refused(second, now + SECOND / 100)).isEqualTo(share);
  }

  @Test
  void everyFurtherRefusalSlowsDownButNeverToAStandstill() {
    double share = 1;
    for (int i = 0; i < 20; i++) {
      double next = bucket.refused(send(), now);
      assertThat(next).isLessThanOrEqualTo(share);
      share = next;
      now++;
    }

    long from = now;
    send();
    assertThat(now - from).isLessThan(10 * SECOND);
  }

  @Test
  void recoversWithWhatIsLetThrough() {
    Ticket refused = send();
    double share = bucket.refused(refused, now);
    for (int i = 0; i < 1500; i++) {
      send();
      bucket.letThrough();
    }
    long from = now;
    for (int i = 0; i < 100; i++) {
      send();
    }

    assertThat(share).isLessThan(0.5);
    assertThat((now - from) / (double) SECOND).isCloseTo(20, within(0.5));
  }
}
