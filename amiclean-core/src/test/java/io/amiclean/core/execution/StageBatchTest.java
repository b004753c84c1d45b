package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.CLOCK;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.disable;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three images that are shared with one account, and changed together. */
@Timeout(60)
class StageBatchTest {

  private static final LaunchPermissions FRIEND = account("111111111111");
  private static final LaunchPermissions OTHER = account("222222222222");

  private final MovingClock clock = new MovingClock(NOW);
  private final InMemoryAccount account =
      Executing.account()
          .image(1)
          .image(2)
          .image(3)
          .and()
          .launchPermissions(ami(1), FRIEND)
          .launchPermissions(ami(2), FRIEND)
          .launchPermissions(ami(3), FRIEND)
          .clock(clock)
          .build();

  @AfterEach
  void endTheInterruption() {
    Thread.interrupted();
  }

  private static LaunchPermissions account(String id) {
    return LaunchPermissions.builder().addAccounts(AccountId.of(id)).build();
  }

  private CleanupPlanner planner(LifecycleRule rule) {
    return Executing.planner(account).lifecycle(LifecyclePolicy.of(rule)).clock(clock).build();
  }

  private PlanExecutorBuilder executor(CleanupPlanner planner) {
    return Executing.executor(account, planner)
        .lifecycle(account)
        .clock(clock)
        .ticker(clock::nanos);
  }

  private ExecutionResult execute(LifecycleRule rule) {
    CleanupPlanner planner = planner(rule);
    return executor(planner).build().execute(planner.plan());
  }

  private Map<String, String> tags(int image) {
    return account.loadImages().image(imageId(image)).orElseThrow().tags();
  }

  private void assertNotChanged(int image) {
    assertThat(account.launchPermissions(imageId(image))).isEqualTo(FRIEND);
    assertThat(tags(image)).doesNotContainKey("amiclean:stage");
  }

  private void assertPrivate(ExecutionResult result, int... images) {
    for (int image : images) {
      assertThat(ending(result, imageId(image))).isEqualTo("SUCCEEDED success");
      assertThat(account.launchPermissions(imageId(image))).isEqualTo(LaunchPermissions.none());
      assertThat(tags(image))
          .containsEntry("amiclean:stage", "private")
          .containsKey("amiclean:launch-permissions");
    }
  }

  @Test
  void theSameTagsAreWrittenByOneCall() {
    ExecutionResult result = execute(makePrivate());

    RecordedCall all = RecordedCall.of(AccountCall.TAG_IMAGE, imageId(1), imageId(2), imageId(3));
    assertThat(account.calls(AccountCall.TAG_IMAGE)).containsExactly(all, all);
    assertPrivate(result, 1, 2, 3);
  }

  @Test
  void eachLookHasItsOwnTwoCalls() {
    InMemoryAccount.Builder builder = InMemoryAccount.builder().clock(CLOCK);
    for (int number = 1; number <= 1000; number++) {
      builder
          .image(ami(number), image -> image.createdAt(NOW))
          .launchPermissions(ami(number), FRIEND);
    }
    InMemoryAccount large = builder.build();
    CleanupPlanner planner =
        Executing.planner(large).lifecycle(LifecyclePolicy.of(makePrivate())).build();
    CleanupPlan plan = planner.plan();

    Executing.executor(large, planner).lifecycle(large).build().execute(plan);

    assertThat(large.calls(AccountCall.TAG_IMAGE)).hasSize(2 * 4);
    assertThat(large.calls(AccountCall.READ_LAUNCH_PERMISSIONS)).hasSize(1000);
    assertThat(large.calls(AccountCall.REVOKE_LAUNCH_PERMISSIONS)).hasSize(1000);
  }

  @Test
  void otherPermissionsHaveTheirOwnRecord() {
    account.grant(imageId(2), OTHER);

    ExecutionResult result = execute(makePrivate());

    assertThat(account.calls(AccountCall.TAG_IMAGE)).hasSize(3);
    assertPrivate(result, 1, 2, 3);
    assertThat(tags(1)).containsEntry("amiclean:launch-permissions", "111111111111");
    assertThat(tags(2)).containsEntry("amiclean:launch-permissions", "111111111111 222222222222");
  }

  @Test
  void noImageIsActedOnBeforeItsRecordNorMarkedBeforeThat() {
    CleanupPlanner planner = planner(makePrivate());
    executor(planner).concurrency(4).build().execute(planner.plan());

    for (int image = 1; image <= 3; image++) {
      ImageId id = imageId(image);
      assertThat(account.calls())
          .filteredOn(call -> call.about().contains(id))
          .extracting(RecordedCall::call)
          .containsExactly(
              AccountCall.READ_LAUNCH_PERMISSIONS,
              AccountCall.TAG_IMAGE,
              AccountCall.REVOKE_LAUNCH_PERMISSIONS,
              AccountCall.TAG_IMAGE);
    }
  }

  @Test
  void anImageThatCouldNotBeRecordedIsNotActedOn() {
    account.failAt(AccountCall.TAG_IMAGE, imageId(2), Fault.denied());

    ExecutionResult result = execute(makePrivate());

    assertThat(ending(result, imageId(2))).startsWith("FAILED");
    assertNotChanged(2);
    assertPrivate(result, 1, 3);
  }

  @Test
  void anImageThatCouldNotBeActedOnIsNotMarked() {
    account.failAt(AccountCall.REVOKE_LAUNCH_PERMISSIONS, imageId(2), Fault.denied());

    ExecutionResult result = execute(makePrivate());

    assertThat(ending(result, imageId(2))).startsWith("FAILED");
    assertNotChanged(2);
    assertPrivate(result, 1, 3);
  }

