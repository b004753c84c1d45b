package io.amiclean.core.execution;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.execution.Executing.CLOCK;
import static io.amiclean.core.execution.Executing.account;
import static io.amiclean.core.execution.Executing.ami;
import static io.amiclean.core.execution.Executing.ending;
import static io.amiclean.core.execution.Executing.execute;
import static io.amiclean.core.execution.Executing.executor;
import static io.amiclean.core.execution.Executing.imageOutcome;
import static io.amiclean.core.execution.Executing.outcome;
import static io.amiclean.core.execution.Executing.plan;
import static io.amiclean.core.execution.Executing.planner;
import static io.amiclean.core.execution.Executing.snap;
import static io.amiclean.core.execution.Executing.snapshotOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.CandidateFindings;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.source.ImageSource;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inmemory.RecordedCall;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecheckTest {

  private static final List<Reason> SHARED =
      List.of(Reason.of("shared-usage-unknown", "Shared with others", "210987654321"));

  /** An account of image 1 with its snapshot, which is as it was but for this. */
  private static InMemoryAccount changed(Consumer<ImageSpec> change) {
    return InMemoryAccount.builder()
        .clock(Executing.CLOCK)
        .image(
            ami(1),
            image -> {
              image.name("image-1").createdAt(NOW.minus(Duration.ofDays(1))).snapshot(snap(1), 8);
              change.accept(image);
            })
        .build();
  }

  private static CleanupPlan planOfOne() {
    return plan(account().image(1, 1).build());
  }

  private static void assertNothingIsRemoved(InMemoryAccount account) {
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
    assertThat(account.calls(AccountCall.DELETE_SNAPSHOT)).isEmpty();
  }

  @Test
  void anImageThatGotAUserStaysWithItsSnapshots() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.instance("i-7", ami(1)));

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED became-in-use");
    assertThat(outcome(result, imageId(1)).message()).contains("i-7");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).containsExactly(imageId(1));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void anImageThatWasPutOnHoldStays() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    account.tag(Set.of(imageId(1)), Map.of("amiclean:hold", "anna"));

    assertThat(ending(execute(account, plan), imageId(1))).isEqualTo("SKIPPED on-hold");
    assertThat(account.loadImages().image(imageId(1))).isPresent();
  }

  @Test
  void everySourceOfUsageIsRead() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlanner planner =
        CleanupPlanner.builder()
            .images(account)
            .snapshots(account)
            .usage(account.skip("instances"))
            .usage(account)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .clock(Executing.CLOCK)
            .build();
    CleanupPlan plan = planner.plan();
    account.add(more -> more.instance("i-7", ami(1)));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED became-in-use");
  }

  @Test
  void anImageThatGotProtectedStaysWithItsSnapshots() {
    InMemoryAccount account = changed(ImageSpec::deregistrationProtected);

    ExecutionResult result = execute(account, planOfOne());

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED deregistration-protected");
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertNothingIsRemoved(account);
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AVAILABLE", "DEREGISTERED"})
  void anImageThatIsNotAvailableAnyMoreStaysWithItsSnapshots(ImageState state) {
    InMemoryAccount account = changed(image -> image.state(state));

    ExecutionResult result = execute(account, planOfOne());

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED not-available");
    assertThat(outcome(result, imageId(1)).message()).contains(state.name());
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(result.hasFailures()).isFalse();
    assertNothingIsRemoved(account);
  }

  @Test
  void aDisabledImageGoesByAPlanThatDoesNotProtectIt() {
    InMemoryAccount account = changed(image -> image.state(ImageState.DISABLED));
    CleanupPlanner planner = planner(account).withoutProtection(Protection.NOT_AVAILABLE).build();

    ExecutionResult result =
        execute(account, planner, PlanJson.read(PlanJson.write(planner.plan())));

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void aUserIsTheReasonRatherThanTheState() {
    InMemoryAccount account = changed(image -> image.state(ImageState.DISABLED));
    account.add(more -> more.instance("i-7", ami(1)));

    assertThat(ending(execute(account, planOfOne()), imageId(1)))
        .isEqualTo("SKIPPED became-in-use");
  }

  @Test
  void anImageThatEc2StillListsAsDeregisteredIsGone() {
    InMemoryAccount account = changed(image -> image.state(ImageState.DEREGISTERED));

    ExecutionResult result = execute(account, planOfOne());

    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.ALREADY_GONE);
    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).isEmpty();
  }

  @Test
  void aSnapshotThatANewImageRefersToStays() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.image(ami(2), image -> image.snapshot(snap(1), 8)));

    ExecutionResult result = execute(account, plan);

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED shared-snapshot");
    assertThat(outcome(result, snapshotId(1)).message()).contains(ami(2));
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  @Test
  void aSnapshotThatGotAUserStays() {
    InMemoryAccount account = account().image(1, 1, 2).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.launchTemplate("lt-7", snap(1)));

    ExecutionResult result = execute(account, plan);

    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED snapshot-in-use");
    assertThat(outcome(result, snapshotId(1)).message()).contains("lt-7");
    assertThat(imageOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.snapshotIds()).containsExactly(snapshotId(1));
  }

  @Test
  void anOrphanThatANewImageRefersToStays() {
    InMemoryAccount account =
        account().and().snapshot(snap(1), snapshot -> snapshot.madeFor(ami(7))).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.image(ami(2), image -> image.snapshot(snap(1), 8)));

    assertThat(ending(execute(account, plan), snapshotId(1))).isEqualTo("SKIPPED shared-snapshot");
    assertNothingIsRemoved(account);
  }

  @Test
  void anOrphanThatGotAUserStays() {
    InMemoryAccount account =
        account().and().snapshot(snap(1), snapshot -> snapshot.madeFor(ami(7))).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.launchTemplate("lt-7", snap(1)));

    assertThat(ending(execute(account, plan), snapshotId(1))).isEqualTo("SKIPPED snapshot-in-use");
    assertNothingIsRemoved(account);
  }

  @Test
  void aSnapshotSharedWithAnImageThatStaysAfterAllIsLeftOutOfTheCall() {
    InMemoryAccount account = account().image(1, 1, 2).image(2, 1).build();
    CleanupPlan plan = plan(account);
    account.add(more -> more.instance("i-7", ami(2)));

    ExecutionResult result = execute(account, plan);

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(ending(result, snapshotId(1))).isEqualTo("SKIPPED image-not-removed");
    assertThat(snapshotOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void aSnapshotSharedWithAnImageThatIsGoneGoesInTheCall() {
    InMemoryAccount account = account().image(1, 1).image(2, 1).build();
    CleanupPlan plan = plan(account);
    account.deregister(imageId(2));
    account.clearCalls();

    execute(account, plan);

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1), snapshotId(1)));
    assertThat(account.snapshotIds()).isEmpty();
  }

  @Test
  void anImageThatHasASnapshotThePlanDoesNotKnowGoesWithoutIt() {
    InMemoryAccount account = changed(image -> image.snapshot(snap(2), 8));

    ExecutionResult result = execute(account, planOfOne());

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE))
        .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, imageId(1)));
    assertThat(snapshotOutcome(result, 1)).isEqualTo(Outcome.SUCCEEDED);
    assertThat(account.snapshotIds()).containsExactly(snapshotId(2));
  }

  @Test
  void theLastLookIsTakenAgainAtWhatIsLeft() {
    InMemoryAccount account = account().image(1, 1).image(2).image(3).image(4).build();
    List<ImageId> asked = new ArrayList<>();
    Map<ImageId, List<Reason>> found = new HashMap<>();
    CleanupPlanner planner = planner(account).check(noting(asked, found)).build();
    CleanupPlan plan = planner.plan();
    account.add(more -> more.instance("i-7", ami(3)));
    account.deregister(imageId(4));
    asked.clear();
    found.put(imageId(1), SHARED);

    ExecutionResult result = execute(account, planner, plan);

    assertThat(asked).containsExactly(imageId(1), imageId(2));
    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED shared-usage-unknown");
    assertThat(outcome(result, imageId(1)).message()).isEqualTo("Shared with others: 210987654321");
    assertThat(imageOutcome(result, 2)).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void aUseThatTheLastLookFindsBecameOne() {
    InMemoryAccount account = account().image(1).build();
    Map<ImageId, List<Reason>> found = new HashMap<>();
    CleanupPlanner planner = planner(account).check(noting(new ArrayList<>(), found)).build();
    CleanupPlan plan = planner.plan();
    found.put(imageId(1), List.of(Reason.of("in-use", "In use", "i-7")));

    ExecutionResult result = execute(account, planner, plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED became-in-use");
    assertThat(outcome(result, imageId(1)).message()).isEqualTo("In use: i-7");
  }

  @Test
  void severalLastLooksAreTaken() {
    InMemoryAccount account = account().image(1).image(2).image(3).build();
    List<ImageId> asked = new ArrayList<>();
    Map<ImageId, List<Reason>> found = new HashMap<>();
    CleanupPlanner planner =
        planner(account)
            .check(noting(new ArrayList<>(), found), noting(asked, new HashMap<>()))
            .build();
    CleanupPlan plan = planner.plan();
    asked.clear();
    found.put(imageId(2), SHARED);

    execute(account, planner, plan);

    assertThat(asked).containsExactly(imageId(1), imageId(3));
  }

  /** A check that notes what it is asked about, and finds what there is to find. */
  private static CandidateCheck noting(List<ImageId> asked, Map<ImageId, List<Reason>> found) {
    return CandidateCheck.named(
        "noting",
        candidates -> {
          CandidateFindings.Builder findings = CandidateFindings.builder().scope(SCOPE);
          for (Image image : candidates) {
            asked.add(image.id());
            Optional.ofNullable(found.get(image.id()))
                .ifPresent(reasons -> findings.putReasons(image.id(), reasons));
          }
          return findings.build();
        });
  }

  static Stream<Arguments> misfits() {
    return Stream.<Arguments>of(
        Arguments.of("210987654321", changed(image -> image.ownedBy("210987654321"))),
        Arguments.of("an unknown account", changed(ImageSpec::ownedByUnknown)),
        Arguments.of("created at 2017-06-16T00:00:00Z", changed(image -> image.createdAt(NOW))),
        Arguments.of("us-east-1", account().image(1, 1).and().region("us-east-1").build()),
        Arguments.of("999999999999", account().image(1, 1).and().account("999999999999").build()));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void aPlanThatDoesNotFitTheAccountIsRefused(String why, InMemoryAccount account) {
    CleanupPlan plan = planOfOne();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> execute(account, plan))
        .withMessageContaining(why);
    assertNothingIsRemoved(account);
  }

  @Test
  void oneMisfitRefusesTheWholePlan() {
    CleanupPlan plan = plan(account().image(1, 1).image(2, 2).build());
    InMemoryAccount account =
        account().image(2, 2).and().image(ami(1), image -> image.createdAt(NOW)).build();

    assertThatExceptionOfType(PlanRefusedException.class).isThrownBy(() -> execute(account, plan));
    assertNothingIsRemoved(account);
  }

  @Test
  void operationsOnAnotherScopeAreRefusedEvenWithoutARecheck() {
    CleanupPlan plan = planOfOne();
    InMemoryAccount elsewhere = account().image(1, 1).and().region("us-east-1").build();
    PlanExecutor executor = PlanExecutor.builder().operations(elsewhere).withoutRecheck().build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor.execute(plan))
        .withMessageContaining("us-east-1");
    assertNothingIsRemoved(elsewhere);
  }

  @Test
  void operationsOnSnapshotsOfAnotherScopeAreRefused() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    InMemoryAccount elsewhere = account().and().region("us-east-1").build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor(account).operations(account, elsewhere).build().execute(plan))
        .withMessageContaining("snapshot operations");
    assertNothingIsRemoved(account);
  }

  @Test
  void operationsOnImagesOfAnotherScopeAreRefused() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    InMemoryAccount elsewhere = account().image(1, 1).and().region("us-east-1").build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> executor(account).operations(elsewhere, account).build().execute(plan))
        .withMessageContaining("image operations");
    assertNothingIsRemoved(elsewhere);
  }

  @Test
  void evidenceOfAnotherScopeIsRefused() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    InMemoryAccount elsewhere = account().and().region("us-east-1").build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> execute(account, planner(elsewhere).build(), plan))
        .withMessageContaining("us-east-1");
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(account, planner(account).usage(elsewhere).build(), plan))
        .withMessageContaining("us-east-1");
    CleanupPlanner checking = planner(account).check(account).build();
    CleanupPlan checked = checking.plan();
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(account, planner(account).check(elsewhere).build(), checked))
        .withMessageContaining("us-east-1");
    assertNothingIsRemoved(account);
  }

  @ParameterizedTest
  @EnumSource(
      value = AccountCall.class,
      names = {"READ_IMAGES", "READ_RECYCLE_BIN", "READ_INSTANCES", "CHECK_CANDIDATES"})
  void evidenceThatIsIncompleteOrDeniedStopsTheExecution(AccountCall read) {
    for (Fault fault : List.of(Fault.incomplete(), Fault.denied())) {
      InMemoryAccount account = account().image(1, 1).image(2, 2).build();
      CleanupPlanner planner = planner(account).check(account).build();
      CleanupPlan plan = planner.plan();
      account.failAlways(read, fault);

      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> execute(account, planner, plan))
          .withMessageContaining(read.source());
      assertNothingIsRemoved(account);
    }
  }

  @Test
  void aSourceThatIsLeftOutOnPurposeStopsNothing() {
    InMemoryAccount account = account().image(1, 1).build();
    CleanupPlan plan = plan(account);
    account.failAlways(AccountCall.READ_INSTANCES, Fault.denied());
    AccountReader without = account.skip("instances", "recycle-bin");

    execute(
        account,
        CleanupPlanner.builder()
            .account(without)
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .orphanSnapshots()
            .clock(CLOCK)
            .build(),
        plan);

    assertThat(account.imageIds()).isEmpty();
  }

  @Test
  void anImageThatIsThereAndWasNotListedIsNotGone() {
    InMemoryAccount account = account().image(1, 1).image(2, 2).build();
    CleanupPlan plan = plan(account);
    ImageSource short2 =
        () -> {
          ImageInventory all = account.loadImages();
          return ImageInventory.builder()
              .from(all)
              .images(
                  all.images().stream().filter(image -> !image.id().equals(imageId(2))).toList())
              .build();
        };

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> execute(account, planner(account).images(short2).build(), plan))
        .withMessageContaining(ami(2) + " exists");
    assertNothingIsRemoved(account);
  }
}
