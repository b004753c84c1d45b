package io.amiclean.core.plan;

import static io.amiclean.core.lifecycle.LifecycleRule.deprecate;
import static io.amiclean.core.lifecycle.LifecycleRule.deregister;
import static io.amiclean.core.lifecycle.LifecycleRule.disable;
import static io.amiclean.core.lifecycle.LifecycleRule.makePrivate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.lifecycle.Stage;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.lifecycle.StageMarks;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LifecyclePlanningTest {

  private static final Instant NOW = Instant.parse("2017-06-16T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final ImageId ID = ImageId.of("ami-00000001");

  private static final LifecyclePolicy POLICY =
      LifecyclePolicy.of(deprecate(), makePrivate(), disable(), deregister());

  private static InMemoryAccount.Builder account(Consumer<ImageSpec> like) {
    return InMemoryAccount.builder()
        .image(
            ID.value(),
            image ->
                like.andThen(spec -> spec.snapshot("snap-00000001", 8))
                    .accept(image.createdAt(NOW.minus(Duration.ofDays(100)))))
        .clock(CLOCK);
  }

  private static Consumer<ImageSpec> since(Stage stage, int days) {
    Instant since = NOW.minus(Duration.ofDays(days));
    return image ->
        image
            .tag("amiclean:stage", stage.word())
            .tag("amiclean:stage-since", since.toString())
            .tag("amiclean:launch-permissions", "none")
            .deprecatedAt(since)
            .state(stage == Stage.DISABLED ? ImageState.DISABLED : ImageState.AVAILABLE);
  }

  private static CleanupPlannerBuilder planner(InMemoryAccount account, LifecyclePolicy policy) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .check(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .lifecycle(policy)
        .clock(CLOCK);
  }

  private static CleanupPlan plan(InMemoryAccount.Builder account) {
    return planner(account.build(), POLICY).build().plan();
  }

  private static ImageDecision decide(InMemoryAccount.Builder account) {
    return plan(account).explain(ID);
  }

  private static void assertStaged(ImageDecision decision, Action action) {
    assertThat(decision.verdict()).isEqualTo(Verdict.STAGE);
    assertThat(decision.actions()).containsExactly(action);
    assertThat(decision.snapshots()).noneMatch(snapshot -> snapshot.isDeletion());
  }

  private static void assertStays(ImageDecision decision, Verdict verdict, String code) {
    assertThat(decision.verdict()).isEqualTo(verdict);
    assertThat(decision.actions()).isEmpty();
    assertThat(decision.reasons()).extracting(Reason::code).containsExactly(code);
  }

  @Test
  void theFirstStageIsDueAtOnce() {
    assertStaged(decide(account(image -> {})), Action.DEPRECATE_IMAGE);
  }

  @Test
  void theNextStageIsDueAfterItsTime() {
    assertStaged(decide(account(since(Stage.DEPRECATED, 10))), Action.MAKE_IMAGE_PRIVATE);
    assertStaged(decide(account(since(Stage.PRIVATE, 10))), Action.DISABLE_IMAGE);
  }

  @Test
  void anImageWaitsInItsStage() {
    assertStays(
        decide(account(since(Stage.PRIVATE, 9))), Verdict.RETAINED, ReasonCodes.WAITING_IN_STAGE);
  }

  @Test
  void reasonsNameStagesForPeople() {
    assertThat(decide(account(since(Stage.DEPRECATED, 10))).reasons())
        .extracting(Reason::message)
        .containsExactly("Nothing keeps the image, and its next stage is due: make image private");
    assertThat(decide(account(since(Stage.PRIVATE, 9))).reasons())
        .extracting(Reason::message)
        .containsExactly(
            "The image is private since 2017-06-07T00:00:00Z; its next stage, disable image, is due"
                + " at 2017-06-17T00:00:00Z");
  }

  @Test
  void whatAnImageWaitsForSurvivesTheJsonOfThePlan() {
    CleanupPlan plan = plan(account(since(Stage.PRIVATE, 9)));

    assertThat(plan.explain(ID).stageWait())
        .contains(
            StageWait.of(
                Action.MAKE_IMAGE_PRIVATE,
                Instant.parse("2017-06-07T00:00:00Z"),
                Instant.parse("2017-06-17T00:00:00Z")));
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    assertThat(TextReport.waiting(plan))
        .isEqualTo("Waiting in the stage private: 1 AMI, until 2017-06-17T00:00:00Z\n");
  }

  @Test
  void aStageThatNoImageCanWaitInIsRefused() {
    CleanupPlan plan = plan(account(since(Stage.PRIVATE, 9)));
    String edited =
        PlanJson.write(plan)
            .replace("\"enteredBy\": \"MAKE_IMAGE_PRIVATE\"", "\"enteredBy\": \"TAG_IMAGE\"");

    assertThatThrownBy(() -> PlanJson.read(edited))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("TAG_IMAGE leads into no stage");
  }

  @Test
  void aDisabledImageIsRemovedWithItsSnapshotsAtTheEnd() {
    ImageDecision decision = decide(account(since(Stage.DISABLED, 10)));

    assertThat(decision.actions()).containsExactly(Action.DEREGISTER_IMAGE);
    assertThat(decision.snapshots()).allMatch(snapshot -> snapshot.isDeletion());
  }

  @Test
  void withoutARuleThatRemovesTheLastStageIsTheEnd() {
    InMemoryAccount account = account(since(Stage.PRIVATE, 100)).build();

    assertStays(
        planner(account, LifecyclePolicy.of(makePrivate())).build().plan().explain(ID),
        Verdict.RETAINED,
        ReasonCodes.LAST_STAGE);
  }

  @Test
  void anImageThatSomebodyElseDisabledIsNotAvailable() {
    assertStays(
        decide(account(image -> image.state(ImageState.DISABLED))),
        Verdict.EXCLUDED,
        ReasonCodes.NOT_AVAILABLE);
  }

  @Test
  void aConditionKeepsAnImageOutOfAStageForItsReason() {
    LifecyclePolicy policy =
        LifecyclePolicy.of(
            makePrivate().unless(ExclusionFilter.when("partner", "A partner uses it", i -> true)));

    assertStays(
        planner(account(image -> {}).build(), policy).build().plan().explain(ID),
        Verdict.EXCLUDED,
        "partner");
  }

  @Test
  void aHoldExcludesWhateverTheStage() {
    assertStays(
        decide(account(since(Stage.PRIVATE, 20).andThen(i -> i.tag("amiclean:hold", "anna")))),
        Verdict.EXCLUDED,
        ReasonCodes.ON_HOLD);
  }

  @Test
  void aMalformedMarkKeepsTheImage() {
    assertStays(
        decide(account(image -> image.tag("amiclean:stage", "retired"))),
        Verdict.EXCLUDED,
        ReasonCodes.MALFORMED_STAGE);
  }

  @Test
  void whatWasUndoneByHandIsKept() {
    assertStays(
        decide(
            account(since(Stage.DISABLED, 20).andThen(image -> image.state(ImageState.AVAILABLE)))),
        Verdict.EXCLUDED,
        ReasonCodes.STAGE_UNDONE);
    assertStays(
        decide(account(since(Stage.PRIVATE, 20).andThen(image -> image.sharing(Sharing.PUBLIC)))),
        Verdict.EXCLUDED,
        ReasonCodes.STAGE_UNDONE);
    InMemoryAccount cancelled = account(since(Stage.DEPRECATED, 20)).build();
    cancelled.cancelDeprecation(ID);
    assertStays(
        planner(cancelled, POLICY).build().plan().explain(ID),
        Verdict.EXCLUDED,
        ReasonCodes.STAGE_UNDONE);
  }

  @Test
  void aHoldByTheDefaultTagCountsWhateverTheTagsOfTheLifecycle() {
    LifecyclePolicy policy =
        LifecyclePolicy.builder()
            .from(POLICY)
            .tags(LifecycleTags.builder().hold("acme:hold").build())
            .build();

    for (String hold : List.of("amiclean:hold", "acme:hold")) {
      assertStays(
          planner(account(image -> image.tag(hold, "anna")).build(), policy)
              .build()
              .plan()
              .explain(ID),
          Verdict.EXCLUDED,
          ReasonCodes.ON_HOLD);
    }
  }

  @Test
  void publicAccessThatWasKeptOnPurposeIsNotUndone() {
    LifecyclePolicy accountsOnly =
        LifecyclePolicy.of(
            makePrivate(
                LaunchPermissions.builder().addAccounts(AccountId.of("111111111111")).build()),
            deregister());
    Consumer<ImageSpec> kept = since(Stage.PRIVATE, 20).andThen(i -> i.sharing(Sharing.PUBLIC));

    assertThat(planner(account(kept).build(), accountsOnly).build().plan().explain(ID).actions())
        .containsExactly(Action.DEREGISTER_IMAGE);
    assertStays(
        planner(
                account(kept.andThen(i -> i.tag("amiclean:launch-permissions", "all"))).build(),
                accountsOnly)
            .build()
            .plan()
            .explain(ID),
        Verdict.EXCLUDED,
        ReasonCodes.STAGE_UNDONE);
  }

  @Test
  void anImageWaitsForTheEndOfANotice() {
    ImageDecision decision = decide(account(since(Stage.DEPRECATED, -30)));

    assertStays(decision, Verdict.RETAINED, ReasonCodes.WAITING_IN_STAGE);
    assertThat(decision.reasons().get(0).message())
        .contains("deprecated from 2017-07-16T00:00:00Z")
        .contains("2017-07-26T00:00:00Z");
  }

  @Test
  void aHoldExcludesWithoutALifecycleToo() {
    CleanupPlannerBuilder planner =
        CleanupPlanner.builder()
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .clock(CLOCK);
    InMemoryAccount account = account(image -> image.tag("amiclean:hold", "anna")).build();
    planner.images(account).snapshots(account).usage(account);

    assertStays(planner.build().plan().explain(ID), Verdict.EXCLUDED, ReasonCodes.ON_HOLD);
    assertThat(planner.withoutProtection(Protection.ON_HOLD).build().plan().explain(ID).isRemoval())
        .isTrue();
  }

  @Test
  void unknownUseElsewhereProtectsFromBeingDisabledOnly() {
    Reason shared = Reason.of(ReasonCodes.SHARED_USAGE_UNKNOWN, "Shared", "all");

    assertStaged(decide(account(image -> {}).finding(ID.value(), shared)), Action.DEPRECATE_IMAGE);
    assertStaged(
        decide(account(since(Stage.DEPRECATED, 10)).finding(ID.value(), shared)),
        Action.MAKE_IMAGE_PRIVATE);
    assertStays(
        decide(account(since(Stage.PRIVATE, 10)).finding(ID.value(), shared)),
        Verdict.EXCLUDED,
        ReasonCodes.SHARED_USAGE_UNKNOWN);
    assertStays(
        decide(account(since(Stage.DISABLED, 10)).finding(ID.value(), shared)),
        Verdict.EXCLUDED,
        ReasonCodes.SHARED_USAGE_UNKNOWN);
  }

  @Test
  void knownUseElsewhereProtectsFromEveryStage() {
    Reason used = Reason.of("used-elsewhere", "Another account uses it", "210987654321");

    assertStays(
        decide(account(image -> {}).finding(ID.value(), used)), Verdict.EXCLUDED, "used-elsewhere");
  }

  @Test
  void anImageThatIsPrivateAndUsedAgainIsToBeRestored() {
    assertStaged(
        decide(account(since(Stage.PRIVATE, 5)).instance("i-00000001", ID.value())),
        Action.RESTORE_IMAGE);
  }

  @Test
  void anImageOnItsWayThatIsUsedAgainIsToBeRestored() {
    ImageDecision decision =
        decide(account(since(Stage.DISABLED, 5)).instance("i-00000001", ID.value()));

    assertStaged(decision, Action.RESTORE_IMAGE);
    assertThat(decision.reasons())
        .extracting(Reason::code)
        .containsExactly(ReasonCodes.RESTORE_PROPOSED, ReasonCodes.IN_USE);
  }

  @Test
  void anImageThatIsNotSelectedIsLeftAlone() {
    InMemoryAccount account =
        account(since(Stage.PRIVATE, 5)).image("ami-00000002", image -> {}).build();

    assertStays(
        planner(account, POLICY)
            .selectOnly(List.of(ImageId.of("ami-00000002")))
            .build()
            .plan()
            .explain(ID),
        Verdict.EXCLUDED,
        ReasonCodes.NOT_SELECTED);
  }

  @Test
  void theMarkOfAnotherToolIsTakenOverAndNotRestored() {
    LifecyclePolicy policy =
        LifecyclePolicy.builder()
            .addRules(makePrivate(), deregister())
            .addReaders(StageMarks.dayTag("LaunchPermissionRevoked", "ddMMuuuu", Stage.PRIVATE))
            .build();
    Consumer<ImageSpec> marked = image -> image.tag("LaunchPermissionRevoked", "01062017");

    assertThat(planner(account(marked).build(), policy).build().plan().explain(ID).actions())
        .containsExactly(Action.DEREGISTER_IMAGE);
    assertStays(
        planner(account(marked).instance("i-00000001", ID.value()).build(), policy)
            .build()
            .plan()
            .explain(ID),
        Verdict.EXCLUDED,
        ReasonCodes.IN_USE);
  }

  @Test
  void aLimitRefusesTooManyStageChanges() {
    InMemoryAccount account = account(image -> {}).build();

    assertThat(planner(account, POLICY).limits(PlanLimits.stageAtMost(0)).build().plan().refusals())
        .singleElement()
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("limit-stage-changes"));
    assertThat(
            planner(account, POLICY)
                .limits(PlanLimits.stageAtMost(1), PlanLimits.removeAtMost(0))
                .build()
                .plan()
                .refusals())
        .isEmpty();
  }

  @Test
  void noLimitCountsWhatIsRestored() {
    InMemoryAccount account =
        account(since(Stage.PRIVATE, 5)).instance("i-00000001", ID.value()).build();

    CleanupPlan plan = planner(account, POLICY).limits(PlanLimits.stageAtMost(0)).build().plan();

    assertThat(plan.stageChanges()).hasSize(1);
    assertThat(plan.refusals()).isEmpty();
  }

  @Test
  void thePlanIsReadAsItIsWritten() {
    CleanupPlan plan = plan(account(image -> {}));

    assertThat(plan.summary().staged()).isEqualTo(1);
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    assertThat(plan.policy().lifecycle()).contains(POLICY.spec());
  }
}
