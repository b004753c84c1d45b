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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.plan.CleanupPlanner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageRestorerTest {

  private static final LaunchPermissions EVERYBODY =
      LaunchPermissions.builder().everybody(true).build();
  private static final LaunchPermissions FRIENDS =
      LaunchPermissions.builder()
          .addAccounts(AccountId.of("111111111111"), AccountId.of("222222222222"))
          .addOrganizations("arn:aws:organizations::111111111111:organization/o-1234567890")
          .build();

  @TempDir private Path folder;

  @AfterEach
  void endTheInterruption() {
    Thread.interrupted();
  }

  private static InMemoryAccount account(int images) {
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(CLOCK);
    for (int number = 1; number <= images; number++) {
      account
          .image(ami(number), image -> image.createdAt(NOW.minus(Duration.ofDays(30))))
          .launchPermissions(ami(number), FRIENDS.and(EVERYBODY));
    }
    return account.build();
  }

  private static CleanupPlanner planner(InMemoryAccount account, LifecycleRule... rules) {
    return Executing.planner(account).lifecycle(LifecyclePolicy.of(rules)).build();
  }

  private static ExecutionResult move(InMemoryAccount account, LifecycleRule rule) {
    CleanupPlanner planner = planner(account, rule);
    ExecutionResult moved =
        Executing.executor(account, planner).lifecycle(account).build().execute(planner.plan());
    assertThat(moved.hasFailures()).isFalse();
    return moved;
  }

  private static ImageRestorer.Builder restoring(InMemoryAccount account) {
    return ImageRestorer.builder().operations(account).images(account).holdBy("anna").clock(CLOCK);
  }

  private static Image image(InMemoryAccount account) {
    return account.loadImages().image(imageId(1)).orElseThrow();
  }

  /** An account that blocks public access to images, as new ones do. */
  private static ForwardingOperations blockingPublicAccess(InMemoryAccount account) {
    return new ForwardingOperations(account) {
      @Override
      public ActionOutcome grant(ImageId image, LaunchPermissions permissions) {
        return permissions.everybody()
            ? ActionOutcome.change(
                Action.RESTORE_IMAGE, image, Outcome.FAILED, "OperationNotPermitted", "Blocked")
            : super.grant(image, permissions);
      }
    };
  }

  @Test
  void accountsAndOrganizationsComeBackWherePublicAccessIsBlocked() {
    InMemoryAccount account = account(1);
    move(account, makePrivate());

    ExecutionResult result =
        restoring(account)
            .operations(blockingPublicAccess(account))
            .build()
            .restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED OperationNotPermitted");
    assertThat(Executing.outcome(result, imageId(1)).message())
        .isEqualTo(
            "The launch permissions of everybody were not given back, and stay recorded: Blocked");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(FRIENDS);
    assertThat(image(account).tags())
        .containsKeys("amiclean:hold", "amiclean:stage")
        .containsEntry(
            "amiclean:launch-permissions",
            "all 111111111111 222222222222"
                + " org=arn:aws:organizations::111111111111:organization/o-1234567890");
  }

  @Test
  void whatWasBlockedIsGivenBackWhenItIsAllowed() {
    InMemoryAccount account = account(1);
    move(account, makePrivate());
    restoring(account)
        .operations(blockingPublicAccess(account))
        .build()
        .restore(List.of(imageId(1)));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(FRIENDS.and(EVERYBODY));
    assertThat(image(account).tags()).containsOnlyKeys("amiclean:hold");
  }

  @Test
  void everybodyComesBackWhereAnAccountIsRefused() {
    InMemoryAccount account = account(1);
    move(account, disable());
    account.failAt(
        AccountCall.GRANT_LAUNCH_PERMISSIONS, 1, Fault.error("InvalidAMIAttributeItemValue", "No"));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(Executing.outcome(result, imageId(1)).message())
        .startsWith("The launch permissions of 3 accounts and organizations were not given back");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(EVERYBODY);
    assertThat(image(account).state()).isEqualTo(ImageState.AVAILABLE);
    assertThat(image(account).tags()).containsKey("amiclean:launch-permissions");
  }

  @Test
  void aRecordThatOnlyAJournalHoldsIsNotTakenForNone() throws IOException {
    InMemoryAccount account = accountWithoutRoomInTags();
    Path journal = moveWithJournal(account, makePrivate());
    assertThat(image(account).tags().get("amiclean:launch-permissions")).contains("missing=");

    assertThat(ending(restoring(account).build().restore(List.of(imageId(1))), imageId(1)))
        .isEqualTo("FAILED record-incomplete");
    assertThat(image(account).tags()).containsEntry("amiclean:stage", "private");

    ExecutionResult result =
        restoring(account)
            .recorded(JournalFile.recordedPermissions(journal))
            .build()
            .restore(List.of(imageId(1)));
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(many());
  }

  @Test
  void theJournalOfALaterStageDoesNotReplaceThatOfTheOneThatTookPermissionsAway()
      throws IOException {
    InMemoryAccount account = accountWithoutRoomInTags();
    Path first = moveWithJournal(account, makePrivate());
    Path second = moveWithJournal(account, makePrivate(), disable().after(Duration.ZERO));
    assertThat(image(account).state()).isEqualTo(ImageState.DISABLED);
    ImageRestorer.Builder restoring =
        restoring(account).recorded(JournalFile.recordedPermissions(second));

    assertThat(ending(restoring.build().restore(List.of(imageId(1))), imageId(1)))
        .isEqualTo("FAILED record-incomplete");

    restoring.recorded(JournalFile.recordedPermissions(first));
    assertThat(ending(restoring.build().restore(List.of(imageId(1))), imageId(1)))
        .isEqualTo("SUCCEEDED success");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(many());
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 45, 46})
  void anImageWithManyTagsComesBackIfNothingWasTakenFromIt(int ownTags) {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .clock(CLOCK)
            .image(ami(1), image -> image.createdAt(NOW.minus(Duration.ofDays(30))))
            .build();
    addTags(account, 1, ownTags);
    move(account, makePrivate());
    int room = 50 - image(account).tags().size();
    addTags(account, 101, 100 + room);
    assertThat(image(account).tags()).hasSize(50);

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(image(account).tags())
        .containsKey("amiclean:hold")
        .doesNotContainKeys("amiclean:stage", "amiclean:launch-permissions");
  }

  @Test
  void theHoldComesFirstThoughItTakesThePlaceOfAnotherTag() {
    InMemoryAccount account = account(1);
    move(account, disable());
    addTags(account, 1, 50 - image(account).tags().size());
    account.failAt(AccountCall.ENABLE_IMAGE, 1, Fault.error("InternalError", "Not now"));

    restoring(account).build().restore(List.of(imageId(1)));
    assertThat(image(account).tags())
        .containsKeys("amiclean:hold", "amiclean:stage", "amiclean:launch-permissions")
        .doesNotContainKey("amiclean:stage-next");

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(FRIENDS.and(EVERYBODY));
  }

  @Test
  void whatWasTakenIsUnknownIfItsRecordWasRemoved() {
    InMemoryAccount account = account(1);
    move(account, makePrivate());
    account.untag(Set.of(imageId(1)), Set.of("amiclean:launch-permissions"));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("FAILED record-missing");
    assertThat(image(account).tags()).containsKeys("amiclean:hold", "amiclean:stage");
  }

  private static void addTags(InMemoryAccount account, int first, int last) {
    for (int tag = first; tag <= last; tag++) {
      account.tag(Set.of(imageId(1)), Map.of("tag-" + tag, ""));
    }
  }

  /** More than one tag has room for. */
  private static LaunchPermissions many() {
    LaunchPermissions.Builder accounts = LaunchPermissions.builder();
    for (int i = 0; i < 30; i++) {
      accounts.addAccounts(AccountId.of(String.format(Locale.ROOT, "%012d", i)));
    }
    return accounts.build();
  }

  private static InMemoryAccount accountWithoutRoomInTags() {
    InMemoryAccount account =
        InMemoryAccount.builder()
            .clock(CLOCK)
            .image(ami(1), image -> image.createdAt(NOW.minus(Duration.ofDays(30))))
            .launchPermissions(ami(1), many())
            .build();
    addTags(account, 1, 45);
    return account;
  }

  private Path moveWithJournal(InMemoryAccount account, LifecycleRule... rules) throws IOException {
    CleanupPlanner planner = planner(account, rules);
    CleanupPlan plan = planner.plan();
    Path file = folder.resolve("journal-" + rules.length);
    try (JournalFile journal = JournalFile.open(file, plan)) {
      ExecutionResult moved =
          Executing.executor(account, planner)
              .lifecycle(account)
              .journal(journal)
              .build()
              .execute(plan);
      assertThat(moved.hasFailures()).isFalse();
    }
    return file;
  }

  @Test
  void aPublicImageGetsTheLatestDeprecationThereCanBe() {
    InMemoryAccount account = account(1);
    move(account, deprecate());
    assertThat(image(account).deprecationTime()).contains(NOW.plus(Duration.ofMinutes(1)));

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(image(account).deprecationTime()).contains(Instant.parse("2019-05-17T00:00:00Z"));
    assertThat(image(account).tags()).containsOnlyKeys("amiclean:hold");
  }

  @Test
  void manyImagesAreRestoredSideBySide() {
    InMemoryAccount account = account(4);
    move(account, makePrivate());
    CountDownLatch all = new CountDownLatch(4);
    ForwardingOperations together =
        new ForwardingOperations(account) {
          @Override
          ActionOutcome change(Supplier<ActionOutcome> call) {
            all.countDown();
            Interrupting.awaitUninterruptibly(all);
            return super.change(call);
          }
        };

    ExecutionResult result =
        restoring(account)
            .operations(together)
            .concurrency(4)
            .build()
            .restore(
                IntStream.rangeClosed(1, 4).mapToObj(Executing::ami).map(ImageId::of).toList());

    assertThat(result.outcomes())
        .extracting(ActionOutcome::resource)
        .containsExactly(imageId(1), imageId(2), imageId(3), imageId(4));
    assertThat(result.hasFailures()).isFalse();
  }

  @Test
  void anInterruptStopsWhatIsNotBegun() {
    InMemoryAccount account = account(2);
    move(account, makePrivate());
    Interrupting.thisThreadAt(account, AccountCall.GRANT_LAUNCH_PERMISSIONS, 1);

    ExecutionResult result =
        restoring(account).concurrency(1).build().restore(List.of(imageId(1), imageId(2)));

    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(ending(result, imageId(2))).isEqualTo("SKIPPED interrupted");
  }

  @Test
  void imagesShareTheCallsForTheirTags() {
    InMemoryAccount account = account(3);
    move(account, makePrivate());
    List<ImageId> all = List.of(imageId(1), imageId(2), imageId(3));
    account.clearCalls();

    restoring(account).build().restore(all);
    restoring(account).build().liftHold(all);

    assertThat(account.calls(AccountCall.TAG_IMAGE)).hasSize(1);
    assertThat(account.calls(AccountCall.UNTAG_IMAGE)).hasSize(2);
    assertThat(account.loadImages().images()).allMatch(image -> image.tags().isEmpty());
  }

  @Test
  void anImageThatWasNeverInAStageIsHeldAndSkipped() {
    InMemoryAccount account = account(1);

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1)));

    assertThat(ending(result, imageId(1))).isEqualTo("SKIPPED never-staged");
    assertThat(image(account).tags()).containsOnlyKeys("amiclean:hold");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(FRIENDS.and(EVERYBODY));
  }

  @Test
  void anImageThatCouldNotBePutOnHoldIsNotRestored() {
    InMemoryAccount account = account(2);
    move(account, makePrivate());
    account.failAt(AccountCall.TAG_IMAGE, imageId(1), Fault.denied());

    ExecutionResult result = restoring(account).build().restore(List.of(imageId(1), imageId(2)));

    assertThat(ending(result, imageId(1))).startsWith("FAILED");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(LaunchPermissions.none());
    assertThat(ending(result, imageId(2))).isEqualTo("SUCCEEDED success");
  }

  @Test
  void atLeastOneImageIsRestoredAtATime() {
    assertThatThrownBy(() -> ImageRestorer.builder().concurrency(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The concurrency 0 is too small: expected 1 or more");
  }

  @Test
  void aPlanIsTakenBackByTheTagsOfItsOwnLifecycle() {
    InMemoryAccount account = account(1);
    LifecyclePolicy own =
        LifecyclePolicy.builder()
            .addRules(makePrivate())
            .tags(
                LifecycleTags.builder()
                    .stage("acme:stage")
                    .since("acme:since")
                    .launchPermissions("acme:launch-permissions")
                    .hold("acme:hold")
                    .build())
            .build();
    CleanupPlanner planner = Executing.planner(account).lifecycle(own).build();
    CleanupPlan plan = planner.plan();
    Executing.executor(account, planner).lifecycle(account).build().execute(plan);
    assertThat(image(account).tags()).containsEntry("acme:stage", "private");

    ExecutionResult result = restoring(account).build().restore(plan);

    assertThat(ending(result, imageId(1))).isEqualTo("SUCCEEDED success");
    assertThat(image(account).tags()).containsOnlyKeys("acme:hold");
    assertThat(account.launchPermissions(imageId(1))).isEqualTo(FRIENDS.and(EVERYBODY));
  }
}
