package io.amiclean.core.backtest;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.backtest.Recordings.day;
import static io.amiclean.core.backtest.Recordings.keepNewest;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Backtests for tests of renderers. */
public final class SampleBacktests {

  private SampleBacktests() {}

  /** Every kind of use, of blind spot and of hindsight, and a refused day; the names are given. */
  public static BacktestReport ofEverything(String imageName, String... policyNames) {
    return Backtest.builder(
            AccountHistory.of(
                List.of(
                    Recordings.on(day(10), account -> fill(account, 10, imageName)),
                    Recordings.on(day(20), account -> fill(account, 20, imageName)))))
        .days(20)
        .build()
        .run(
            named(policyNames[0], keepNewest(1))
                .orphanSnapshots(true)
                .evidence(EvidenceLimits.builder().maximumAge(Duration.ofHours(1)).build())
                .build(),
            named(policyNames[policyNames.length - 1], keepNewest(2))
                .evidence(EvidenceLimits.builder().minimumImages(4).build())
                .build());
  }

  private static CleanupPolicy.Builder named(String name, CleanupPolicy policy) {
    return CleanupPolicy.builder().from(policy).name(name);
  }

  private static void fill(InMemoryAccount.Builder account, int today, String imageName) {
    for (int number = -4; number < today; number++) {
      int created = number;
      account.image(
          imageId(number + 100).value(),
          image -> {
            image
                .name(created == 0 ? imageName : "web-" + created)
                .tag("role", "web")
                .createdAt(day(created))
                .snapshot(snapshotId(created + 100).value(), 8);
            if (created == 1 && today == 20) {
              image.lastLaunchedAt(day(15));
            }
            if (created == 15) {
              image
                  .snapshot(snapshotId(103).value(), 8)
                  .copiedFrom(imageId(102).value(), "eu-west-1");
            }
          });
    }
    if (today == 10) {
      account.image(
          imageId(200).value(),
          image ->
              image
                  .name("gone")
                  .tag("role", "web")
                  .createdAt(day(9).plusSeconds(1))
                  .snapshot(snapshotId(200).value(), 8));
    } else {
      account
          .instance("i-00000001", imageId(104).value())
          .launchTemplate("lt-1", 2, snapshotId(105).value());
    }
    account.snapshot(
        snapshotId(201).value(),
        snapshot -> snapshot.madeFor(imageId(300).value()).startedAt(day(-9)).sizeGiB(30));
  }

  /** One policy that removes nothing of one recording. */
  public static BacktestReport ofNothing() {
    return Backtest.builder(AccountHistory.of(List.of(Recordings.on(day(10), account -> {}))))
        .days(1)
        .build()
        .run(CleanupPolicy.builder().from(keepNewest(1)).name(Optional.empty()).build());
  }
}
