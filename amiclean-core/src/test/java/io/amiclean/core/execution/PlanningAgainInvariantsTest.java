package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.CalendarPeriod;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

/**
 * What is executed is what the rules of the re-check permit, whatever changed between planning and
 * execution, in batches of any size, and wherever an execution is killed and started again.
 */
class PlanningAgainInvariantsTest {

  private static final int IMAGES = 7;

  /** Snapshots 1 to 7 are of one image mostly, 8 and 9 are shared, 10 to 12 are orphans. */
  private static final int SNAPSHOTS = 12;

  private static final int FIRST_ORPHAN = 10;

  private static final RecycleBinRule SOME_IMAGES =
      RecycleBinRule.builder()
          .id("rule-1")
          .kind(RecycleBinRule.Kind.IMAGE)
          .days(7)
          .addTags(ResourceTag.of("role", "web"))
          .build();

  private static final String BUILDS =
      "arn:aws:imagebuilder:eu-west-1:123456789012:image/golden/1.0.0/";

  private static final List<Set<Integer>> SHARED =
      List.of(Set.of(), Set.of(), Set.of(8), Set.of(8, 9), Set.of(1), Set.of(FIRST_ORPHAN));

  /** What may change of an image. */
  private record ImageAs(
      boolean exists, String role, boolean used, boolean pinned, boolean disabled, boolean held) {}

  /**
   * What never changes of an image: what it comes from, another image, or 0, and Image Builder, and
   * which snapshots it shares.
   */
  private record OriginAs(int source, boolean built, Set<Integer> shared) {

    /** Each image has a snapshot of its own besides those that it shares. */
    Set<Integer> snapshotsOf(int image) {
      Set<Integer> all = new TreeSet<>(shared);
      all.add(image);
      return all;
    }
  }

  /** What may change of a snapshot. */
  private record SnapshotAs(boolean exists, boolean kept, boolean locked, boolean managed) {}

