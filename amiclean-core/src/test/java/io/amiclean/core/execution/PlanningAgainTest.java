package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.SnapshotSpec;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.SnapshotResolvers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan is re-checked by planning again: whatever a new plan keeps is kept. */
class PlanningAgainTest {

  private static final Duration LONG = Duration.ofDays(1);

  /** Image 1 with snapshot 1, and snapshot 7 as an orphan; the snapshots are as it says. */
  private static InMemoryAccount account(Consumer<SnapshotSpec> snapshots) {
    return Executing.account()
        .image(1, 1)
        .and()
        .snapshot(snap(1), snapshots)
        .snapshot(
            snap(7),
            snapshot -> {
              snapshot.madeFor(ami(9));
              snapshots.accept(snapshot);
            })
        .build();
  }

  static Stream<Arguments> snapshotChanges() {
    return Stream.<Arguments>of(
        arguments("excluded-tag", snapshot -> snapshot.tag("keep", "yes")),
        arguments("snapshot-locked", SnapshotSpec::locked),
        arguments("snapshot-fast-restore", snapshot -> snapshot.fastRestore("eu-west-1a")),
        arguments(
            "snapshot-archived",
            snapshot -> snapshot.storageTier(StorageTier.ARCHIVE).archivedAt(NOW)),
        arguments("managed-by", snapshot -> snapshot.tag("aws:backup:source-resource", "arn")));
  }

  private static Arguments arguments(String code, Consumer<SnapshotSpec> change) {
    return Arguments.of(code, change);
  }

