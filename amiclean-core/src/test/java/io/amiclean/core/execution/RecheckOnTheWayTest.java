package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.outcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.execution.Executing.snapshotOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.util.concurrent.Uninterruptibles;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecheckOnTheWayTest {

  private static final Duration LONG = Duration.ofDays(1);

  private final InMemoryAccount account =
      account().image(1, 1).image(2, 2).image(3, 3).image(4).image(5, 5).build();

  private final CleanupPlan plan = plan(account);
  private final MovingClock clock = new MovingClock(NOW);

  private void launchDuringRemoval(int nth, int image) {
    account.before(
        AccountCall.DEREGISTER_IMAGE,
        nth,
        () -> account.add(more -> more.instance("i-0123456789abcdef0", ami(image))));
  }

  private int looks() {
    return account.calls(AccountCall.READ_INSTANCES).size();
  }

  @Test
  void anImageThatGetsAUserDuringTheExecutionStaysWithItsSnapshots() {
    launchDuringRemoval(1, 5);

    ExecutionResult result = executor(account).recheckEvery(2, LONG).build().execute(plan);

    assertThat(ending(result, imageId(5))).isEqualTo("SKIPPED became-in-use");
    assertThat(ending(result, snapshotId(5))).isEqualTo("SKIPPED image-not-removed");
    assertThat(account.imageIds()).containsExactly(imageId(5));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void noRemovalIsTooFarFromTheBeginOfItsLook(int concurrency) {
    account.clearCalls();

    executor(account).concurrency(concurrency).recheckEvery(2, LONG).build().execute(plan);

    // Each is taken while the image before its own is removed.
    assertThat(looks()).isEqualTo(5);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void theNextLookIsTakenWhileRemovalsGoOn() {
    CountDownLatch secondLook = new CountDownLatch(1);
    account.before(AccountCall.READ_INSTANCES, 2, secondLook::countDown);
    AtomicBoolean waitedFor = new AtomicBoolean();
    account.before(
        AccountCall.DEREGISTER_IMAGE,
        1,
        () ->
            waitedFor.set(Uninterruptibles.awaitUninterruptibly(secondLook, 10, TimeUnit.SECONDS)));

    executor(account).recheckEvery(2, LONG).build().execute(plan);

    assertThat(waitedFor).isTrue();
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void eachLookAsksTheChecksAboutWhatItIsForOnly() {
    List<List<ImageId>> asked = new CopyOnWriteArrayList<>();
    CandidateCheck check =
        new CandidateCheck() {
          @Override
          public CandidateFindings check(List<Image> candidates) {
            asked.add(candidates.stream().map(Image::id).toList());
            return CandidateFindings.builder().scope(plan.scope()).build();
          }

          @Override
          public String description() {
            return "notes what it is asked about";
          }
        };

    CleanupPlanner planner = planner(account).check(check).build();
    CleanupPlan checked = planner.plan();
    asked.clear();

    executor(account, planner).recheckEvery(4, LONG).build().execute(checked);

    assertThat(asked)
        .containsExactly(
            List.of(imageId(1), imageId(2)), List.of(imageId(3), imageId(4)), List.of(imageId(5)));
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void oneLookIsEnoughForAsManyRemovalsAsItPermits() {
    account.clearCalls();

    executor(account).recheckEvery(5, LONG).build().execute(plan);

    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void aLookThatFailsOnTheWayStopsTheRestAndTellsWhatIsDone() {
    account.failAt(AccountCall.READ_INSTANCES, 3, Fault.denied());

    ExecutionResult result = executor(account).recheckEvery(2, LONG).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("FAILED recheck-failed");
    assertThat(outcome(result, imageId(3)).message()).doesNotContain("Exception");
    assertThat(ending(result, snapshotId(3))).isEqualTo("SKIPPED image-not-removed");
    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).containsExactly(imageId(3), imageId(4), imageId(5));
  }

  @Test
  void aRecheckThatFailsStopsChangesOfStagesToo() {
    CleanupPlanner planner =
        planner(account).lifecycle(LifecyclePolicy.of(LifecycleRule.disable())).build();
    CleanupPlan ofChanges = planner.plan();
    account.failAt(AccountCall.READ_INSTANCES, 3, Fault.denied());

    ExecutionResult result =
        executor(account, planner)
            .lifecycle(account)
            .recheckEvery(2, LONG)
            .build()
            .execute(ofChanges);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("FAILED recheck-failed");
    assertThat(outcome(result, imageId(3)).action()).isEqualTo(Action.DISABLE_IMAGE);
  }

  @Test
  void freshEvidenceIsNotReadAgain() {
    account.clearCalls();

    executor(account).maxEvidenceAge(Duration.ofSeconds(60)).build().execute(plan);

    assertThat(looks()).isZero();
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void evidenceAsOldAsAllowedIsReadAgain() {
    account.clearCalls();
    clock.advance(Duration.ofSeconds(60));

    executor(account).clock(clock).maxEvidenceAge(Duration.ofSeconds(60)).build().execute(plan);

    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void evidenceOfUnknownAgeIsReadAgain() {
    account.clearCalls();
    CleanupPlan ageless =
        CleanupPlan.builder()
            .from(plan)
            .addEvidence(Evidence.builder().source("instances").items(1).complete(true).build())
            .build();

    executor(account).maxEvidenceAge(LONG).build().execute(ageless);

    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void evidenceOfNothingButWhatWasLeftOutIsReadAgain() {
    account.clearCalls();
    CleanupPlan blind =
        CleanupPlan.builder()
            .from(plan)
            .evidence(List.of(Evidence.skipped("usage", clock.instant())))
            .build();

    executor(account).maxEvidenceAge(LONG).build().execute(blind);

    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void evidenceFromTheFutureIsReadAgain() {
    account.clearCalls();
    clock.advance(Duration.ofSeconds(-1));

    executor(account).clock(clock).maxEvidenceAge(LONG).build().execute(plan);

    assertThat(looks()).isEqualTo(1);
  }

  @Test
  void limitsThatAreTooSmallAreRefused() {
    PlanExecutorBuilder builder = PlanExecutor.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.recheckEvery(0, LONG))
        .withMessageContaining("0 removals");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.recheckEvery(1, Duration.ZERO))
        .withMessageContaining("PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.maxEvidenceAge(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
  }

  private static InMemoryAccount threeOrphans() {
    InMemoryAccount.Builder orphans = account().and();
    for (int number = 1; number <= 3; number++) {
      orphans.snapshot(snap(number), orphan -> orphan.madeFor(ami(7)));
    }
    return orphans.build();
  }

  @Test
  void orphansAloneTakeOneRecheck() {
    InMemoryAccount orphans = threeOrphans();
    CleanupPlan ofOrphans = plan(orphans);
    orphans.clearCalls();

    executor(orphans).build().execute(ofOrphans);

    assertThat(orphans.calls(AccountCall.READ_INSTANCES)).hasSize(1);
    assertThat(orphans.snapshotIds()).isEmpty();
  }

  @Test
  void theNextRecheckIsTakenWhileOrphansAreDeleted() {
    InMemoryAccount orphans = threeOrphans();
    CleanupPlan ofOrphans = plan(orphans);
    CountDownLatch second = new CountDownLatch(1);
    orphans.clearCalls();
    orphans.before(AccountCall.READ_INSTANCES, 2, second::countDown);
    AtomicBoolean waitedFor = new AtomicBoolean();
    orphans.before(
        AccountCall.DELETE_SNAPSHOT,
        1,
        () -> waitedFor.set(Uninterruptibles.awaitUninterruptibly(second, 10, TimeUnit.SECONDS)));

    executor(orphans).recheckEvery(2, LONG).build().execute(ofOrphans);

    assertThat(waitedFor).isTrue();
    assertThat(orphans.snapshotIds()).isEmpty();
  }

  @Test
  void deletedOrphansCountTowardsTheMinimumOfSnapshots() {
    InMemoryAccount orphans = threeOrphans();
    CleanupPlanner planner = planner(orphans).minimumExpected("snapshots", 3).build();

    executor(orphans, planner).recheckEvery(1, LONG).build().execute(planner.plan());

    assertThat(orphans.snapshotIds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4, 2", "1, 5"})
  void snapshotsThatAreDeletedOneByOneAreRemovalsToo(int removals, int rechecks) {
    InMemoryAccount one = account().image(1, 1, 2, 3, 4, 5).build();
    CleanupPlanner planner =
        planner(one).excludeSnapshots(SnapshotExclusionFilters.ids(snapshotId(5))).build();
    CleanupPlan ofFive = planner.plan();
    one.clearCalls();

    executor(one, planner).recheckEvery(removals, LONG).build().execute(ofFive);

    assertThat(one.snapshotIds()).containsExactly(snapshotId(5));
    assertThat(one.calls(AccountCall.READ_INSTANCES)).hasSize(rechecks);
  }

  @Test
  void aSnapshotThatIsSharedWithAnImageInFlightGoesInTheEnd() {
    InMemoryAccount sharing = account().image(1, 9).image(2, 9).image(3).build();
    CountDownLatch planAndTwoRechecks = new CountDownLatch(3);
    CandidateCheck check =
        new CandidateCheck() {
          @Override
          public CandidateFindings check(List<Image> candidates) {
            planAndTwoRechecks.countDown();
            return CandidateFindings.builder().scope(sharing.scope()).build();
          }

          @Override
          public String description() {
            return "is asked when the account has been read";
          }
        };
    CleanupPlanner planner = planner(sharing).check(check).build();
    CleanupPlan checked = planner.plan();
    AtomicBoolean waitedFor = new AtomicBoolean();
    sharing.before(
        AccountCall.DEREGISTER_IMAGE,
        1,
        () ->
            waitedFor.set(
                Uninterruptibles.awaitUninterruptibly(planAndTwoRechecks, 10, TimeUnit.SECONDS)));

    ExecutionResult result =
        executor(sharing, planner).recheckEvery(2, LONG).build().execute(checked);

    assertThat(waitedFor).isTrue();
    assertThat(snapshotOutcome(result, 9)).isEqualTo(Outcome.SUCCEEDED);
  }
}
