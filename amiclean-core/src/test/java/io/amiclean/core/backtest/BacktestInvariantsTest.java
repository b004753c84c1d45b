package io.amiclean.core.backtest;

import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.backtest.Recordings.day;
import static io.amiclean.core.backtest.Recordings.retaining;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every course of an account, every choice of recordings and every policy. */
class BacktestInvariantsTest {

  private static final int DAYS = 12;

  /**
   * An image over time, in days; launches are made at six o'clock in the morning, all else at noon.
   *
   * @param number which one
   * @param created when it was created
   * @param deregistered when it was deregistered, which its snapshot survives
   * @param launches when it was launched
   * @param usedFrom from when a launch template refers to it
   * @param usedUntil until when
   * @param sharing whether it shares a snapshot with all others that do
   */
  record Life(
      int number,
      int created,
      int deregistered,
      Set<Integer> launches,
      int usedFrom,
      int usedUntil,
      boolean sharing) {

    static Instant noon(int day) {
      return day(day).plus(Duration.ofHours(12));
    }

    ImageId id() {
      return imageId(number);
    }

    boolean existsAt(Instant time) {
      return !noon(created).isAfter(time) && noon(deregistered).isAfter(time);
    }

    boolean isUsedAt(Instant time) {
      return !noon(usedFrom).isAfter(time) && noon(usedUntil).isAfter(time);
    }

    Optional<Instant> launchedUntil(Instant time) {
      return launches.stream()
          .map(launch -> day(launch).plus(Duration.ofHours(6)))
          .filter(launch -> !launch.isAfter(time) && launch.isAfter(noon(created)))
          .max(Instant::compareTo);
    }

    Image image(Optional<Instant> launched) {
      InMemoryAccount one =
          InMemoryAccount.builder()
              .image(
                  id().value(),
                  image -> {
                    image
                        .tag("role", number % 2 == 0 ? "web" : "db")
                        .createdAt(noon(created))
                        .snapshot(snapshotId(number).value(), number);
                    if (sharing) {
                      image.snapshot(snapshotId(100).value(), 100);
                    }
                    launched.ifPresent(image::lastLaunchedAt);
                  })
              .build();
      return one.loadImages().images().get(0);
    }
  }

  /** What happened, and on which days it was recorded. */
  record Course(List<Life> lives, NavigableSet<Integer> recorded) {

    /** The snapshots that exist: those of images outlive them. */
    private Map<ResourceId, Snapshot> snapshotsAt(Instant time) {
      Map<ResourceId, Snapshot> all = new HashMap<>();
      for (Life life : lives) {
        if (!Life.noon(life.created()).isAfter(time)) {
          InMemoryAccount.builder()
              .image(life.image(Optional.empty()))
              .build()
              .loadSnapshots()
              .snapshots()
              .forEach(snapshot -> all.merge(snapshot.id(), snapshot, Course::earlier));
        }
      }
      return all;
    }

    private static Snapshot earlier(Snapshot one, Snapshot other) {
      return one.startTime().orElseThrow().isAfter(other.startTime().orElseThrow()) ? other : one;
    }

    private InMemoryAccount accountAt(Instant time) {
      return Recordings.account(
          time,
          account -> {
            snapshotsAt(time).values().forEach(account::snapshot);
            for (Life life : lives) {
              if (life.existsAt(time)) {
                account.image(life.image(life.launchedUntil(time)));
              }
              if (life.isUsedAt(time)) {
                account.launchTemplate("lt-" + life.number(), life.id().value());
              }
            }
          });
    }

    AccountHistory history() {
      List<RecordedAccount> recordings =
          recorded.stream().map(number -> Recordings.of(accountAt(day(number)))).toList();
      return AccountHistory.of(recordings);
    }
  }

  /** What one day did. */
  record Done(int day, Set<ResourceId> removed, long staged, boolean refused) {}