  private record AccountAs(List<ImageAs> images, List<SnapshotAs> snapshots) {}

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsExecutedIsWhatBothPlansHold(
      @ForAll("accounts") AccountAs before,
      @ForAll("accounts") AccountAs after,
      @ForAll("origins") List<OriginAs> origins,
      @ForAll("mappers") List<ImageMapper> mappers,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("batches") int batch,
      @ForAll("kills") int kill,
      @ForAll boolean journalLost) {
    CleanupPlan plan =
        PlanJson.read(PlanJson.write(planner(account(before, origins), mappers, retention).plan()));
    InMemoryAccount account = account(after, origins);
    CleanupPlanner planner = planner(account, mappers, retention);
    Set<ImageId> goes = permitted(plan, planner.plan(remembering(plan, planner.read())));
    Set<ImageId> images = new TreeSet<>(account.imageIds());
    images.removeAll(goes);
    Set<SnapshotId> snapshots = new TreeSet<>(account.snapshotIds());
    snapshots.removeAll(deletable(plan, goes, account));

    ExecutionResult result = killedAndResumed(account, planner, plan, batch, kill, journalLost);

    assertThat(result.hasFailures()).as("%s", result.outcomes()).isFalse();
    assertThat(account.imageIds()).isEqualTo(images);
    assertThat(account.snapshotIds()).isEqualTo(snapshots);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatIsExecutedIsThePlanWhereNothingChanged(
      @ForAll("accounts") AccountAs as,
      @ForAll("origins") List<OriginAs> origins,
      @ForAll("mappers") List<ImageMapper> mappers,
      @ForAll("retentions") RetentionStrategy retention,
      @ForAll("batches") int batch,
      @ForAll("kills") int kill,
      @ForAll boolean journalLost) {
    InMemoryAccount account = account(as, origins);
    CleanupPlanner planner = planner(account, mappers, retention);
    CleanupPlan plan = PlanJson.read(PlanJson.write(planner.plan()));
    Set<ImageId> images = new TreeSet<>(account.imageIds());
    plan.removals().forEach(removal -> images.remove(removal.imageId()));
    Set<SnapshotId> snapshots = new TreeSet<>(account.snapshotIds());
    snapshots.removeAll(deletions(plan));

    killedAndResumed(account, planner, plan, batch, kill, journalLost);

    assertThat(account.imageIds()).isEqualTo(images);
    assertThat(account.snapshotIds()).isEqualTo(snapshots);
  }

  /** EC2 forgets images that are gone; the plan knows what those that it removes came from. */
  private static PlanningContext remembering(CleanupPlan plan, PlanningContext read) {
    Map<ImageId, ImageLineage> gone = new HashMap<>();
    for (ImageDecision decision : plan.removals()) {
      if (read.images().image(decision.imageId()).isEmpty()) {
        gone.put(decision.imageId(), decision.lineage());
      }
    }
    return PlanningContext.builder().from(read).goneImages(gone).build();
  }

  /** What both plans remove from the same groups. */
  private static Set<ImageId> permitted(CleanupPlan plan, CleanupPlan again) {
    Map<ImageId, List<String>> now = new HashMap<>();
    again.removals().forEach(removal -> now.put(removal.imageId(), removal.groups()));
    Set<ImageId> both = new HashSet<>();
    for (ImageDecision removal : plan.removals()) {
      if (removal.groups().equals(now.get(removal.imageId()))) {
        both.add(removal.imageId());
      }
    }
    return both;
  }

  /** The plan's snapshots that nothing protects, and whose images are all gone in the end. */
  private static Set<SnapshotId> deletable(
      CleanupPlan plan, Set<ImageId> goes, InMemoryAccount account) {
    Set<SnapshotId> deletable = deletions(plan);
    for (Image image : account.loadImages().images()) {
      if (!goes.contains(image.id())) {
        deletable.removeAll(image.snapshotIds());
        plan.removals().stream()
            .filter(removal -> removal.imageId().equals(image.id()))
            .flatMap(removal -> removal.snapshots().stream())
            .forEach(snapshot -> deletable.remove(snapshot.snapshotId()));
      }
    }
    for (Snapshot snapshot : account.loadSnapshots().snapshots()) {
      if (snapshot.locked()
          || snapshot.tags().containsKey("keep")
          || snapshot.tags().containsKey("aws:backup:source-resource")) {
        deletable.remove(snapshot.id());
      }
    }
    return deletable;
  }

  private static Set<SnapshotId> deletions(CleanupPlan plan) {
    return Stream.concat(
            plan.removals().stream().flatMap(removal -> removal.snapshots().stream()),
            plan.orphanSnapshots().stream())
        .filter(SnapshotDecision::isDeletion)
        .map(SnapshotDecision::snapshotId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Where the journal is lost, another process knows nothing but the plan of what was done. */
  private static ExecutionResult killedAndResumed(
      InMemoryAccount account,
      CleanupPlanner planner,
      CleanupPlan plan,
      int batch,
      int kill,
      boolean journalLost) {
    StepsInMemory journal = new StepsInMemory();
    Killer killer = new Killer(kill, () -> {});
    try {
      execute(account, planner, plan, batch, killer, journal);
    } catch (RuntimeException | Killer.Killed e) {
      assertThat(killer.steps()).as("killed, and not failed: %s", e).isEqualTo(kill);
    }
    return execute(
        account,
        planner,
        plan,
        batch,
        Killer.asleep(),
        journalLost ? new StepsInMemory() : journal);
  }

  private static ExecutionResult execute(
      InMemoryAccount account,
      CleanupPlanner planner,
      CleanupPlan plan,
      int batch,
      Killer killer,
      StepsInMemory journal) {
    return Executing.executor(account, planner)
        .operations(killer.operations(account))
        .journal(killer.journal(journal))
        .recheckEvery(batch, Duration.ofDays(1))
        .build()
        .execute(plan);
  }

  private static CleanupPlanner planner(
      InMemoryAccount account, List<ImageMapper> mappers, RetentionStrategy retention) {
    CleanupPlannerBuilder builder =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .exclude(
                ExclusionFilter.named(
                    "a filter of the user's own",
                    (image, context) ->
                        image.tags().containsKey("pinned")
                            ? List.of(Reason.of("pinned", "Pinned"))
                            : List.of()))
            .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
            .retain(retention)
            .orphanSnapshots()
            .clock(Executing.CLOCK);
    mappers.forEach(builder::groupBy);
    return builder.build();
  }

  /** Image N is N days old. */
  private static InMemoryAccount account(AccountAs as, List<OriginAs> origins) {
    InMemoryAccount.Builder account =
        InMemoryAccount.builder().clock(Executing.CLOCK).recycleBinRule(SOME_IMAGES);
    for (int number = 1; number <= SNAPSHOTS; number++) {
      SnapshotAs state = as.snapshots().get(number - 1);
      int snapshot = number;
      boolean referred =
          IntStream.rangeClosed(1, IMAGES)
              .filter(image -> as.images().get(image - 1).exists())
              .anyMatch(image -> origins.get(image - 1).snapshotsOf(image).contains(snapshot));
      if (!state.exists() && !referred) {
        continue;
      }
      account.snapshot(
          snap(number),
          spec -> {
            spec.sizeGiB(8);
            if (snapshot >= FIRST_ORPHAN) {
              spec.madeFor(ami(90 + snapshot));
            }
            if (state.kept()) {
              spec.tag("keep", "");
            }
            if (state.locked()) {
              spec.locked();
            }
            if (state.managed()) {
              spec.tag("aws:backup:source-resource", "arn");
            }
          });
    }
    for (int number = 1; number <= IMAGES; number++) {
      ImageAs state = as.images().get(number - 1);
      OriginAs origin = origins.get(number - 1);
      int days = number;
      if (!state.exists()) {
        continue;
      }
      account.image(
          ami(number),
          image -> {
            image.name("image").createdAt(NOW.minus(Duration.ofDays(days)));
            origin.snapshotsOf(days).forEach(snapshot -> image.snapshot(snap(snapshot), 8));
            if (!state.role().isEmpty()) {
              image.tag("role", state.role());
            }
            if (origin.source() > 0) {
              image.copiedFrom(ami(origin.source()), "eu-west-1");
            }
            if (origin.built()) {
              image.tag("Ec2ImageBuilderArn", BUILDS + days);
            }
            if (state.pinned()) {
              image.tag("pinned", "yes");
            }
            if (state.held()) {
              image.tag("amiclean:hold", "2017-06-16T00:00:00Z anna");
            }
            if (state.disabled()) {
              image.state(ImageState.DISABLED);
            }
          });
      if (state.used()) {
        account.instance("i-" + number, ami(number));
      }
    }
    return account.build();
  }

  @Provide
  Arbitrary<Integer> batches() {
    return Arbitraries.of(1, 2, 250);
  }

  @Provide
  Arbitrary<Integer> kills() {
    return Arbitraries.integers().between(1, 60);
  }

  @Provide
  Arbitrary<AccountAs> accounts() {
    return Combinators.combine(images().list().ofSize(IMAGES), snapshots().list().ofSize(SNAPSHOTS))
        .as(AccountAs::new);
  }

  private static Arbitrary<ImageAs> images() {
    return Combinators.combine(
            often(true),
            Arbitraries.of("web", "web", "web", "db", ""),
            often(false),
            often(false),
            often(false),
            often(false))
        .as(ImageAs::new);
  }

  private static Arbitrary<SnapshotAs> snapshots() {
    return Combinators.combine(often(true), often(false), often(false), often(false))
        .as(SnapshotAs::new);
  }

  private static Arbitrary<Boolean> often(boolean value) {
    return Arbitraries.of(value, value, value, value, value, value, value, value, !value);
  }

  @Provide
  Arbitrary<List<OriginAs>> origins() {
    return Combinators.combine(
            Arbitraries.integers().between(0, IMAGES), often(false), Arbitraries.of(SHARED))
        .as(OriginAs::new)
        .list()
        .ofSize(IMAGES);
  }

  @Provide
  Arbitrary<List<ImageMapper>> mappers() {
    return Arbitraries.of(
        List.of(Mappers.tags("role")),
        List.of(Mappers.family()),
        List.of(Mappers.tags("role"), Mappers.family()));
  }

  @Provide
  Arbitrary<RetentionStrategy> retentions() {
    RetentionStrategy young = RetentionStrategies.youngerThan(Duration.ofHours(60));
    RetentionStrategy newest = RetentionStrategies.keepNewest(2);
    return Arbitraries.of(
        newest,
        young,
        RetentionStrategies.nothing(),
        young.then(newest),
        RetentionStrategy.anyOf(young, newest),
        RetentionStrategy.anyOf(newest, RetentionStrategies.keepNewest(1).then(young)),
        RetentionStrategies.keepAtLeast(3),
        RetentionStrategies.calendarFromNow(3, 0, 1),
        RetentionStrategies.calendar(Map.of(CalendarPeriod.DAY, 2, CalendarPeriod.WEEK, 1)),
        RetentionStrategies.calendarInTurn(Map.of(CalendarPeriod.DAY, 1, CalendarPeriod.WEEK, 1)),
        RetentionStrategies.keepWithin(Duration.ofDays(1)),
        RetentionStrategies.quotaTarget(3),
        RetentionStrategies.keepNewest(1).then(RetentionStrategies.quotaTarget(4)),
        RetentionStrategy.anyOf(
            RetentionStrategies.keepNewest(1), RetentionStrategies.quotaTarget(4)),
        RetentionStrategies.together(young),
        RetentionStrategies.together(newest).then(RetentionStrategies.quotaTarget(5)),
        RetentionStrategy.anyOf(
            RetentionStrategies.together(RetentionStrategies.quotaTarget(2)),
            RetentionStrategies.keepNewest(1)),
        RetentionStrategies.together(young.then(RetentionStrategies.quotaTarget(4))),
        RetentionStrategy.anyOf(newest, RetentionStrategies.keepAtLeast(4)));
  }
}
