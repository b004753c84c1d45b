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
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
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
            .reading(ReadingPolicy.builder().addFurtherSources("acme.emr").build())
            .build();

    execute(account, planner, planner.plan());

    assertThat(account.imageIds()).containsExactly(imageId(4));
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
