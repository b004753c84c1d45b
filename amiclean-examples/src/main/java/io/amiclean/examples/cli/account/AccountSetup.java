package io.amiclean.examples.cli.account;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.core.source.PinnedImages;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How an account is read: makes an {@link Account} of what it is reached by.
 *
 * @param clock the clock of what is read
 * @param reading what is read, and what is left out
 * @param pinnedIds a file whose images are in use, if there is one
 * @param pinnedBefore the images that were pinned when the account was read before; the file
 *     replaces them
 */
public record AccountSetup(
    Clock clock, ReadingOptions reading, Optional<Path> pinnedIds, Set<ImageId> pinnedBefore) {

  /** Returns how everything is read, for those who decide on nothing. */
  public static AccountSetup ofEverything() {
    return new AccountSetup(
        Clock.systemUTC(), ReadingOptions.defaults(), Optional.empty(), Set.of());
  }

  public Account demo(DemoAccount demo) {
    InMemoryAccount all =
        demo.make(!reading.skips(SourceNames.LAUNCH_PERMISSIONS)).withClock(clock);
    InMemoryAccount account =
        all.skip(all.sourceNames().stream().filter(reading::skips).toList())
            .withFacts(reading.facts());
    return pinned(
        new Account(
            account,
            account,
            demo.checks(account),
            reading.reading(),
            account,
            account,
            Optional.empty(),
            OrganizationalUnits.unknown("the embedded account is of no organization"),
            () -> {}));
  }

  public Account aws(
      AwsClients clients,
      OrganizationalUnits units,
      ProgressListener progress,
      Runnable connection) {
    AwsAccount account =
        AwsAccount.builder()
            .clients(clients)
            .clock(clock)
            .progress(progress)
            .options(reading)
            .build();
    return pinned(
        new Account(
            account,
            account.usage(),
            account.candidateChecks(),
            account.reading(),
            account.operations(),
            account.lifecycle(),
            Optional.of(account.recycleBin()),
            units,
            connection));
  }

  private Account pinned(Account account) {
    Supplier<CleanupScope> scope = account.operations()::scope;
    if (pinnedIds.isPresent()) {
      Path file = pinnedIds.get();
      return account.usedAlsoBy(PinnedImages.in(file, scope, clock), PinnedImages.idsIn(file));
    }
    return pinnedBefore.isEmpty()
        ? account
        : account.usedAlsoBy(PinnedImages.of(pinnedBefore, scope, clock), pinnedBefore);
  }
}
