package io.amiclean.core.execution;

import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.disable;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.Verdict;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A clock is moved day by day over two nightly images that were published on day 0. */
class LifecycleRunTest {

  private static final Instant DAY_0 = Instant.parse("2017-06-16T00:00:00Z");
  private static final ImageId COMPLAINED = ImageId.of("ami-00000001");
  private static final ImageId FORGOTTEN = ImageId.of("ami-00000002");

  private static final LaunchPermissions SHARED =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("111111111111"), AccountId.of("222222222222"))
          .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
          .build();

  private final MovingClock clock = new MovingClock(DAY_0);
  private final InMemoryAccount account =
      InMemoryAccount.builder()
          .image(
              COMPLAINED.value(),
              image -> image.name("nightly-1").createdAt(DAY_0).snapshot("snap-00000001", 8))
          .image(
              FORGOTTEN.value(),
              image -> image.name("nightly-2").createdAt(DAY_0).snapshot("snap-00000002", 8))
          .launchPermissions(COMPLAINED.value(), SHARED)
          .launchPermissions(FORGOTTEN.value(), SHARED)
          .clock(clock)
          .build();

  private LifecyclePolicy policy =
      LifecyclePolicy.of(makePrivate(), deregister().after(Duration.ofDays(10)));

  private CleanupPlan plan() {
    return planner().plan();
  }

  private CleanupPlanner planner() {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.youngerThan(Duration.ofDays(5)))
        .lifecycle(policy)
        .clock(clock)
        .build();
  }

  private ExecutionResult runOnDay(int day) {
    clock.set(DAY_0.plus(Duration.ofDays(day)));
    return execute(plan());
  }

  private ExecutionResult execute(CleanupPlan plan) {
    return PlanExecutor.builder()
        .operations(account)
        .lifecycle(account)
        .planner(planner())
        .clock(clock)
        .build()
        .execute(plan);
  }

  private ImageRestorer restoring() {
    return ImageRestorer.builder()
        .operations(account)
        .images(account)
        .holdBy("anna")
        .clock(clock)
        .build();
  }

  private Image image(ImageId id) {
    return account.loadImages().image(id).orElseThrow();
  }

  @Test
  void isPrivateOnTheFifthDayAndGoneOnTheFifteenth() {
    for (int day = 0; day < 5; day++) {
      assertThat(runOnDay(day).outcomes()).as("day %d", day).isEmpty();
    }
    assertThat(runOnDay(5).outcomes()).hasSize(2);
    assertThat(account.launchPermissions(FORGOTTEN)).isEqualTo(LaunchPermissions.none());
    for (int day = 6; day < 15; day++) {
      assertThat(runOnDay(day).outcomes()).as("day %d", day).isEmpty();
      assertThat(plan().explain(FORGOTTEN).reasons())
          .singleElement()
          .satisfies(
              reason -> {
                assertThat(reason.code()).isEqualTo(ReasonCodes.WAITING_IN_STAGE);
                assertThat(reason.evidence())
                    .containsExactly(
                        "stage private",
                        "since 2017-06-21T00:00:00Z",
                        "until 2017-07-01T00:00:00Z");
              });
    }
    runOnDay(15);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aComplaintBringsAnImageBackToExactlyItsPermissions() {
    runOnDay(5);
    clock.set(DAY_0.plus(Duration.ofDays(9)));

    assertThat(restoring().restore(List.of(COMPLAINED)).hasFailures()).isFalse();

    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(SHARED);
    assertThat(image(COMPLAINED).tags())
        .containsOnly(Map.entry("amiclean:hold", "2017-06-25T00:00:00Z anna"));
    for (int day = 10; day < 40; day++) {
      runOnDay(day);
      assertThat(account.launchPermissions(COMPLAINED)).as("day %d", day).isEqualTo(SHARED);
    }
    assertThat(account.imageIds()).containsExactly(COMPLAINED);
    assertThat(plan().explain(COMPLAINED).verdict()).isEqualTo(Verdict.EXCLUDED);
    assertThat(plan().explain(COMPLAINED).reasons())
        .extracting("code")
        .containsExactly(ReasonCodes.ON_HOLD);
  }

  @Test
  void anImageIsTakenAgainWhenItsHoldIsLifted() {
    runOnDay(5);
    restoring().restore(List.of(COMPLAINED));

    assertThat(restoring().liftHold(List.of(COMPLAINED)).hasFailures()).isFalse();
    runOnDay(20);

    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(LaunchPermissions.none());
    runOnDay(30);
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void anImageThatIsUsedAgainIsGivenBackWithoutAHold() {
    runOnDay(5);
    account.add(more -> more.instance("i-00000001", COMPLAINED.value()));

    CleanupPlan plan = plan();
    assertThat(plan.explain(COMPLAINED).reasons())
        .extracting("code")
        .containsExactly(ReasonCodes.RESTORE_PROPOSED, ReasonCodes.IN_USE);
    runOnDay(6);

    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(SHARED);
    assertThat(image(COMPLAINED).tags()).isEmpty();
  }

  @Test
  void anImageGoesThroughAllStagesOneAtATime() {
    policy = LifecyclePolicy.of(deprecate(), makePrivate(), disable(), deregister());

    runOnDay(5);
    assertThat(image(FORGOTTEN).deprecationTime()).isPresent();
    assertThat(account.launchPermissions(FORGOTTEN)).isEqualTo(SHARED);
    runOnDay(15);
    assertThat(account.launchPermissions(FORGOTTEN)).isEqualTo(LaunchPermissions.none());
    assertThat(image(FORGOTTEN).state()).isEqualTo(ImageState.AVAILABLE);
    runOnDay(25);
    assertThat(image(FORGOTTEN).state()).isEqualTo(ImageState.DISABLED);
    runOnDay(34);
    assertThat(account.imageIds()).contains(FORGOTTEN);
    runOnDay(35);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aWalkFromPublishedToDeletedWithAComplaintInBetween() {
    assertNothingHappens(0, 4);
    runOnDay(5);
    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(LaunchPermissions.none());
    assertNothingHappens(6, 9);

    restoring().restore(List.of(COMPLAINED));

    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(SHARED);
    assertNothingHappens(9, 14);
    runOnDay(15);
    assertThat(account.imageIds()).containsExactly(COMPLAINED);
    assertNothingHappens(16, 40);

    restoring().liftHold(List.of(COMPLAINED));

    runOnDay(41);
    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(LaunchPermissions.none());
    assertNothingHappens(42, 50);
    runOnDay(51);
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void aWalkThroughAllStagesWithAComplaintWhenItIsDisabled() {
    policy = LifecyclePolicy.of(deprecate(), makePrivate(), disable(), deregister());
    for (int stage = 0; stage < 3; stage++) {
      runOnDay(5 + 10 * stage);
      assertNothingHappens(6 + 10 * stage, 14 + 10 * stage);
    }
    assertThat(image(COMPLAINED).state()).isEqualTo(ImageState.DISABLED);

    restoring().restore(List.of(COMPLAINED));

    assertThat(image(COMPLAINED).state()).isEqualTo(ImageState.AVAILABLE);
    assertThat(image(COMPLAINED).deprecationTime()).isEmpty();
    assertThat(image(COMPLAINED).tags()).containsOnlyKeys("amiclean:hold");
    assertThat(account.launchPermissions(COMPLAINED)).isEqualTo(SHARED);
    runOnDay(35);
    assertThat(account.imageIds()).containsExactly(COMPLAINED);
    assertNothingHappens(36, 60);

    restoring().liftHold(List.of(COMPLAINED));

    runOnDay(61);
    assertThat(image(COMPLAINED).deprecationTime()).isPresent();
    assertNothingHappens(62, 70);
    for (int stage = 0; stage < 3; stage++) {
      runOnDay(71 + 10 * stage);
    }
    assertThat(account.imageIds()).isEmpty();
    assertThat(account.snapshotIds()).isEmpty();
  }

  private void assertNothingHappens(int first, int last) {
    for (int day = first; day <= last; day++) {
      assertThat(runOnDay(day).outcomes()).as("day %d", day).isEmpty();
    }
  }

  @Test
  void anImageThatWasRestoredAfterThePlanIsNotRemovedByIt() {
    runOnDay(5);
    clock.set(DAY_0.plus(Duration.ofDays(15)));
    CleanupPlan plan = plan();
    assertThat(plan.removals()).hasSize(2);
    ImageRestorer.builder()
        .operations(account)
        .images(account)
        .withoutHold()
        .clock(clock)
        .build()
        .restore(List.of(COMPLAINED));

    ExecutionResult result = execute(plan);

    assertThat(Executing.ending(result, COMPLAINED)).isEqualTo("SKIPPED stage-undone");
    assertThat(account.imageIds()).containsExactly(COMPLAINED);
  }
}
