package io.amiclean.core.backtest;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.backtest.Recordings.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.retention.RetentionStrategies;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * 90 days of 10,000 images in 200 groups, of which 9,000 are there from the beginning and the
 * others are made on the way, recorded each week; each image has a snapshot, one in 20 is in use.
 */
@Tag("slow")
class LargeBacktestTest {

  private static final int IMAGES = 10_000;
  private static final int GROUPS = 200;
  private static final int DAYS = 90;

  /** Image 1 is the oldest; those above 9,000 are made on the days from 0 on. */
  private static int createdOn(int number) {
    return number <= 9_000 ? -1 - (9_000 - number) / 20 : (number - 9_001) * DAYS / 1_000;
  }

  private static void fill(InMemoryAccount.Builder account, int today) {
    for (int next = 1; next <= IMAGES; next++) {
      int number = next;
      int created = createdOn(number);
      int group = number % GROUPS;
      if (created < today) {
        account.image(
            imageId(number).value(),
            image -> {
              image
                  .tag("role", "role-" + group)
                  .createdAt(day(created).plusSeconds(1))
                  .snapshot(snapshotId(number).value(), 8);
              // Launched once more on day 70, long after all but the newest were removed.
              if (group == 0 && today > 70) {
                image.lastLaunchedAt(day(70).plusSeconds(1));
              }
            });
        if (number % 20 == 1) {
          account.instance("i-" + number, imageId(number).value());
        }
      }
    }
  }

  private static List<RecordedAccount> weekly() {
    List<RecordedAccount> recordings = new ArrayList<>();
    for (int today = 0; today < DAYS; today += 7) {
      int recorded = today;
      recordings.add(Recordings.on(day(today), account -> fill(account, recorded)));
    }
    recordings.add(Recordings.on(day(DAYS), account -> fill(account, DAYS)));
    return recordings;
  }

  @Test
  void findsEveryLaunchOfARemovedImageAndNoOther() {
    AccountHistory history = AccountHistory.of(weekly());

    BacktestReport report =
        Backtest.builder(history)
            .days(DAYS)
            .build()
            .run(Recordings.retaining(RetentionStrategies.keepNewest(4)).build());

    BacktestResult result = report.results().get(0);
    assertThat(result.days()).hasSize(DAYS);
    assertThat(result.removals(Hindsight.REGRETTED))
        .extracting(BacktestRemoval::resource)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 44).mapToObj(i -> imageId(GROUPS * i)).toList());
    assertThat(result.removed().snapshots()).isEqualTo(result.removed().images());
    assertThat(result.removed().images()).isGreaterThan(8_000);
  }
}