  @ParameterizedTest
  @MethodSource("snapshotChanges")
  void whatASnapshotGotKeepsIt(String code, Consumer<SnapshotSpec> change) {
    CleanupPlan plan = keeping(account(snapshot -> {})).plan();
    InMemoryAccount account = account(change);

    ExecutionResult result = execute(account, keeping(account), plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED " + code);
    assertThat(ending(result, snapshotId(7))).isEqualTo("SKIPPED " + code);
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1), snapshotId(7));
  }

  private static CleanupPlanner keeping(InMemoryAccount account) {
    return planner(account).excludeSnapshots(SnapshotExclusionFilters.tagged("keep")).build();
  }

  @Test
  void aFilterOfTheUsersOwnIsAskedAgain() {
    Set<ImageId> pins = new HashSet<>();
    InMemoryAccount account = Executing.account().image(1, 1).image(2, 2).build();
    CleanupPlanner planner =
        planner(account)
            .exclude(
                ExclusionFilter.named(
                    "pinned",
                    (image, context) ->
                        pins.contains(image.id())
                            ? List.of(Reason.of("pinned", "Pinned by the release train"))
                            : List.of()))
            .build();
    CleanupPlan plan = planner.plan();
    pins.add(imageId(1));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED pinned");
    assertThat(account.imageIds()).containsExactly(imageId(1));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  /** Keeps the oldest image of a group, under a name that looks like a built-in one. */
  private static RetentionStrategy oldest() {
    return RetentionStrategy.named(
        "keep-newest(1)",
        (group, context) ->
            RetentionDecision.keep(
                List.of(group.candidates().get(group.candidates().size() - 1)),
                image -> Reason.of("keep-oldest", "The oldest")));
  }

  @Test
  void aRetentionOfTheUsersOwnIsAskedAgain() {
    InMemoryAccount account = Executing.account().image(1).image(2).image(3).build();
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .groupBy(Mappers.everything("all"))
            .retain(oldest())
            .clock(Executing.CLOCK)
            .build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(3));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED became-retained");
    assertThat(account.imageIds()).containsExactly(imageId(2));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3", "250"})
  void whatSharesASnapshotLeavesNoneBehindInBatchesOfAnySize(int batch) {
    InMemoryAccount account =
        Executing.account().image(1, 1, 2).image(2, 2, 3).image(3, 3, 1).image(4, 4).build();
    CleanupPlanner planner = planner(account).build();
    CleanupPlan plan = planner.plan();

    ExecutionResult result =
        executor(account, planner).recheckEvery(batch, LONG).build().execute(plan);

    assertThat(result.outcomes())
        .hasSize(8)
        .allMatch(outcome -> outcome.outcome() == Outcome.SUCCEEDED);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void executingWithoutChangesIsThePlan() {
    InMemoryAccount account = InMemoryAccount.demo().withClock(Executing.CLOCK);
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account)
            .check(account)
            .checkSnapshots(account)
            .exclude(ExclusionFilters.tagged("keep"))
            .groupBy(Mappers.tags("environment", "role"))
            .retain(RetentionStrategies.keepNewest(1))
            .orphanSnapshots()
            .clock(Executing.CLOCK)
            .build();
    CleanupPlan plan = planner.plan();
    Set<ImageId> left = new HashSet<>(account.imageIds());
    plan.removals().forEach(removal -> left.remove(removal.imageId()));

    ExecutionResult result = executor(account, planner).recheckEvery(2, LONG).build().execute(plan);

    assertThat(result.outcomes())
        .hasSize(32)
        .allMatch(outcome -> outcome.outcome() == Outcome.SUCCEEDED);
    assertThat(account.imageIds()).containsExactlyInAnyOrderElementsOf(left);
    assertThat(execute(account, planner, planner.plan()).outcomes()).isEmpty();
  }

  @Test
  void whatChecksFoundInPlanningStandsForImagesThatAreNotAskedAgain() {
    InMemoryAccount account = Executing.account().image(1).image(2).image(3).build();
    CleanupPlanner planner =
        planner(account)
            .retain(RetentionStrategies.keepNewest(1))
            .check(
                CandidateCheck.named(
                    "shared",
                    candidates -> {
                      CandidateFindings.Builder findings = CandidateFindings.builder().scope(SCOPE);
                      candidates.stream()
                          .filter(image -> image.id().equals(imageId(2)))
                          .forEach(
                              image ->
                                  findings.putReasons(
                                      image.id(), List.of(Reason.of("shared", "Shared"))));
                      return findings.build();
                    }))
            .build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(1));

    ExecutionResult result = execute(account, planner, PlanJson.read(PlanJson.write(plan)));

    // Image 2 does not count towards those that are kept, so image 3 does.
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED became-retained");
    assertThat(account.imageIds()).containsExactly(imageId(2), imageId(3));
  }

  @Test
  void aPlanOfAnotherPolicyIsRefused() {
    InMemoryAccount account = Executing.account().image(1).build();
    CleanupPlan plan = planner(account).build().plan();
    CleanupPlanner other = planner(account).exclude(ExclusionFilters.tagged("keep")).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> execute(account, other, plan))
        .withMessageContaining("tagged");
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void aSelectedImageThatIsGoneRefusesNothing() {
    InMemoryAccount account = Executing.account().image(1, 1).image(2, 2).build();
    CleanupPlanner planner = planner(account).selectOnly(List.of(imageId(1), imageId(2))).build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(2));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(2))).isEqualTo("ALREADY_GONE already-gone");
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void theAnswerOfTheResolverStandsForAnImageThatIsGone() {
    InMemoryAccount account = Executing.account().image(1, 1).build();
    CleanupPlanner planner =
        planner(account).resolveSnapshots(SnapshotResolvers.blockDevices()).build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(1));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aSnapshotThatIsGoneIsGone() {
    InMemoryAccount account = Executing.account().image(1, 1, 2).build();
    CleanupPlanner planner = planner(account).build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(1));
    account.delete(snapshotId(2));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, snapshotId(2))).isEqualTo("ALREADY_GONE already-gone");
  }

  /** Three images of the role web, of which as many may go as long as one stays. */
  private static InMemoryAccount webs() {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(Executing.CLOCK);
    for (int number = 1; number <= 3; number++) {
      int days = number;
      account.image(
          ami(number),
          image ->
              image
                  .name("web-" + days)
                  .createdAt(NOW.minus(Duration.ofDays(days)))
                  .snapshot(snap(days), 8)
                  .tag("role", "web"));
    }
    return account.build();
  }

  private static CleanupPlanner limited(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("role"))
        .retain(RetentionStrategies.youngerThan(Duration.ofHours(36)))
        .orphanSnapshots()
        .limits(PlanLimits.keepAtLeastPerGroup(1))
        .clock(Executing.CLOCK)
        .build();
  }

  @Test
  void aLimitThatIsPassedBeforeTheFirstRemovalRefusesThePlan() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(1));
    account.clearCalls();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> execute(account, planner, plan))
        .withMessageContaining("web (0)");
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void aLimitThatIsPassedLaterSkipsTheRestAndStrandsNoSnapshot() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = planner.plan();
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> account.deregister(imageId(1)));

    ExecutionResult result = executor(account, planner).recheckEvery(1, LONG).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED limit-group-minimum");
    assertThat(ending(result, snapshotId(3))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.imageIds()).containsExactly(imageId(3));
    assertThat(account.snapshotIds()).doesNotContain(snapshotId(2));
  }

  @Test
  void aLimitThatIsPassedLaterSkipsOrphansToo() {
    InMemoryAccount account = webs();
    account.add(more -> more.snapshot(snap(9), orphan -> orphan.madeFor(ami(7))));
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = planner.plan();
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> account.deregister(imageId(1)));

    ExecutionResult result = executor(account, planner).recheckEvery(1, LONG).build().execute(plan);

    assertThat(ending(result, snapshotId(9))).isEqualTo("SKIPPED limit-group-minimum");
    assertThat(account.snapshotIds()).contains(snapshotId(9));
  }

  @Test
  void aLimitThatIsPassedAfterAKillStrandsNoSnapshot() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = planner.plan();
    StepsInMemory journal = new StepsInMemory();
    journal.append(JournalStep.announced(imageId(2), List.of(snapshotId(2))));
    account.deregister(imageId(2));
    account.deregister(imageId(1));

    ExecutionResult result = executor(account, planner).journal(journal).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED found-done");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED limit-group-minimum");
    assertThat(ending(result, snapshotId(2))).isEqualTo("SUCCEEDED success");
    assertThat(account.imageIds()).containsExactly(imageId(3));
    assertThat(account.snapshotIds()).doesNotContain(snapshotId(2));
  }

  @Test
  void whatOnlyTheNewPlanWouldRemoveCountsForNoLimit() {
    InMemoryAccount account = webs();
    account.add(more -> more.instance("i-7", ami(2)));
    CleanupPlanner planner = planner(account).limits(PlanLimits.removeAtMost(2)).build();
    CleanupPlan plan = planner.plan();
    account.removeUser("i-7");

    execute(account, planner, plan);

    assertThat(account.imageIds()).containsExactly(imageId(2));
  }

  @Test
  void minimaOfEvidenceCountWhatThePlanRemoved() {
    InMemoryAccount account = webs();
    CleanupPlanner planner =
        planner(account)
            .minimumExpectedImages(3)
            .minimumExpected("images", 3)
            .minimumExpected("snapshots", 3)
            .build();
    CleanupPlan plan = planner.plan();

    executor(account, planner).recheckEvery(1, LONG).build().execute(plan);

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void anInventoryThatShrankBelowItsMinimumStopsTheExecution() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = planner(account).minimumExpectedImages(3).build();
    CleanupPlan plan = planner.plan();
    account.deregister(imageId(3));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(account, planner, plan))
        .withMessageContaining("the minimum is 3");
    assertThat(account.imageIds()).containsExactly(imageId(1), imageId(2));
  }

  private static CleanupPlanner leavingOut(InMemoryAccount account, AtomicBoolean leavesOut) {
    return planner(account)
        .usage(
            () ->
                ImageUsage.builder()
                    .scope(SCOPE)
                    .readAt(NOW)
                    .addEvidence(
                        leavesOut.get()
                            ? Evidence.skipped("fleets", NOW)
                            : Evidence.complete("fleets", 0, NOW))
                    .build())
        .build();
  }

  @Test
  void aSourceThatThePlanReadIsNotLeftOutOfItself() {
    InMemoryAccount account = webs();
    AtomicBoolean leavesOut = new AtomicBoolean();
    CleanupPlanner planner = leavingOut(account, leavesOut);
    CleanupPlan plan = planner.plan();
    leavesOut.set(true);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(account, planner, plan))
        .withMessageContaining("The source 'fleets' was read for the plan, and was left out now");
    assertThat(account.imageIds()).hasSize(3);
  }

  @Test
  void aSourceThatThePlanDidNotReadIsLeftOut() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = leavingOut(account, new AtomicBoolean(true));

    execute(account, planner, planner.plan());

    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void whatThePlanRemovedInAnotherPartIsMissingNowhere() {
    InMemoryAccount account = webs();
    account.add(more -> more.snapshot(snap(7), snapshot -> snapshot.madeFor(ami(9))));
    CleanupPlanner planner =
        planner(account).minimumExpectedImages(3).minimumExpected("snapshots", 4).build();
    CleanupPlan plan = planner.plan();
    PlanExecutor executor = executor(account, planner).journal(new StepsInMemory()).build();

    executor.execute(plan, PlanPart.IMAGES);
    executor.execute(plan, PlanPart.ORPHAN_SNAPSHOTS);

    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void anImageInAnotherGroupIsSkipped() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = planner.plan();
    account.tag(Set.of(imageId(3)), new TreeMap<>(Map.of("role", "db")));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED group-changed");
    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
  }

  @Test
  void aGroupThatIsShownByAnotherNameIsTheSame() {
    InMemoryAccount account = webs();
    CleanupPlanner planner =
        planner(account).groupBy(Mappers.tags("role"), Mappers.tags("kind")).build();
    CleanupPlan plan = planner.plan();
    account.add(
        more -> more.image(ami(9), image -> image.name("new").createdAt(NOW).tag("kind", "web")));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(3))).isEqualTo("SUCCEEDED success");
    assertThat(account.imageIds()).containsExactly(imageId(9));
  }

  private static CleanupPlanner keepingOneOfEachFront(InMemoryAccount account) {
    for (int number = 1; number <= 2; number++) {
      int days = number;
      account.add(
          more ->
              more.image(
                  ami(days),
                  image ->
                      image
                          .name("web-" + days)
                          .createdAt(NOW.minus(Duration.ofDays(days)))
                          .tag("environment", "dev")
                          .tag("role", "front")));
    }
    return CleanupPlanner.builder()
        .account(account)
        .groupBy(Mappers.tags("environment", "role"))
        .retain(RetentionStrategies.youngerThan(Duration.ofHours(36)))
        .limits(PlanLimits.keepAtLeastPerGroup(1))
        .clock(Executing.CLOCK)
        .build();
  }

  /** The plan shows the one group by the short name that both have. */
  @Test
  void anImageThatWentIntoAGroupThatLooksAlikeDoesNotCountInItsOwn() {
    InMemoryAccount account = InMemoryAccount.builder().clock(Executing.CLOCK).build();
    CleanupPlanner planner = keepingOneOfEachFront(account);
    CleanupPlan plan = planner.plan();
    account.tag(Set.of(imageId(1)), new TreeMap<>(Map.of("environment", "front", "role", "dev")));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED group-changed");
    assertThat(account.imageIds()).containsExactly(imageId(1), imageId(2));
  }

  @Test
  void aPlanFromAFileIsExecutedAsIfItHadNotBeenWritten() {
    InMemoryAccount account = webs();
    CleanupPlanner planner = limited(account);
    CleanupPlan plan = PlanJson.read(PlanJson.write(planner.plan()));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(result.outcomes())
        .hasSize(4)
        .allMatch(outcome -> outcome.outcome() == Outcome.SUCCEEDED);
    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void anAccountIsEnoughForAPlanOfNamedParts() {
    InMemoryAccount account = webs();
    CleanupPlan plan = PlanJson.read(PlanJson.write(limited(account).plan()));
    account.deregister(imageId(2));
    account.add(more -> more.instance("i-7", ami(3)));

    ExecutionResult result =
        PlanExecutor.builder()
            .operations(account)
            .account(account)
            .clock(Executing.CLOCK)
            .build()
            .execute(plan);

    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED became-in-use");
    assertThat(ending(result, snapshotId(2))).isEqualTo("SUCCEEDED success");
    assertThat(account.imageIds()).containsExactly(imageId(1), imageId(3));
  }

  @Test
  void aPlanWithAPartThatOnlyAProgramCanGiveTakesItsPlanner() {
    InMemoryAccount account = webs();
    CleanupPlan plan =
        planner(account)
            .exclude(ExclusionFilter.named("pinned", (image, context) -> List.of()))
            .build()
            .plan();
    PlanExecutor executor =
        PlanExecutor.builder().operations(account).account(account).clock(Executing.CLOCK).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining("pinned");
    assertThat(account.imageIds()).hasSize(3);
  }
}
