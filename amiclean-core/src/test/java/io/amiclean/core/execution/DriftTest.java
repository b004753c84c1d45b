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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {

  private final InMemoryAccount account =
      account().image(1, 1).image(2, 2).image(3, 3).image(4, 4).build();

  /** Keeps image 1; the others go. */
  private final CleanupPlanner planner =
      planner(account).retain(RetentionStrategies.keepNewest(1)).build();

  private final CleanupPlan plan = planner.plan();

  @Test
  void anImageThatMovedUpStaysWithItsSnapshot() {
    account.deregister(imageId(1));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED became-retained");
    assertThat(account.imageIds()).containsExactly(imageId(2));
  }

  @Test
  void whatMovesUpInTheMiddleIsTheNewestThatIsLeft() {
    account.before(AccountCall.DEREGISTER_IMAGE, 2, () -> account.deregister(imageId(1)));

    executor(account, planner).recheckEvery(1, Duration.ofHours(1)).build().execute(plan);

    assertThat(account.imageIds()).hasSize(1).doesNotContain(imageId(1));
  }

  @Test
  void theDriftIsToldOnceBeforeTheFirstChange() {
    account.add(more -> more.image(ami(9), image -> image.createdAt(NOW)));
    List<PlanDrift> received = new ArrayList<>();
    account.before(
        AccountCall.DEREGISTER_IMAGE, 1, () -> assertThat(received).as("told before").hasSize(1));

    executor(account, planner)
        .recheckEvery(1, Duration.ofHours(1))
        .onDrift(received::add)
        .build()
        .execute(plan);

    assertThat(received).hasSize(1);
    assertThat(received.get(0).changes()).containsOnlyKeys(imageId(9));
    assertThat(account.imageIds()).containsExactly(imageId(1), imageId(9));
  }

  @Test
  void whatThePlanItselfRemovedBeforeIsNoChange() {
    StepsInMemory journal = new StepsInMemory();
    InMemoryAccount account = account().image(1).image(2).build();
    CleanupPlanner planner = planner(account).build();
    CleanupPlan plan = planner.plan();
    Killer killer = new Killer(5, () -> {});
    assertThatThrownBy(
            () ->
                executor(account, planner)
                    .operations(killer.operations(account))
                    .journal(killer.journal(journal))
                    .build()
                    .execute(plan))
        .hasCauseInstanceOf(Killer.Killed.class);
    assertThat(account.imageIds()).hasSize(1);
    List<PlanDrift> received = new ArrayList<>();

    executor(account, planner).journal(journal).onDrift(received::add).build().execute(plan);

    assertThat(received).hasSize(1);
    assertThat(received.get(0).changes()).isEmpty();
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void aLookChangesNothing() {
    account.deregister(imageId(1));
    account.clearCalls();

    PlanDrift drift = executor(account, planner).build().detectDrift(plan);

    assertThat(drift.changes()).containsOnlyKeys(imageId(1), imageId(2));
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void aPlanOfAnotherRegionIsRefusedBeforeAnythingIsRead() {
    InMemoryAccount other =
        InMemoryAccount.builder().clock(Executing.CLOCK).region("us-east-1").build();
    PlanExecutor executor =
        PlanExecutor.builder().operations(other).account(other).clock(Executing.CLOCK).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.detectDrift(plan))
        .withMessageContaining("but the image operations are of 123456789012/us-east-1");
    assertThat(other.calls(AccountCall.READ_IMAGES)).isEmpty();
  }

  @Test
  void anExecutorThatLooksAtNothingCannotLook() {
    PlanExecutor blind =
        PlanExecutor.builder().operations(account).withoutRecheck().clock(Executing.CLOCK).build();

    assertThatIllegalStateException().isThrownBy(() -> blind.detectDrift(plan));
  }

  @ParameterizedTest
  @CsvSource({"PT1H0.001S, ago: make a new plan", "-PT1H0.001S, ahead: wait"})
  void aPlanOfAnotherTimeIsRefused(Duration since, String what) {
    PlanExecutor executor =
        executor(account, planner).maxPlanAge(Duration.ofHours(1)).clock(at(since)).build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining(NOW + ", more than PT1H " + what);
    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.detectDrift(plan));
    assertThat(account.imageIds()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT0S", "-PT1H"})
  void aPlanOfThisTimeIsExecuted(Duration since) {
    executor(account, planner)
        .maxPlanAge(Duration.ofHours(1))
        .clock(at(since))
        .build()
        .execute(plan);

    assertThat(account.imageIds()).containsExactly(imageId(1));
  }

  @Test
  void anAgeIsNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanExecutor.builder().maxPlanAge(Duration.ofSeconds(-1)))
        .withMessageContaining("PT-1S");
  }

  private static Clock at(Duration sinceThePlan) {
    return Clock.fixed(NOW.plus(sinceThePlan), ZoneOffset.UTC);
  }
}
