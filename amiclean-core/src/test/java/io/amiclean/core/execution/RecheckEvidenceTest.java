package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.planner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A re-check whose reading is too old, too small or left out permits nothing. */
class RecheckEvidenceTest {

  private final InMemoryAccount account =
      account().image(1).image(2).image(3).image(4).and().instance("i-9", ami(4)).build();

  private static void assertStopped(
      InMemoryAccount account, PlanExecutor executor, CleanupPlan plan, String message) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining(message);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void aReadingThatIsTooOldStopsTheExecution() {
    CleanupPlanner planner = planner(account).maximumEvidenceAge(Duration.ofHours(1)).build();
    Clock later = Clock.fixed(NOW.plus(Duration.ofHours(2)), ZoneOffset.UTC);

    assertStopped(account, executor(account, planner).clock(later).build(), planner.plan(), "PT1H");
  }

  @Test
  void aSourceThatReadsTooLittleStopsTheExecution() {
    CleanupPlanner planner = planner(account).minimumExpected("instances", 1).build();
    CleanupPlan plan = planner.plan();
    account.removeUser("i-9");

    assertStopped(
        account,
        executor(account, planner).build(),
        plan,
        "The source 'instances' read 0 items, the minimum is 1");
  }

  @Test
  void aCheckThatLeavesItsSourceOutStopsTheExecution() {
    AtomicBoolean leavesOut = new AtomicBoolean();
    CandidateCheck check =
        new CandidateCheck() {
          @Override
          public CandidateFindings check(List<Image> candidates) {
            return CandidateFindings.builder()
                .scope(account.scope())
                .addEvidence(
                    leavesOut.get()
                        ? Evidence.skipped("acme.users", NOW)
                        : Evidence.complete("acme.users", 1, NOW))
                .build();
          }

          @Override
          public String description() {
            return "asks who uses an image";
          }
        };
    CleanupPlanner planner = planner(account).check(check).build();
    CleanupPlan plan = planner.plan();
    leavesOut.set(true);

    assertStopped(
        account,
        executor(account, planner).build(),
        plan,
        "The source 'acme.users' was read for the plan, and was left out now");
  }

  @Test
  void aFurtherSourceThatIsReadAgainStopsNothing() {
    CleanupPlanner planner =
        planner(account)
            .usage(
                () ->
                    ImageUsage.builder()
                        .scope(account.scope())
                        .readAt(NOW)
                        .addEvidence(Evidence.complete("acme.emr", 0, NOW))
                        .build())
            .build();

    execute(account, planner, planner.plan());

    assertThat(account.imageIds()).containsExactly(imageId(4));
  }

  @Test
  void anExecutionThatDoesNotKnowWhatIsInUseIsStopped() {
    CleanupPlan plan = planner(account).build().plan();
    account.add(more -> more.instance("i-1", ami(1)));
    CleanupPlanner blind =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .withoutUsageEvidence()
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .orphanSnapshots()
            .build();

    assertStopped(
        account,
        executor(account, blind).build(),
        plan,
        "The source 'auto-scaling-groups' was read for the plan, and is not read now");
  }

  @Test
  void anExecutionThatLeavesOutASourceOfThePlanIsStopped() {
    CleanupPlan plan = planner(account).build().plan();
    account.add(more -> more.instance("i-1", ami(1)));

    assertStopped(
        account,
        executor(account, planner(account.skip("instances")).build()).build(),
        plan,
        "The source 'instances' was read for the plan, and was left out now");
  }

  @Test
  void anExecutionWithoutACheckOfThePlanIsStopped() {
    CleanupPlan plan = planner(account).check(account).build().plan();
    account.add(more -> more.finding(ami(1), Reason.of("shared", "Shared with others")));

    assertStopped(
        account,
        executor(account).build(),
        plan,
        "The plan was made with 1 candidate check, and 0 are asked now");
  }

  @Test
  void anExecutionWithoutACheckOfSnapshotsIsStopped() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = planner(account).checkSnapshots(account).build().plan();

    assertStopped(
        account,
        executor(account).build(),
        plan,
        "The plan was made with 1 snapshot check, and 0 are asked now");
  }

  @Test
  void aMinimumOfASourceThatIsNotReadStopsTheExecution() {
    ImageUsageSource inventory =
        () ->
            ImageUsage.builder()
                .scope(account.scope())
                .readAt(NOW)
                .addEvidence(Evidence.complete("acme.inventory", 1, NOW))
                .build();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .account(account)
            .usage(inventory)
            .minimumExpected("acme.inventory", 1)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .build()
            .plan();

    assertStopped(
        account,
        PlanExecutor.builder().operations(account).account(account).build(),
        plan,
        "The source 'acme.inventory' was read for the plan, and is not read now");
  }

  @Test
  void aSourceThatLostItsLastUserIsStillRead() {
    account.add(more -> more.reference(ami(3), "spot-fleet-request", "sfr-1"));
    CleanupPlanner planner = planner(account).build();
    CleanupPlan plan = planner.plan();
    account.removeUser("sfr-1");

    execute(account, planner, plan);

    assertThat(account.imageIds()).containsExactly(imageId(3), imageId(4));
  }

  @Test
  void aLimitOfAShareCountsWhatThePlanRemoved() {
    CleanupPlanner planner =
        planner(account)
            .retain(RetentionStrategies.keepNewest(1))
            .limits(PlanLimits.removeAtMostPercent(50))
            .build();
    CleanupPlan plan = planner.plan();
    account.before(AccountCall.DEREGISTER_IMAGE, 1, () -> account.deregister(imageId(4)));

    ExecutionResult result =
        executor(account, planner).recheckEvery(1, Duration.ofDays(1)).build().execute(plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED limit-percent");
  }
}