  @Test
  void anImageWhosePermissionsCannotBeReadHarmsNoOther() {
    account.failAt(
        AccountCall.READ_LAUNCH_PERMISSIONS,
        imageId(2),
        Fault.thrown(new IllegalStateException("broken")));

    ExecutionResult result = execute(makePrivate());

    assertThat(ending(result, imageId(2))).isEqualTo("UNKNOWN unexpected");
    assertPrivate(result, 1, 3);
  }

  @Test
  void tagsWhoseAnswerIsLostAreWrittenAgain() {
    account.failAt(AccountCall.TAG_IMAGE, 1, Fault.lostBeforeEffect());

    assertPrivate(execute(makePrivate()), 1, 2, 3);

    assertThat(account.calls(AccountCall.TAG_IMAGE)).hasSize(3);
  }

  @Test
  void anAnswerThatIsNoneLeavesTheChangeUnknownAndHidesNoOther() {
    AtomicInteger calls = new AtomicInteger();
    ForwardingOperations operations =
        new ForwardingOperations(account) {
          @Override
          List<ActionOutcome> changeTags(Supplier<List<ActionOutcome>> call) {
            List<ActionOutcome> answers = new ArrayList<>(call.get());
            if (calls.incrementAndGet() > 1) {
              answers.set(1, null);
            }
            return answers;
          }
        };

    CleanupPlanner planner = planner(makePrivate());
    ExecutionResult result =
        executor(planner).lifecycle(operations).build().execute(planner.plan());

    assertThat(ending(result, imageId(2))).isEqualTo("UNKNOWN unexpected");
    assertPrivate(result, 1, 3);
  }

  @Test
  void theMarkIsOfNoTimeBeforeTheChange() {
    for (int call = 1; call <= 3; call++) {
      account.before(
          AccountCall.REVOKE_LAUNCH_PERMISSIONS, call, () -> clock.advance(Duration.ofSeconds(10)));
    }

    execute(makePrivate());

    for (int image = 1; image <= 3; image++) {
      assertThat(Instant.parse(tags(image).getOrDefault("amiclean:stage-since", "")))
          .isEqualTo(NOW.plusSeconds(30));
    }
  }

  @Test
  void aDeprecationIsMarkedFromItsEffectOn() {
    execute(deprecate(Duration.ofDays(30)));

    assertThat(account.calls(AccountCall.TAG_IMAGE)).hasSize(2);
    assertThat(tags(3))
        .containsEntry("amiclean:stage-since", NOW.plus(Duration.ofDays(30)).toString());
  }

  @Test
  void disablingRecordsWhatWasGivenSinceTheOthersWereRecorded() {
    account.before(AccountCall.TAG_IMAGE, 1, () -> account.grant(imageId(2), OTHER));

    execute(disable());

    assertThat(tags(2))
        .containsEntry("amiclean:stage", "disabled")
        .containsEntry("amiclean:launch-permissions", "111111111111 222222222222");
  }

  @Test
  void nothingIsDisabledWhosePermissionsCannotBeRecordedAnyMore() {
    account.before(AccountCall.TAG_IMAGE, 1, () -> account.grant(imageId(2), OTHER));
    account.failAt(AccountCall.TAG_IMAGE, 2, Fault.denied());

    ExecutionResult result = execute(disable());

    assertThat(ending(result, imageId(2))).startsWith("FAILED");
    assertThat(account.launchPermissions(imageId(2))).isEqualTo(FRIEND.and(OTHER));
  }

  @Test
  void whatALookDoesNotPermitAnyMoreWaitsForAnotherOne() {
    CleanupPlanner planner = planner(makePrivate());
    CleanupPlan plan = planner.plan();
    account.before(
        AccountCall.REVOKE_LAUNCH_PERMISSIONS, 1, () -> clock.advance(Duration.ofMinutes(6)));
    account.before(
        AccountCall.READ_IMAGES, 2, () -> account.add(more -> more.instance("i-00000001", ami(3))));

    ExecutionResult result = executor(planner).build().execute(plan);

    assertPrivate(result, 1, 2);
    assertThat(ending(result, imageId(3))).isEqualTo("SKIPPED became-in-use");
    assertNotChanged(3);
  }

  @Test
  void whatIsActedOnIsMarkedThoughItIsInterrupted() {
    StepsInMemory journal = new StepsInMemory();
    Interrupting.thisThreadAt(account, AccountCall.REVOKE_LAUNCH_PERMISSIONS, 1);

    CleanupPlanner planner = planner(makePrivate());
    ExecutionResult result = executor(planner).journal(journal).build().execute(planner.plan());

    assertPrivate(result, 1);
    for (int image = 2; image <= 3; image++) {
      assertThat(ending(result, imageId(image))).isEqualTo("SKIPPED interrupted");
      assertNotChanged(image);
    }
    assertThat(journal.steps())
        .filteredOn(step -> !step.outcomes().isEmpty())
        .flatExtracting(JournalStep::outcomes)
        .containsExactlyInAnyOrderElementsOf(result.outcomes());
  }

  @Test
  void whatWasOnlyRecordedWhenItWasInterruptedIsFinishedByTheNextRun() {
    CleanupPlanner planner = planner(makePrivate());
    CleanupPlan plan = planner.plan();
    Interrupting.thisThreadAt(account, AccountCall.TAG_IMAGE, 1);

    ExecutionResult interrupted = executor(planner).build().execute(plan);

    assertThat(interrupted.outcomes()).extracting("code").containsOnly("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(account.calls(AccountCall.REVOKE_LAUNCH_PERMISSIONS)).isEmpty();
    assertPrivate(executor(planner).build().execute(plan), 1, 2, 3);
  }
}
