package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.execution.Executing.CLOCK;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.disable;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.LifecycleSpec;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StageChangeTest {

  private static final LaunchPermissions SHARED =
      LaunchPermissions.builder().everybody(true).addAccounts(AccountId.of("111111111111")).build();

  private static final LaunchPermissions EVERYBODY =
      LaunchPermissions.builder().everybody(true).build();

  @TempDir private Path folder;

  private static InMemoryAccount account(LaunchPermissions permissions) {
    return Executing.account().image(1).and().launchPermissions(ami(1), permissions).build();
  }

  private static CleanupPlanner planner(InMemoryAccount account, LifecycleRule... rules) {
    return Executing.planner(account).lifecycle(LifecyclePolicy.of(rules)).build();
  }

  private static ExecutionResult execute(InMemoryAccount account, CleanupPlanner planner) {
    return execute(account, planner, planner.plan());
  }

  private static ExecutionResult execute(
      InMemoryAccount account, CleanupPlanner planner, CleanupPlan plan) {
    return Executing.executor(account, planner).lifecycle(account).build().execute(plan);
  }

  private static Image image(InMemoryAccount account) {
    return account.loadImages().image(imageId(1)).orElseThrow();
  }

  private static LaunchPermissions thousandAccounts() {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    for (int i = 0; i < 1000; i++) {
      permissions.addAccounts(AccountId.of(String.format(Locale.ROOT, "%012d", i)));
    }
    return permissions.build();
  }

  private static void assertUntouched(InMemoryAccount account, LaunchPermissions permissions) {
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(permissions);
    assertThat(image(account).tags()).isEmpty();
  }

  @Test
  void thePermissionsAreRecordedBeforeTheyAreTakenAway() {
    InMemoryAccount account = account(SHARED);

    ExecutionResult result = execute(account, planner(account, makePrivate()));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(image(account).tags())
        .containsEntry("amiclean:launch-permissions", "all 111111111111")
        .containsEntry("amiclean:stage", "private")
        .containsEntry("amiclean:stage-since", "2017-06-16T00:00:00Z");
  }

  @Test
  void theTimeOfTheMarkCanBeGiven() {
    InMemoryAccount account = account(SHARED);

    CleanupPlanner planner = planner(account, makePrivate());

    Executing.executor(account, planner)
        .lifecycle(account)
        .markedAt(Instant.EPOCH)
        .build()
        .execute(planner.plan());

    assertThat(image(account).tags()).containsEntry("amiclean:stage-since", "1970-01-01T00:00:00Z");
  }

  @Test
  void isRefusedWithoutOperationsForIt() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();

    assertThatThrownBy(() -> Executing.executor(account, planner).build().execute(plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("lifecycle(...)");
    assertThatThrownBy(
            () ->
                PlanExecutor.builder()
                    .operations(account)
                    .lifecycle(account)
                    .withoutRecheck()
                    .build()
                    .execute(plan))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining("planner(...)");
    assertUntouched(account, SHARED);
  }

  @Test
  void isSkippedIfTheImageGotAUser() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    account.add(more -> more.instance("i-00000001", ami(1)));

    assertThat(ending(execute(account, planner, plan), imageId(1)))
        .isEqualTo("SKIPPED became-in-use");
    assertUntouched(account, SHARED);
  }

  @Test
  void isSkippedIfTheImageWasPutOnHold() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    account.tag(Set.of(imageId(1)), Map.of("amiclean:hold", "anna"));

    assertThat(ending(execute(account, planner, plan), imageId(1))).isEqualTo("SKIPPED on-hold");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(SHARED);
  }

  @Test
  void aHoldIsTheReasonRatherThanThatItIsDone() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    execute(account, planner, plan);
    account.tag(Set.of(imageId(1)), Map.of("amiclean:hold", "anna"));

    assertThat(ending(execute(account, planner, plan), imageId(1))).isEqualTo("SKIPPED on-hold");
  }

  @Test
  void aMalformedMarkIsTheReasonRatherThanAUser() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    account.tag(Set.of(imageId(1)), Map.of("amiclean:stage", "nonsense"));
    account.add(more -> more.instance("i-7", ami(1)));

    assertThat(ending(execute(account, planner, plan), imageId(1)))
        .isEqualTo("SKIPPED malformed-stage");
  }

  @Test
  void isNotRestoredTwice() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    execute(account, planner);
    account.add(more -> more.instance("i-7", ami(1)));
    CleanupPlan plan = planner.plan();
    execute(account, planner, plan);

    assertThat(ending(execute(account, planner, plan), imageId(1)))
        .isEqualTo("ALREADY_GONE already-done");
  }

  @Test
  void isNotDoneTwiceWhichWouldBeginTheStageAnew() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    execute(account, planner, plan);
    Image before = image(account);

    assertThat(ending(execute(account, planner, plan), imageId(1)))
        .isEqualTo("ALREADY_GONE already-done");
    assertThat(image(account)).isEqualTo(before);
  }

  @Test
  void aLostAnswerIsAskedForAgain() {
    InMemoryAccount account = account(SHARED);
    account.failAt(AccountCall.REVOKE_LAUNCH_PERMISSIONS, 1, Fault.lostBeforeEffect());

    ExecutionResult result = execute(account, planner(account, makePrivate()));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(LaunchPermissions.none());
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountCall.class,
      names = {"READ_LAUNCH_PERMISSIONS", "TAG_IMAGE"})
  void nothingIsTakenAwayThatCouldNotBeRecorded(AccountCall call) {
    InMemoryAccount account = account(SHARED);
    account.failAlways(call, Fault.denied());

    ExecutionResult result = execute(account, planner(account, makePrivate()));

    assertThat(result.hasFailures()).isTrue();
    account.clearFaults();
    assertUntouched(account, SHARED);
  }

  @Test
  void aRecordThatDoesNotFitIntoTagsTakesAJournal() throws IOException {
    InMemoryAccount account = account(thousandAccounts());
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();

    assertThat(ending(execute(account, planner, plan), imageId(1)))
        .isEqualTo("FAILED record-too-long");
    assertUntouched(account, thousandAccounts());

    Path file = folder.resolve("journal");
    try (JournalFile journal = JournalFile.open(file, plan)) {
      Executing.executor(account, planner)
          .lifecycle(account)
          .journal(journal)
          .build()
          .execute(plan);
    }
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(LaunchPermissions.none());
    ImageRestorer.Builder restoring =
        ImageRestorer.builder().operations(account).images(account).withoutHold().clock(CLOCK);
    assertThat(ending(restoring.build().restore(plan), imageId(1)))
        .isEqualTo("FAILED record-incomplete");
    assertThat(
            ending(
                restoring
                    .recorded(JournalFile.recordedPermissions(file))
                    .build()
                    .restore(List.of(imageId(1))),
                imageId(1)))
        .isEqualTo("SUCCEEDED success");
    assertUntouched(account, thousandAccounts());
  }

  @Test
  void theDeprecationThatThereWasComesBack() {
    Instant planned = NOW.plus(Duration.ofDays(365));
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(ami(1), image -> image.createdAt(NOW).deprecatedAt(planned))
            .clock(CLOCK)
            .build();
    ExecutionResult result = execute(account, planner(account, deprecate()));
    assertThat(image(account).deprecationTime()).contains(NOW.plus(Duration.ofMinutes(1)));

    ImageRestorer.builder()
        .operations(account)
        .images(account)
        .withoutHold()
        .clock(CLOCK)
        .build()
        .restore(result);

    assertThat(image(account).deprecationTime()).contains(planned);
    assertThat(image(account).tags()).isEmpty();
  }

  @Test
  void theDeprecationIsCancelledWhileTheImageIsPrivateStill() {
    InMemoryAccount account = account(SHARED);
    execute(account, planner(account, deprecate()));
    account.revoke(imageId(1), SHARED);
    account.tag(Set.of(imageId(1)), Map.of("amiclean:launch-permissions", "all 111111111111"));
    account.clearCalls();

    ImageRestorer.builder()
        .operations(account)
        .images(account)
        .withoutHold()
        .clock(CLOCK)
        .build()
        .restore(List.of(imageId(1)));

    assertThat(account.calls())
        .extracting(RecordedCall::call)
        .containsSubsequence(AccountCall.CANCEL_DEPRECATION, AccountCall.GRANT_LAUNCH_PERMISSIONS);
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(SHARED);
  }

  @Test
  void disablingRecordsThePermissionsThatItCosts() {
    InMemoryAccount account = account(SHARED);

    execute(account, planner(account, disable()));

    assertThat(image(account).tags())
        .containsEntry("amiclean:launch-permissions", "all 111111111111")
        .containsEntry("amiclean:stage", "disabled");
  }

  @Test
  void chosenPermissionsOnlyAreTakenAwayAndComeBack() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate(SHARED.without(EVERYBODY)));
    CleanupPlan plan = PlanJson.read(PlanJson.write(planner.plan()));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(account.launchPermissions(imageId(1))).isEqualTo(EVERYBODY);
    assertThat(image(account).tags())
        .containsEntry("amiclean:launch-permissions", "111111111111")
        .containsEntry("amiclean:stage", "private");
    account.revoke(imageId(1), EVERYBODY);
    ImageRestorer.builder()
        .operations(account)
        .images(account)
        .withoutHold()
        .clock(CLOCK)
        .build()
        .restore(result);
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(SHARED.without(EVERYBODY));
  }

  /** An image that stayed public on purpose is not public again because that is recorded. */
  @Test
  void aDisablingThatWasKilledWhenThePublicAccessWasRecordedIsFinished() {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner =
        planner(account, makePrivate(SHARED.without(EVERYBODY)), disable().after(Duration.ZERO));
    execute(account, planner);
    CleanupPlan plan = planner.plan();
    StepsInMemory journal = new StepsInMemory();
    ForwardingOperations killed =
        new ForwardingOperations(account) {
          @Override
          public ActionOutcome disable(ImageId image) {
            throw new Killer.Killed();
          }
        };
    PlanExecutorBuilder executor =
        Executing.executor(account, planner).lifecycle(killed).journal(journal);
    assertThatThrownBy(() -> executor.build().execute(plan))
        .hasCauseInstanceOf(Killer.Killed.class);
    assertThat(planner.plan().explain(imageId(1)).reasons())
        .extracting(Reason::code)
        .containsExactly(ReasonCodes.NEXT_STAGE);

    ExecutionResult result = executor.lifecycle(account).build().execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(image(account).state()).isEqualTo(ImageState.DISABLED);
  }

  @Test
  void disablingAfterwardsRecordsWhatWasLeft() {
    InMemoryAccount account = account(SHARED);
    execute(account, planner(account, makePrivate(EVERYBODY)));

    execute(account, planner(account, disable().after(Duration.ZERO)));

    assertThat(image(account).tags())
        .containsEntry("amiclean:launch-permissions", "all 111111111111")
        .containsEntry("amiclean:stage", "disabled");
  }

  @Test
  void anImageWhoseRecordWasRemovedIsNotDisabled() {
    InMemoryAccount account = account(SHARED);
    execute(account, planner(account, makePrivate(EVERYBODY)));
    CleanupPlanner planner = planner(account, disable().after(Duration.ZERO));
    CleanupPlan plan = planner.plan();
    account.untag(Set.of(imageId(1)), Set.of("amiclean:launch-permissions"));

    ExecutionResult result =
        Executing.executor(account, planner).lifecycle(account).build().execute(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED malformed-stage");
    assertThat(image(account).state()).isEqualTo(ImageState.AVAILABLE);
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(SHARED.without(EVERYBODY));
  }

  @ParameterizedTest
  @MethodSource("endsOfALifecycle")
  void anImageWhoseRecordWasRemovedStays(LifecycleRule stage, LifecycleRule end) {
    InMemoryAccount account = account(SHARED);
    execute(account, planner(account, stage));
    account.untag(Set.of(imageId(1)), Set.of("amiclean:launch-permissions"));

    CleanupPlan plan = planner(account, stage, end.after(Duration.ZERO)).plan();

    assertThat(plan.removals()).isEmpty();
    assertThat(plan.stageChanges()).isEmpty();
    assertThat(plan.explain(imageId(1)).reasons())
        .extracting(Reason::code)
        .containsExactly("malformed-stage");
  }

  static Stream<Arguments> endsOfALifecycle() {
    return Stream.of(
        Arguments.of(makePrivate(), deregister()),
        Arguments.of(disable(), deregister()),
        Arguments.of(makePrivate(), disable()));
  }

  @Test
  void anImageOfWhoseRecordATagWasRemovedIsNotDisabled() {
    LaunchPermissions.Builder permissions = LaunchPermissions.builder();
    for (int i = 0; i < 40; i++) {
      permissions.addAccounts(AccountId.of(String.format(Locale.ROOT, "%012d", i)));
    }
    InMemoryAccount account = account(permissions.build());
    execute(account, planner(account, makePrivate()));
    account.untag(Set.of(imageId(1)), Set.of("amiclean:launch-permissions-3"));

    CleanupPlanner planner = planner(account, disable().after(Duration.ZERO));
    CleanupPlan plan = planner.plan();

    assertThat(image(account).tags()).containsKey("amiclean:launch-permissions-2");
    assertThat(plan.stageChanges()).isEmpty();
    assertThat(plan.explain(imageId(1)).reasons())
        .extracting(Reason::code, Reason::message)
        .anySatisfy(
            reason ->
                assertThat(reason.toList().toString())
                    .contains("malformed-stage", "it goes on in a tag that was removed"));
  }

  @Test
  void anImageWithoutRoomForTheTagsOfAStageIsLeftAlone() {
    InMemoryAccount account = account(SHARED);
    for (int tag = 1; tag <= 47; tag++) {
      account.tag(Set.of(imageId(1)), Map.of("tag-" + tag, ""));
    }

    ExecutionResult result = execute(account, planner(account, makePrivate()));

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED too-many-tags");
    assertThat(Executing.outcome(result, imageId(1)).message())
        .contains("1 tags more than EC2 accepts");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(SHARED);
    assertThat(image(account).tags()).hasSize(47);
  }

  @Test
  void anImageWithoutRoomForTheTagsOfAStageIsNotDeprecated() {
    InMemoryAccount account = account(SHARED);
    for (int tag = 1; tag <= 50; tag++) {
      account.tag(Set.of(imageId(1)), Map.of("tag-" + tag, ""));
    }

    ExecutionResult result = execute(account, planner(account, deprecate()));

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED too-many-tags");
    assertThat(image(account).deprecationTime()).isEmpty();
  }

  @Test
  void aDeprecationTakesEffectAfterItsNotice() {
    InMemoryAccount account = account(LaunchPermissions.none());

    CleanupPlanner planner = planner(account, deprecate(Duration.ofDays(30)));

    execute(account, planner, PlanJson.read(PlanJson.write(planner.plan())));

    Instant effect = NOW.plus(Duration.ofDays(30));
    assertThat(image(account).deprecationTime()).contains(effect);
    assertThat(image(account).tags()).containsEntry("amiclean:stage-since", effect.toString());
  }

  @Test
  void aPublicImageIsDeprecatedTwoYearsAfterItsCreationAtTheLatest() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(ami(1), image -> image.createdAt("2016-01-01T00:00:59Z").sharing(Sharing.PUBLIC))
            .clock(CLOCK)
            .build();

    execute(account, planner(account, deprecate(Duration.ofDays(3650))));

    assertThat(image(account).deprecationTime()).contains(Instant.parse("2018-01-01T00:00:00Z"));
  }

  @Test
  void anEarlierDeprecationIsNotPutOff() {
    Instant planned = NOW.plus(Duration.ofDays(5));
    InMemoryAccount account =
        InMemoryAccount.builder()
            .image(ami(1), image -> image.createdAt(NOW).deprecatedAt(planned))
            .clock(CLOCK)
            .build();

    execute(account, planner(account, deprecate(Duration.ofDays(30))));

    assertThat(image(account).deprecationTime()).contains(planned);
    assertThat(image(account).tags()).containsEntry("amiclean:stage-since", planned.toString());
  }

  @ParameterizedTest
  @MethodSource("broken")
  void aPlanWhoseLifecycleIsBrokenIsRefused(LifecycleSpec lifecycle, String named) {
    InMemoryAccount account = account(SHARED);
    CleanupPlanner planner = planner(account, makePrivate());
    CleanupPlan plan = planner.plan();
    CleanupPlan broken =
        CleanupPlan.builder()
            .from(plan)
            .policy(CleanupPolicy.builder().from(plan.policy()).lifecycle(lifecycle).build())
            .build();

    assertThatThrownBy(() -> execute(account, planner, broken))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageStartingWith("The lifecycle of the plan is broken: ")
        .hasMessageContaining(named);
    assertUntouched(account, SHARED);
  }

  private static Stream<Arguments> broken() {
    StrategySpec makePrivate = StrategySpec.of("makePrivate");
    return Stream.of(
        arguments(
            stages(makePrivate.with("revoke", SpecArgument.ofTexts(List.of("everyone")))),
            "everyone"),
        arguments(
            stages(StrategySpec.ofField("deprecate", "notice", SpecArgument.of("soon"))), "soon"),
        arguments(
            stages(StrategySpec.ofField("deprecate", "notice", SpecArgument.of("PT-1H"))), "PT-1H"),
        arguments(
            LifecycleSpec.builder().addStages(makePrivate).putTags("holds", "a").build(), "holds"));
  }

  private static LifecycleSpec stages(StrategySpec stage) {
    return LifecycleSpec.builder().addStages(stage).build();
  }
}