  /**
   * One plan after the other, each for a whole account that holds what was known of that day and
   * was not removed on a day before.
   */
  private static List<Done> oneByOne(Course course, CleanupPolicy policy) {
    List<Done> days = new ArrayList<>();
    Set<ResourceId> gone = new HashSet<>();
    Map<ImageId, Image> staged = new HashMap<>();
    for (int number = 0; number < DAYS; number++) {
      InMemoryAccount account = knownOn(number, course, gone, staged);
      Clock clock = Clock.fixed(day(number), ZoneOffset.UTC);
      CleanupPlanner planner =
          CleanupPlanner.builder().account(account).policy(policy).clock(clock).build();
      CleanupPlan plan = planner.plan();
      if (!plan.refusals().isEmpty()) {
        days.add(new Done(number, Set.of(), 0, true));
        continue;
      }
      ExecutionResult result =
          PlanExecutor.builder()
              .operations(account)
              .lifecycle(account)
              .planner(planner)
              .clock(clock)
              .build()
              .execute(plan);
      assertThat(result.hasFailures()).isFalse();
      Set<ResourceId> removed =
          result.outcomes().stream()
              .filter(
                  outcome ->
                      Set.of(Action.DEREGISTER_IMAGE, Action.DELETE_SNAPSHOT)
                          .contains(outcome.action()))
              .map(ActionOutcome::resource)
              .collect(Collectors.toSet());
      days.add(new Done(number, removed, plan.stageChanges().size(), false));
      gone.addAll(removed);
      account.loadImages().images().forEach(image -> staged.put(image.id(), image));
    }
    return days;
  }

  private static InMemoryAccount knownOn(
      int number, Course course, Set<ResourceId> gone, Map<ImageId, Image> staged) {
    Instant now = day(number);
    Optional<Instant> before =
        Optional.ofNullable(course.recorded().floor(number)).map(Recordings::day);
    Optional<Instant> after =
        Optional.ofNullable(course.recorded().higher(number)).map(Recordings::day);
    return Recordings.account(
        now,
        account -> {
          Stream.of(before, after)
              .flatMap(Optional::stream)
              .flatMap(recorded -> course.snapshotsAt(recorded).values().stream())
              .distinct()
              .filter(
                  snapshot ->
                      before
                              .filter(time -> course.snapshotsAt(time).containsKey(snapshot.id()))
                              .isPresent()
                          || !snapshot.startTime().orElseThrow().isAfter(now))
              .filter(snapshot -> !gone.contains(snapshot.id()))
              .forEach(account::snapshot);
          for (Life life : course.lives()) {
            boolean known =
                before.filter(life::existsAt).isPresent()
                    || (after.filter(life::existsAt).isPresent()
                        && !Life.noon(life.created()).isAfter(now));
            if (known && !gone.contains(life.id())) {
              Optional<Instant> launched =
                  Stream.of(before, after)
                      .flatMap(Optional::stream)
                      .filter(life::existsAt)
                      .flatMap(recorded -> life.launchedUntil(recorded).stream())
                      .filter(launch -> !launch.isAfter(now))
                      .max(Instant::compareTo);
              Image image = staged.getOrDefault(life.id(), life.image(launched));
              account.image(
                  Image.builder()
                      .from(image)
                      .lastLaunchedTime(launched)
                      .blockDevices(
                          image.blockDevices().stream()
                              // The account would have a snapshot made along with the image.
                              .filter(device -> !gone.contains(device.snapshotId().orElseThrow()))
                              .toList())
                      .build());
            }
            boolean used =
                before.isPresent()
                    ? life.isUsedAt(before.get())
                    : life.isUsedAt(after.orElseThrow())
                        && !(life.existsAt(after.orElseThrow())
                            && life.launchedUntil(after.orElseThrow())
                                .filter(now::isBefore)
                                .isPresent());
            if (used) {
              account.launchTemplate("lt-" + life.number(), life.id().value());
            }
          }
        });
  }

  private static List<Done> replayed(BacktestResult result) {
    return IntStream.range(0, DAYS)
        .mapToObj(
            number -> {
              BacktestDay one = result.days().get(number);
              return new Done(
                  number,
                  result.removals().stream()
                      .filter(removal -> removal.removedAt().equals(one.time()))
                      .flatMap(
                          removal ->
                              Stream.<ResourceId>concat(
                                  Stream.of(removal.resource()),
                                  removal.snapshots().stream().map(SnapshotDecision::snapshotId)))
                      .collect(Collectors.toSet()),
                  one.staged() + (long) one.restored(),
                  !one.refusals().isEmpty());
            })
        .toList();
  }

