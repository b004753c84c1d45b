package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.SnapshotSpec;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is decided and done is the same in whatever words strategies, checks, stored plans, journals
 * and services say it to people: nothing is parsed out of a text.
 */
class RewordedTextTest {

  private static final int SEEDS = 4;

  private static final Duration LONG = Duration.ofDays(1);

  private static final Reason SHARED = Reason.of("shared", "Shared with", "111111111111");

  /**
   * What happens between planning and execution.
   *
   * @param snapshots how snapshots 3 and 30 are from now on
   * @param account what else changes
   * @param ending how the execution ends for some image or snapshot then, in the original words
   */
  private record Change(
      String name,
      Consumer<SnapshotSpec> snapshots,
      Consumer<InMemoryAccount> account,
      String ending) {

    static Change of(String name, Consumer<InMemoryAccount> account, String ending) {
      return new Change(name, snapshot -> {}, account, ending);
    }

    static Change ofSnapshots(String name, Consumer<SnapshotSpec> snapshots, String code) {
      return new Change(
          name, snapshots, account -> {}, "DELETE_SNAPSHOT " + snap(3) + " SKIPPED " + code);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Change> changes() {
    return Stream.of(
        Change.of("nothing", account -> {}, image(3, "SUCCEEDED success")),
        Change.of(
            "in use",
            account -> account.add(more -> more.instance("i-3", ami(3))),
            image(3, "SKIPPED became-in-use")),
        // What the checks found about image 2 in planning stands, so that image 3 is the newest.
        Change.of(
            "retained",
            account -> account.deregister(imageId(1)),
            image(3, "SKIPPED became-retained")),
        Change.of(
            "in another group",
            account -> account.tag(Set.of(imageId(4)), Map.of("role", "db")),
            image(4, "SKIPPED group-changed")),
        Change.of(
            "excluded",
            account -> account.tag(Set.of(imageId(3)), Map.of("keep", "yes")),
            image(3, "SKIPPED excluded-tag")),
        Change.of(
            "on hold",
            account -> account.tag(Set.of(imageId(3)), Map.of("amiclean:hold", NOW + " anna")),
            image(3, "SKIPPED on-hold")),
        Change.of(
            "found by a check",
            account -> account.add(more -> more.finding(ami(3), SHARED)),
            image(3, "SKIPPED shared")),
        Change.of(
            "gone",
            account -> account.deregister(imageId(3)),
            image(3, "ALREADY_GONE already-gone")),
        Change.of(
            "in use in the middle",
            account ->
                account.before(
                    AccountCall.DEREGISTER_IMAGE,
                    2,
                    () -> account.add(more -> more.instance("i-8", ami(8)))),
            image(8, "SKIPPED became-in-use")),
        Change.of(
            "limit", account -> account.deregister(imageId(2)), "refused limit-group-minimum"),
        Change.of(
            "limit in the middle",
            account ->
                account.before(
                    AccountCall.DEREGISTER_IMAGE, 2, () -> account.deregister(imageId(2))),
            image(8, "SKIPPED limit-group-minimum")),
        Change.of(
            "snapshot found by a check",
            account -> account.add(more -> more.finding(snap(3), SHARED)),
            snapshot(3, "SKIPPED shared")),
        Change.of(
            "snapshot in use",
            account -> account.add(more -> more.reference(snap(3), "volume", "vol-1")),
            snapshot(3, "SKIPPED snapshot-in-use")),
        Change.ofSnapshots("snapshot tagged", to -> to.tag("keep", "yes"), "excluded-tag"),
        Change.ofSnapshots("snapshot locked", SnapshotSpec::locked, "snapshot-locked"),
        Change.ofSnapshots(
            "snapshot prepared for fast restore",
            to -> to.fastRestore("eu-west-1a"),
            "snapshot-fast-restore"),
        Change.ofSnapshots(
            "snapshot archived",
            to -> to.storageTier(StorageTier.ARCHIVE).archivedAt(NOW),
            "snapshot-archived"),
        Change.ofSnapshots(
            "snapshot of AWS Backup",
            to -> to.tag("aws:backup:source-resource", "arn"),
            "managed-by"));
  }

  private static String image(int number, String ending) {
    return "DEREGISTER_IMAGE " + ami(number) + " " + ending;
  }

  private static String snapshot(int number, String ending) {
    return "DELETE_SNAPSHOT " + snap(number) + " " + ending;
  }

  /** What is left of an account, and how each action ended, in codes. */
  private record End(
      List<String> endings, NavigableSet<ImageId> images, NavigableSet<SnapshotId> snapshots) {

    static End of(InMemoryAccount account, List<String> endings) {
      return new End(endings, account.imageIds(), account.snapshotIds());
    }
  }

  /**
   * Of web, image 1 is the newest, 2 is shared, and 3 to 5 go, of which 4 and 5 have a snapshot in
   * common; of db, 6 is the newest, 7 and 8 go, and 9 is in use. Snapshot 30 is an orphan.
   */
  private static InMemoryAccount account(Consumer<SnapshotSpec> snapshots) {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(Executing.CLOCK);
    account.snapshot(snap(3), snapshots);
    account.snapshot(
        snap(30),
        orphan -> {
          orphan.madeFor(ami(77));
          snapshots.accept(orphan);
        });
    for (int i = 1; i <= 9; i++) {
      int number = i;
      account.image(
          ami(number),
          image -> {
            image
                .name("image-" + number)
                .createdAt(NOW.minus(Duration.ofDays(number)))
                .tag("role", number <= 5 ? "web" : "db")
                .snapshot(snap(number), 8);
            if (number == 4 || number == 5) {
              image.snapshot(snap(45), 8);
            }
          });
    }
    return account.finding(ami(2), SHARED).instance("i-9", ami(9)).build();
  }

  private static CleanupPlannerBuilder planner(InMemoryAccount account, Rewording words) {
    return CleanupPlanner.builder()
        .account(words.account(account))
        .exclude(words.filter(ExclusionFilters.tagged("keep")))
        .excludeSnapshots(words.snapshotFilter(SnapshotExclusionFilters.tagged("keep")))
        .groupBy(words.mapper(Mappers.tags("role")))
        .retain(
            RetentionStrategy.anyOf(
                words.retention(RetentionStrategies.keepNewest(1)),
                words.retention(RetentionStrategies.youngerThan(Duration.ofHours(12)))))
        .resolveSnapshots(words.resolver(SnapshotResolvers.blockDevices()))
        .limits(PlanLimits.keepAtLeastPerGroup(2))
        .orphanSnapshots()
        .clock(Executing.CLOCK);
  }

  private static CleanupPlan stored(CleanupPlan plan, Rewording words) {
    return PlanJson.read(PlanJson.write(words.plan(plan)));
  }

  /** What a plan decides, in codes. */
  private static List<String> decisions(CleanupPlan plan) {
    List<String> decisions = new ArrayList<>();
    for (ImageDecision image : plan.images()) {
      decisions.add(
          String.join(
              " ",
              image.imageId().value(),
              image.verdict().name(),
              image.actions().toString(),
              image.groups().toString(),
              codes(image.reasons())));
      image.snapshots().forEach(snapshot -> decisions.add(decision(snapshot)));
    }
    plan.orphanSnapshots().forEach(orphan -> decisions.add(decision(orphan)));
    plan.refusals().forEach(refusal -> decisions.add(refusal.code()));
    plan.unmatched().forEach(rule -> decisions.add(rule.toString()));
    return decisions;
  }

  private static String decision(SnapshotDecision snapshot) {
    return snapshot.snapshotId() + " " + snapshot.verdict() + " " + codes(snapshot.reasons());
  }

  private static String codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList().toString();
  }

  private static List<String> endings(PlanExecutor executor, CleanupPlan plan) {
    try {
      return executor.execute(plan).outcomes().stream().map(RewordedTextTest::ending).toList();
    } catch (PlanRefusedException e) {
      return e.refusals().stream().map(Refusal::code).map("refused "::concat).toList();
    }
  }

  private static String ending(ActionOutcome ended) {
    return String.join(
        " ", ended.action().name(), ended.resource().value(), ended.outcome().name(), ended.code());
  }

  /** Plans, stores, and applies by a planner of the same policy. */
  private static End byPlanner(Change change, Rewording words) {
    CleanupPlan plan = stored(planner(account(spec -> {}), words).build().plan(), words);
    InMemoryAccount account = account(change.snapshots());
    change.account().accept(account);
    PlanExecutor executor =
        Executing.executor(account, planner(account, words).build())
            .operations(words.operations(account))
            .recheckEvery(1, LONG)
            .build();
    return End.of(account, endings(executor, plan));
  }

  /** Plans, stores, and applies by the policy in the plan. */
  private static End byAccount(Change change, Rewording words) {
    CleanupPlan plan = stored(planner(account(spec -> {}), words).build().plan(), words);
    InMemoryAccount account = account(change.snapshots());
    change.account().accept(account);
    PlanExecutor executor =
        PlanExecutor.builder()
            .operations(words.operations(account))
            .account(words.account(account))
            .concurrency(1)
            .clock(Executing.CLOCK)
            .recheckEvery(1, LONG)
            .build();
    return End.of(account, endings(executor, plan));
  }

  @Test
  void aPlanOfRewordedStrategiesDecidesTheSame() {
    CleanupPlan plan = planner(account(spec -> {}), Rewording.none()).build().plan();

    for (int seed = 0; seed < SEEDS; seed++) {
      Rewording words = Rewording.random(seed);
      CleanupPlan reworded = planner(account(spec -> {}), words).build().plan();
      assertThat(decisions(reworded)).as("seed %d", seed).isEqualTo(decisions(plan));
      assertThat(decisions(stored(reworded, words))).isEqualTo(decisions(plan));
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aRewordedPlanIsAppliedToTheSameEndByAPlanner(Change change) {
    End end = byPlanner(change, Rewording.none());

    assertThat(end.endings()).contains(change.ending());
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(byPlanner(change, Rewording.random(seed))).as("seed %d", seed).isEqualTo(end);
    }
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aRewordedPlanIsAppliedToTheSameEndByItsOwnPolicy(Change change) {
    End end = byAccount(change, Rewording.none());

    assertThat(end.endings()).contains(change.ending());
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(byAccount(change, Rewording.random(seed))).as("seed %d", seed).isEqualTo(end);
    }
  }

  private static End killedAndResumed(Rewording words, int kill) {
    InMemoryAccount account = account(spec -> {});
    CleanupPlan plan = stored(planner(account, words).build().plan(), words);
    StepsInMemory journal = new StepsInMemory();
    for (Killer killer : List.of(new Killer(kill, () -> {}), Killer.asleep())) {
      PlanExecutor executor =
          Executing.executor(account, planner(account, words).build())
              .operations(killer.operations(account))
              .journal(killer.journal(words.journal(journal)))
              .recheckEvery(1, LONG)
              .build();
      try {
        return End.of(account, endings(executor, plan));
      } catch (Killer.Killed | RuntimeException e) {
        assertThat(killer.steps()).as("killed, and not failed: %s", e).isEqualTo(kill);
      }
    }
    throw new AssertionError("The second execution was killed as well");
  }

  @Test
  void aJournalInOtherWordsIsResumedToTheSameEnd() {
    for (int kill = 1; kill < 30; kill += 2) {
      End end = killedAndResumed(Rewording.none(), kill);

      assertThat(killedAndResumed(Rewording.random(kill), kill)).as("step %d", kill).isEqualTo(end);
    }
  }

  /** Images 1 and 2 are published; 1 gets used on the way, and 2 is put on hold for a while. */
  private static List<String> stages(Rewording words) {
    MovingClock clock = new MovingClock(NOW);
    InMemoryAccount.Builder builder = InMemoryAccount.builder().clock(clock);
    for (int number = 1; number <= 3; number++) {
      builder.image(ami(number), image -> image.name("nightly").createdAt(NOW));
      builder.launchPermissions(
          ami(number),
          LaunchPermissions.builder().addAccounts(AccountId.of("111111111111")).build());
    }
    InMemoryAccount account = builder.build();
    List<String> all = new ArrayList<>();
    for (int day = 0; day < 24; day += 2) {
      clock.set(NOW.plus(Duration.ofDays(day)));
      CleanupPlan plan = stored(staging(account, words, clock).plan(), words);
      all.addAll(decisions(plan));
      if (day == 8) {
        account.add(more -> more.instance("i-1", ami(1)));
        account.tag(Set.of(imageId(2)), Map.of("amiclean:hold", NOW + " anna"));
      } else if (day == 14) {
        account.removeUser("i-1");
        account.untag(Set.of(imageId(2)), Set.of("amiclean:hold"));
      }
      ForwardingOperations operations = words.operations(account);
      ExecutionResult result =
          Executing.executor(account, staging(account, words, clock))
              .operations(operations, operations)
              .lifecycle(operations)
              .clock(clock)
              .build()
              .execute(plan);
      result.outcomes().forEach(ended -> all.add(day(clock) + ending(ended)));
    }
    all.add(account.imageIds().toString());
    return all;
  }

  private static String day(MovingClock clock) {
    return Duration.between(NOW, clock.instant()).toDays() + ": ";
  }

  private static CleanupPlanner staging(
      InMemoryAccount account, Rewording words, MovingClock clock) {
    return CleanupPlanner.builder()
        .account(words.account(account))
        .groupBy(words.mapper(Mappers.everything("all")))
        .retain(words.retention(RetentionStrategies.youngerThan(Duration.ofDays(5))))
        .lifecycle(LifecyclePolicy.of(makePrivate(), deregister().after(Duration.ofDays(10))))
        .clock(clock)
        .build();
  }

  @Test
  void imagesGoThroughTheSameStages() {
    List<String> original = stages(Rewording.none());

    assertThat(original)
        .anyMatch(line -> line.contains("MAKE_IMAGE_PRIVATE") && line.contains("SUCCEEDED"))
        .anyMatch(line -> line.contains("waiting-in-stage"))
        .anyMatch(line -> line.contains("RESTORE_IMAGE") && line.contains("SUCCEEDED"))
        .anyMatch(line -> line.contains("DEREGISTER_IMAGE") && line.contains("SUCCEEDED"));
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(stages(Rewording.random(seed))).as("seed %d", seed).isEqualTo(original);
    }
  }
}
