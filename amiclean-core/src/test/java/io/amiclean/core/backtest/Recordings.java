package io.amiclean.core.backtest;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;

/** Recordings of an account on some days, and a policy to try on them. */
public final class Recordings {

  /** Day 0. */
  public static final Instant START = Instant.parse("2017-01-01T00:00:00Z");

  private Recordings() {}

  /** Returns the time of a day; days before day 0 are negative. */
  public static Instant day(int number) {
    return START.plus(Duration.ofDays(number));
  }

  /** Records an account of which this is known. */
  public static RecordedAccount on(Instant time, Consumer<InMemoryAccount.Builder> contents) {
    return of(account(time, contents));
  }

  /** Returns an account of which this is known. */
  public static InMemoryAccount account(Instant time, Consumer<InMemoryAccount.Builder> contents) {
    InMemoryAccount.Builder builder =
        InMemoryAccount.builder().clock(Clock.fixed(time, ZoneOffset.UTC));
    contents.accept(builder);
    return builder.build();
  }

  /** Records an account, with the facts that it reads. */
  public static RecordedAccount of(InMemoryAccount account) {
    return AccountRecorder.builder().account(account).build().record();
  }

  /** Returns a policy that keeps the newest images of each role. */
  public static CleanupPolicy keepNewest(int count) {
    return retaining(RetentionStrategies.keepNewest(count)).name("keep " + count).build();
  }

  /** Returns a policy that groups by role. */
  public static CleanupPolicy.Builder retaining(RetentionStrategy retention) {
    return CleanupPolicy.builder()
        .addGroupBy(StrategySpec.of(Mappers.tags("role")))
        .addRetain(StrategySpec.of(retention));
  }
}
