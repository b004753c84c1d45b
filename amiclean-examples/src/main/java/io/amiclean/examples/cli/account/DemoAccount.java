package io.amiclean.examples.cli.account;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecycleTags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The accounts that the command line has built in. */
public enum DemoAccount {
  /** The account of the original's first description. */
  BLOG {
    @Override
    InMemoryAccount make(boolean asksOfSharing) {
      return InMemoryAccount.demo();
    }
  },

  /** An account in which something of everything stays, and why. */
  SHOWCASE {
    @Override
    InMemoryAccount make(boolean asksOfSharing) {
      return showcase(asksOfSharing);
    }
  };

  private static final Instant FIRST_DAY = Instant.parse("2025-01-01T06:00:00Z");

  private static final int BUILDS = 8;

  private static final String FRIEND = "210987654321";

  /**
   * Returns the account, as it is at the beginning of each run.
   *
   * @param asksOfSharing whether images that are shared stay, for their use elsewhere is unknown
   */
  abstract InMemoryAccount make(boolean asksOfSharing);

  /** Returns what of the account is asked about candidates. */
  List<CandidateCheck> checks(InMemoryAccount account) {
    return this == SHOWCASE ? List.of(account) : List.of();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static InMemoryAccount showcase(boolean asksOfSharing) {
    InMemoryAccount.Builder account = InMemoryAccount.builder();
    addGroups(account);
    LifecycleTags tags = LifecycleTags.defaults();
    LaunchPermissions friends =
        LaunchPermissions.builder().addAccounts(AccountId.of(FRIEND)).build();
    account
        .instance("i-0a1b2c3d4e5f60001", id("web", 1))
        .launchTemplate("lt-0a1b2c3d4e5f60001", 3, id("web", 2))
        .autoScalingGroup("api-prod", id("api", 1))
        .image(
            id("api", 9),
            image ->
                image
                    .name("api-on-hold")
                    .createdAt(day(9))
                    .tag("environment", "prod")
                    .tag("role", "api")
                    .tag(tags.hold(), day(40) + " anna")
                    .snapshot(snapshot("api", 9), 16))
        .image(
            id("base", 1),
            image ->
                image
                    .name("web-shared")
                    .createdAt(day(1))
                    .tag("environment", "prod")
                    .tag("role", "web")
                    .snapshot(snapshot("base", 1), 30))
        .image(
            id("base", 2),
            image ->
                image
                    .name("base-protected")
                    .createdAt(day(2))
                    .tag("environment", "prod")
                    .tag("role", "base")
                    .deregistrationProtected()
                    .snapshot(snapshot("base", 2), 30))
        .image(
            id("base", 3),
            image ->
                image
                    .name("base-private-stage")
                    .createdAt(day(3))
                    .tag("environment", "prod")
                    .tag("role", "base")
                    .tags(tags.mark(Stage.PRIVATE, Instant.parse(day(50))))
                    .tags(taken(tags, id("base", 3), friends))
                    .snapshot(snapshot("base", 3), 30))
        .image(
            id("base", 4),
            image ->
                image
                    .name("base-disabled-stage")
                    .createdAt(day(4))
                    .state(ImageState.DISABLED)
                    .tag("environment", "prod")
                    .tag("role", "base")
                    .tags(tags.mark(Stage.DISABLED, Instant.parse(day(60))))
                    .tags(taken(tags, id("base", 4), LaunchPermissions.none()))
                    .snapshot(snapshot("base", 4), 30))
        .image(
            id("data", 3),
            image -> image.name("test-delete").createdAt(day(5)).snapshot(snapshot("data", 3), 8))
        .launchPermissions(id("base", 1), friends)
        .snapshot(
            snapshot("orphan", 1),
            snapshot -> snapshot.madeFor("ami-0fffffffffffffff1").sizeGiB(100).startedAt(day(1)))
        .snapshot(
            snapshot("orphan", 2),
            snapshot -> snapshot.madeFor("ami-0fffffffffffffff2").sizeGiB(50).startedAt(day(2)))
        .snapshot(
            snapshot("orphan", 3),
            snapshot ->
                snapshot.madeFor("ami-0fffffffffffffff3").sizeGiB(20).startedAt(day(3)).locked());
    if (asksOfSharing) {
      account.finding(
          id("base", 1),
          Reason.of(
              ReasonCodes.SHARED_USAGE_UNKNOWN,
              "Shared with account " + FRIEND + ", whose use of it is unknown",
              FRIEND));
    }
    return account.build();
  }

  /** Returns the record without which an image of a later stage cannot be restored. */
  private static Map<String, String> taken(
      LifecycleTags tags, String image, LaunchPermissions permissions) {
    return tags.record(Image.builder().id(ImageId.of(image)).build(), permissions);
  }

  /** Builds of two services; an old and a new one of each are on the same volume of data. */
  private static void addGroups(InMemoryAccount.Builder account) {
    for (String role : new String[] {"api", "web"}) {
      for (int number = 1; number <= BUILDS; number++) {
        int build = number;
        account.image(
            id(role, build),
            image -> {
              image
                  .name(role + "-build-" + build)
                  .createdAt(day(10 * build))
                  .tag("environment", "prod")
                  .tag("role", role)
                  .tag("owner", "team-" + role)
                  .snapshot(snapshot(role, build), 16);
              if (build == 3 || build == BUILDS) {
                image.snapshot(snapshot(role, 0), 100);
              }
            });
      }
    }
  }

  private static String id(String role, int number) {
    return "ami-" + digits(role, number);
  }

  private static String snapshot(String role, int number) {
    return "snap-" + digits(role, number);
  }

  private static String digits(String role, int number) {
    return String.format(Locale.ROOT, "0%08x%08x", role.hashCode(), number);
  }

  private static String day(int day) {
    return FIRST_DAY.plus(day, ChronoUnit.DAYS).toString();
  }
}