  private static BacktestResult backtest(Course course, CleanupPolicy policy) {
    return Backtest.builder(course.history())
        .days(DAYS)
        .until(day(DAYS))
        .build()
        .run(policy)
        .results()
        .get(0);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void aBacktestIsThePlansOfItsDaysMadeOneByOne(
      @ForAll("courses") Course course, @ForAll("policies") CleanupPolicy policy) {
    assertThat(replayed(backtest(course, policy))).isEqualTo(oneByOne(course, policy));
  }

  /** Whatever happened after a removal and was recorded is found. */
  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everyRecordedUseAfterARemovalIsARegret(
      @ForAll("courses") Course course, @ForAll("policies") CleanupPolicy policy) {
    BacktestResult result = backtest(course, policy);
    for (BacktestRemoval removal : result.removals()) {
      for (Life life : course.lives()) {
        if (life.id().equals(removal.resource())) {
          boolean used =
              course.recorded().stream()
                  .map(Recordings::day)
                  .filter(recorded -> recorded.isAfter(removal.removedAt()))
                  .anyMatch(
                      recorded ->
                          life.isUsedAt(recorded)
                              || (life.existsAt(recorded)
                                  && life.launchedUntil(recorded)
                                      .filter(removal.removedAt()::isBefore)
                                      .isPresent()));
          boolean snapshotTaken =
              removal.evidence().stream()
                  .anyMatch(use -> use.kind() == LaterUse.Kind.PART_OF_IMAGE);
          assertThat(removal.hindsight() == Hindsight.REGRETTED)
              .as("%s of %s", removal, life)
              .isEqualTo(used || snapshotTaken);
        }
      }
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void theSameRecordingsGiveTheSameReport(
      @ForAll("courses") Course course, @ForAll("policies") CleanupPolicy policy) {
    assertThat(backtest(course, policy)).isEqualTo(backtest(course, policy));
  }

  @Provide
  Arbitrary<Course> courses() {
    Arbitrary<Set<Integer>> launches =
        Arbitraries.integers().between(-2, DAYS).set().ofMinSize(0).ofMaxSize(3);
    Arbitrary<List<Life>> lives =
        Combinators.combine(
                Arbitraries.integers().between(-3, DAYS),
                Arbitraries.integers().between(1, 2 * DAYS),
                launches,
                Arbitraries.integers().between(-3, DAYS + 4),
                Arbitraries.integers().between(0, 8),
                Arbitraries.integers().between(0, 3))
            .as(
                (created, age, launched, from, days, share) ->
                    new Life(0, created, created + age, launched, from, from + days, share == 0))
            .list()
            .ofMinSize(1)
            .ofMaxSize(7)
            .map(
                all ->
                    IntStream.range(0, all.size())
                        .mapToObj(i -> numbered(all.get(i), i + 1))
                        .toList());
    return Combinators.combine(
            lives, Arbitraries.integers().between(-2, DAYS + 3).set().ofMinSize(1).ofMaxSize(5))
        .as((all, recorded) -> new Course(all, new TreeSet<>(recorded)));
  }

  private static Life numbered(Life life, int number) {
    return new Life(
        number,
        life.created(),
        life.deregistered(),
        life.launches(),
        life.usedFrom(),
        life.usedUntil(),
        life.sharing());
  }

  @Provide
  Arbitrary<CleanupPolicy> policies() {
    StrategySpec launched =
        StrategySpec.of(ExclusionFilters.lastLaunchedWithin(Duration.ofDays(2)));
    LifecyclePolicy stages =
        LifecyclePolicy.of(
            LifecycleRule.deprecate(),
            LifecycleRule.disable().after(Duration.ofDays(1)),
            LifecycleRule.deregister().after(Duration.ofDays(2)));
    return Arbitraries.of(
        retaining(RetentionStrategies.keepNewest(1)).build(),
        retaining(RetentionStrategies.keepNewest(0)).addExclude(launched).build(),
        retaining(RetentionStrategies.youngerThan(Duration.ofDays(3)))
            .orphanSnapshots(true)
            .build(),
        retaining(RetentionStrategies.keepNewest(1))
            .limits(PlanLimits.removeAtMost(1))
            .orphanSnapshots(true)
            .build(),
        retaining(RetentionStrategies.keepNewest(1)).lifecycle(stages.spec()).build(),
        retaining(RetentionStrategies.nothing())
            .addExclude(launched)
            .lifecycle(stages.spec())
            .orphanSnapshots(true)
            .build());
  }
}
