package io.amiclean.examples.cli;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.source.PinnedImages;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Makes an {@link Account} of what it is reached by.
 *
 * @param clock the clock of what is read
 * @param reading what is read, and what is left out
 * @param pinnedIds a file whose images are in use, if there is one
 */
record AccountReader(Clock clock, ReadingOptions reading, Optional<Path> pinnedIds) {

  /** Returns a reader of everything, for those who decide on nothing. */
  static AccountReader ofEverything() {
    return new AccountReader(Clock.systemUTC(), ReadingOptions.defaults(), Optional.empty());
  }

  Account demo() {
    InMemoryAccount all = InMemoryAccount.demo().withClock(clock);
    InMemoryAccount account = all.skip(all.sourceNames().stream().filter(reading::skips).toList());
    return pinned(
        new Account(
            account,
            account,
            account,
            List.of(),
            account,
            account,
            account,
            Optional.empty(),
            () -> {}));
  }

  Account aws(AwsClients clients, ProgressListener progress, Runnable connection) {
    AwsAccount account =
        AwsAccount.builder()
            .clients(clients)
            .clock(clock)
            .progress(progress)
            .options(reading)
            .build();
    return pinned(
        new Account(
            account.images(),
            account.snapshots(),
            account.allUsage(),
            List.of(account.lastLook()),
            account.operations(),
            account.operations(),
            account.lifecycle(),
            Optional.of(account.recycleBin()),
            connection));
  }

  private Account pinned(Account account) {
    return pinnedIds
        .map(file -> PinnedImages.in(file, account.imageOperations()::scope, clock))
        .map(account::usedAlsoBy)
        .orElse(account);
  }
}
