package io.amiclean.core.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryAccountTest {

  private static final AccountId ACCOUNT = AccountId.of("123456789012");
  private static final String OTHER_ACCOUNT = "210987654321";

  private static final ImageId OLD = ImageId.of("ami-00000001");
  private static final ImageId NEW = ImageId.of("ami-00000002");
  private static final ImageId MISSING = ImageId.of("ami-0000000f");
  private static final SnapshotId FIRST = SnapshotId.of("snap-00000001");
  private static final SnapshotId SECOND = SnapshotId.of("snap-00000002");

  private static InMemoryAccount with(Consumer<InMemoryAccount.Builder> contents) {
    InMemoryAccount.Builder builder = InMemoryAccount.builder();
    contents.accept(builder);
    return builder.build();
  }

  /** An account with the image OLD and its snapshot FIRST. */
  private static InMemoryAccount withImage(Consumer<ImageSpec> like) {
    return with(
        account ->
            account.image(OLD.value(), like.andThen(image -> image.snapshot("snap-00000001", 8))));
  }

  /** Two images with one snapshot, the newer one given first. */
  private static InMemoryAccount sharing() {
    return with(
        account ->
            account
                .image(
                    NEW.value(),
                    image -> image.createdAt("2017-06-15T00:00:00Z").snapshot("snap-00000001", 8))
                .image(
                    OLD.value(),
                    image -> image.createdAt("2017-06-14T00:00:00Z").snapshot("snap-00000001", 8)));
  }

  private static Image onlyImage(InMemoryAccount account) {
    List<Image> images = account.loadImages().images();
    assertThat(images).hasSize(1);
    return images.get(0);
  }

  private static Snapshot onlySnapshot(InMemoryAccount account) {
    List<Snapshot> snapshots = account.loadSnapshots().snapshots();
    assertThat(snapshots).hasSize(1);
    return snapshots.get(0);
  }

  private static List<String> sources(List<Evidence> evidence) {
    return evidence.stream().map(Evidence::source).toList();
  }

  @Nested
  class Building {

    @Test
    void beginsWithAnEmptyAccount() {
      InMemoryAccount account = InMemoryAccount.builder().build();

      assertThat(account.imageIds()).isEmpty();
      assertThat(account.snapshotIds()).isEmpty();
      assertThat(account.loadUsage().references()).isEmpty();
      assertThat(account.scope()).hasToString("123456789012/eu-west-1");
    }

    @Test
    void makesAnImageThatIsOnlyNamedByIdAnOwnAvailableOne() {
      Image image = onlyImage(with(account -> account.image(OLD.value(), like -> {})));

      assertThat(image.ownerId()).hasValue(ACCOUNT);
      assertThat(image.state()).isEqualTo(ImageState.AVAILABLE);
      assertThat(image.creationDate()).isEmpty();
    }

    @Test
    void takesTheOwnerFromTheAccountWheneverThatIsSaid() {
      Image image =
          onlyImage(with(account -> account.image(OLD.value(), like -> {}).account(OTHER_ACCOUNT)));

      assertThat(image.ownerId()).hasValue(AccountId.of(OTHER_ACCOUNT));
    }

    @Test
    void takesAnImageAsItIs() {
      Image image = Image.builder().id(OLD).build();

      assertThat(onlyImage(with(account -> account.image(image)))).isEqualTo(image);
    }

    @Test
    void namesDevicesInTheirOrder() {
      Image image =
          onlyImage(
              with(
                  account ->
                      account.image(
                          OLD.value(),
                          like -> like.snapshot("snap-00000001", 8).snapshot("snap-00000002", 9))));

      assertThat(image.blockDevices())
          .extracting(device -> device.deviceName())
          .containsExactly("/dev/xvda", "/dev/xvdb");
    }

    @Test
    void makesTheSnapshotOfAnImageAlongWithIt() {
      Snapshot snapshot = onlySnapshot(withImage(image -> image.createdAt("2017-06-14T00:00:00Z")));

      assertThat(snapshot)
          .isEqualTo(
              Snapshot.builder()
                  .id(FIRST)
                  .ownerId(ACCOUNT)
                  .description("Created by CreateImage(i-00000000000000000) for ami-00000001")
                  .startTime(Instant.parse("2017-06-14T00:00:00Z"))
                  .state(SnapshotState.COMPLETED)
                  .storageTier(StorageTier.STANDARD)
                  .volumeSizeGiB(8)
                  .build());
    }

    @Test
    void makesASharedSnapshotAlongWithTheOldestImage() {
      assertThat(onlySnapshot(sharing()).description()).endsWith("for ami-00000001");
    }

    @Test
    void leavesASnapshotThatWasToldAsItIs() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .image(OLD.value(), image -> image.snapshot("snap-00000001", 8))
                      .snapshot("snap-00000001", snapshot -> snapshot.tag("keep", "").sizeGiB(20)));

      assertThat(onlySnapshot(account).tags()).containsOnlyKeys("keep");
      assertThat(onlySnapshot(account).volumeSizeGiB()).hasValue(20);
    }

    @Test
    void keepsSnapshotsOfOthersOutOfOwnOnes() {
      InMemoryAccount account = withImage(image -> image.ownedBy(OTHER_ACCOUNT));

      assertThat(account.snapshotIds()).containsExactly(FIRST);
      assertThat(account.loadSnapshots().snapshots()).isEmpty();
    }

    @Test
    void tellsUsersOfImagesAndSnapshots() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .instance("i-1", OLD.value())
                      .launchConfiguration("web", FIRST.value())
                      .launchTemplate("lt-1", OLD.value())
                      .launchTemplate("lt-2", 3, FIRST.value())
                      .autoScalingGroup("asg", NEW.value())
                      .reference(OLD.value(), "spot-fleet-request", "sfr-1", "a detail"));

      assertThat(account.loadUsage().references())
          .containsExactlyInAnyOrder(
              ImageReference.of(OLD, "instance", "i-1", "running"),
              ImageReference.of(FIRST, "launch-configuration", "web"),
              ImageReference.of(OLD, "launch-template", "lt-1"),
              ImageReference.of(FIRST, "launch-template", "lt-2", "version 3"),
              ImageReference.of(NEW, "auto-scaling-group", "asg"),
              ImageReference.of(OLD, "spot-fleet-request", "sfr-1", "a detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "i-1", "ami-1", "ami-0000000G", "snap-00000001"})
    void refusesAMalformedImageId(String id) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> InMemoryAccount.builder().image(id, image -> {}))
          .withMessageContaining("'" + id + "'");
    }

    @Test
    void refusesAMalformedTime() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> withImage(image -> image.createdAt("yesterday")))
          .withMessageContaining("'yesterday' is no time");
    }

    @Test
    void refusesATargetThatIsNeitherImageNorSnapshot() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> with(account -> account.launchTemplate("lt-1", "i-1")))
          .withMessageContaining("'i-1' is no id");
    }

    @Test
    void refusesAnIdTwice() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  with(account -> account.image(OLD.value(), a -> {}).image(OLD.value(), b -> {})))
          .withMessageContaining(OLD.value());
    }

    @Test
    void refusesAnImageThatIsRegisteredAndRecycled() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> with(account -> account.recycledImage(OLD.value()).image(OLD.value(), a -> {})))
          .withMessageContaining("ami-00000001 is registered and in the Recycle Bin");
    }

    @Test
    void buildsAccountsThatLiveApart() {
      InMemoryAccount.Builder builder = InMemoryAccount.builder().image(OLD.value(), image -> {});
      InMemoryAccount one = builder.build();
      InMemoryAccount other = builder.build();

      one.deregister(OLD);

      assertThat(other.imageIds()).containsExactly(OLD);
    }

    @Test
    void showsTheDemoOfTwentyOneUnusedImages() {
      InMemoryAccount demo = InMemoryAccount.demo();

      assertThat(demo.loadImages().images())
          .hasSize(21)
          .extracting(image -> image.tags().getOrDefault("environment", "none"))
          .areExactly(10, equalTo("dev"))
          .areExactly(10, equalTo("prod"))
          .areExactly(1, equalTo("none"));
      assertThat(demo.loadUsage().references()).isEmpty();
      assertThat(demo.loadSnapshots().snapshots()).hasSize(21);
    }

    private static Condition<String> equalTo(String value) {
      return new Condition<>(value::equals, "equal to %s", value);
    }

    @Test
    void makesTheDemoAnewEachTime() {
      InMemoryAccount.demo().deregister(ImageId.of("ami-50504e36"));

      assertThat(InMemoryAccount.demo().imageIds()).contains(ImageId.of("ami-50504e36"));
    }
  }

  @Nested
  class Rules {

    @ParameterizedTest
    @EnumSource(ImageState.class)
    void keepASnapshotWhileAnImageOfAnyStateRefersToIt(ImageState state) {
      InMemoryAccount account = withImage(image -> image.state(state));

      ActionOutcome outcome = account.delete(FIRST);

      assertThat(outcome.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(outcome.code()).isEqualTo("InvalidSnapshot.InUse");
      assertThat(outcome.message()).contains(FIRST.value(), OLD.value());
    }

    @Test
    void letASharedSnapshotGoWithTheLastOfItsImages() {
      InMemoryAccount account = sharing();

      assertThat(account.deregisterWithSnapshots(OLD))
          .extracting(ActionOutcome::outcome)
          .containsExactly(Outcome.SUCCEEDED, Outcome.SKIPPED);
      assertThat(account.deregisterWithSnapshots(NEW))
          .extracting(ActionOutcome::outcome)
          .containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED);
      assertThat(account.snapshotIds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"enabled-without-cooldown", "enabled-with-cooldown", "cooldown"})
    void refuseAProtectedImage(String protection) {
      InMemoryAccount account = withImage(image -> image.deregistrationProtection(protection));

      assertThat(account.deregister(OLD).outcome()).isEqualTo(Outcome.FAILED);
      assertThat(account.imageIds()).containsExactly(OLD);
    }

    @Test
    void letAnImageGoWhoseProtectionIsDisabled() {
      InMemoryAccount account = withImage(image -> image.deregistrationProtection("disabled"));

      assertThat(account.deregister(OLD).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void refuseImagesOfOthersAndOfAwsBackup() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .image("ami-00000001", image -> image.ownedBy(OTHER_ACCOUNT))
                      .image("ami-00000002", image -> image.ownedByUnknown())
                      .image("ami-00000003", image -> image.ownerAlias("aws-backup-vault"))
                      .image(
                          "ami-00000004", image -> image.tag("aws:backup:source-resource", "i-1")));

      assertThat(account.imageIds())
          .allSatisfy(
              id -> {
                assertThat(account.deregister(id).outcome()).isEqualTo(Outcome.FAILED);
                assertThat(account.deregister(id).code()).isEqualTo("AuthFailure");
              })
          .hasSize(4);
    }

    @Test
    void refuseSnapshotsThatAreLockedOfOthersOrOfAwsBackup() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .snapshot("snap-00000001", snapshot -> snapshot.ownedBy(OTHER_ACCOUNT))
                      .snapshot("snap-00000002", SnapshotSpec::ownedByUnknown)
                      .snapshot(
                          "snap-00000003",
                          snapshot -> snapshot.tag("aws:backup:source-resource", "i-1"))
                      .snapshot("snap-00000004", SnapshotSpec::locked));

      assertThat(account.snapshotIds())
          .extracting(id -> account.delete(id).code())
          .containsExactly(
              "AuthFailure", "AuthFailure", "InvalidParameterValue", "OperationNotPermitted");
      assertThat(account.snapshotIds()).hasSize(4);
    }

    @Test
    void leaveALockedSnapshotOfAnImageThatGoes() {
      InMemoryAccount account =
          InMemoryAccount.builder()
              .image("ami-00000001", image -> image.snapshot("snap-00000001", 8))
              .snapshot("snap-00000001", snapshot -> snapshot.lockedUntil("2017-06-20T00:00:00Z"))
              .build();

      assertThat(account.deregisterWithSnapshots(ImageId.of("ami-00000001")))
          .extracting(ActionOutcome::code)
          .containsExactly("success", "client-error");
      assertThat(account.snapshotIds()).hasSize(1);
    }

    @Test
    void leaveTheSnapshotsOfARefusedImage() {
      InMemoryAccount account = withImage(ImageSpec::deregistrationProtected);

      assertThat(account.deregisterWithSnapshots(OLD))
          .extracting(ActionOutcome::outcome)
          .containsExactly(Outcome.FAILED);
      assertThat(account.snapshotIds()).containsExactly(FIRST);
    }

    @Test
    void reportASnapshotThatCannotGoWithItsImage() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .image(OLD.value(), image -> image.snapshot("snap-00000001", 8))
                      .snapshot("snap-00000001", snapshot -> snapshot.ownedBy(OTHER_ACCOUNT)));

      assertThat(account.deregisterWithSnapshots(OLD))
          .extracting(ActionOutcome::outcome, ActionOutcome::code)
          .containsExactly(
              tuple(Outcome.SUCCEEDED, "success"), tuple(Outcome.FAILED, "client-error"));
    }

    @Test
    void letTwoThreadsThatDeregisterTheSharersOfASnapshotDeleteItOnce() throws Exception {
      for (int round = 0; round < 50; round++) {
        InMemoryAccount account = sharing();
        List<ActionOutcome> outcomes =
            bothAtOnce(
                () -> account.deregisterWithSnapshots(OLD),
                () -> account.deregisterWithSnapshots(NEW));

        assertThat(outcomes)
            .filteredOn(outcome -> outcome.resource().equals(FIRST))
            .extracting(ActionOutcome::outcome)
            .containsExactlyInAnyOrder(Outcome.SKIPPED, Outcome.SUCCEEDED);
        assertThat(account.imageIds()).isEmpty();
        assertThat(account.snapshotIds()).isEmpty();
      }
    }

    private List<ActionOutcome> bothAtOnce(
        Callable<List<ActionOutcome>> one, Callable<List<ActionOutcome>> other) throws Exception {
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<List<ActionOutcome>>> pending = new ArrayList<>();
        for (Callable<List<ActionOutcome>> task : List.of(one, other)) {
          pending.add(
              threads.submit(
                  () -> {
                    start.await();
                    return task.call();
                  }));
        }
        List<ActionOutcome> outcomes = new ArrayList<>();
        for (Future<List<ActionOutcome>> answer : pending) {
          outcomes.addAll(answer.get());
        }
        return outcomes;
      } finally {
        threads.shutdownNow();
      }
    }
  }

  @Nested
  class RecycleBin {

    private final RecycleBinRule ofImages =
        RecycleBinRule.builder().id("rule-1").kind(RecycleBinRule.Kind.IMAGE).days(7).build();

    @Test
    void holdsARemovedImageByARule() {
      InMemoryAccount account =
          with(
              contents ->
                  contents
                      .image(OLD.value(), image -> image.snapshot(FIRST.value(), 8))
                      .recycleBinRule(ofImages));

      account.deregister(OLD);

      assertThat(account.loadImages().recycledImageIds()).containsExactly(OLD);
    }

    @Test
    void holdsNoImageWithoutSnapshots() {
      InMemoryAccount account =
          with(contents -> contents.image(OLD.value(), image -> {}).recycleBinRule(ofImages));

      account.deregister(OLD);

      assertThat(account.loadImages().recycledImageIds()).isEmpty();
    }

    @Test
    void holdsNothingWithoutARule() {
      InMemoryAccount account =
          with(contents -> contents.image(OLD.value(), image -> image.snapshot(FIRST.value(), 8)));

      account.deregister(OLD);

      assertThat(account.loadImages().knowsRecycleBinRules()).isTrue();
      assertThat(account.loadImages().recycledImageIds()).isEmpty();
    }

    @Test
    void takesEachRuleOnce() {
      InMemoryAccount account = with(contents -> contents.recycleBinRule(ofImages));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> account.add(more -> more.recycleBinRule(ofImages)))
          .withMessageContaining("rule-1");
      assertThat(account.loadImages().recycleBinRules()).containsExactly(ofImages);
    }

    @Test
    void hasRulesThatAreNotKnownIfTheyCannotBeRead() {
      InMemoryAccount account = with(contents -> contents.recycleBinRule(ofImages));
      account.failAlways(AccountCall.READ_RECYCLE_BIN_RULES, Fault.denied());

      assertThat(account.loadImages().knowsRecycleBinRules()).isFalse();
    }
  }

  @Nested
  class Views {

    private final InMemoryAccount account =
        with(
            contents ->
                contents
                    .image(OLD.value(), image -> {})
                    .recycledImage(NEW.value())
                    .instance("i-1", OLD.value())
                    .reference(OLD.value(), "spot-fleet-request", "sfr-1"));

    @Test
    void nameEverySourceOfUsage() {
      assertThat(sources(account.loadUsage().evidence()))
          .containsExactly(
              "instances",
              "launch-configurations",
              "launch-templates",
              "auto-scaling-groups",
              "spot-fleet-requests");
    }

    @Test
    void leaveOutASkippedSourceAndSayIt() {
      InMemoryAccount view = account.skip("instances", "spot-fleet-requests");

      assertThat(view.loadUsage().references()).isEmpty();
      assertThat(view.loadUsage().evidence())
          .filteredOn(Evidence::skipped)
          .extracting(Evidence::source)
          .containsExactly("instances", "spot-fleet-requests");
      assertThat(view.calls(AccountCall.READ_INSTANCES)).isEmpty();
    }

    @Test
    void leaveOutTheRecycleBin() {
      InMemoryAccount view = account.skip(Set.of("recycle-bin"));

      assertThat(view.loadImages().recycledImageIds()).isEmpty();
      assertThat(view.loadImages().evidence())
          .filteredOn(Evidence::skipped)
          .extracting(Evidence::source)
          .containsExactly("recycle-bin");
    }

    @Test
    void leaveOutSkippedSourcesOfTheLastLook() {
      InMemoryAccount view = account.skip("instances").skip("spot-fleet-requests");

      assertThat(view.check(account.loadImages().images()).reasons()).isEmpty();
    }

    @Test
    void leaveTheAccountItselfAlone() {
      account.skip("instances");

      assertThat(account.loadUsage().references()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images", "snapshots", "instance", ""})
    void refuseToSkipWhatIsNoSkippableSource(String name) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> account.skip(name))
          .withMessageContaining("'" + name + "'")
          .withMessageContaining("launch-templates");
    }

    @Test
    void readAtTheTimesOfAnotherClock() {
      Instant now = Instant.parse("2017-06-16T00:00:00Z");
      InMemoryAccount view = account.withClock(Clock.fixed(now, ZoneOffset.UTC));

      assertThat(view.loadImages().readAt()).isEqualTo(now);
      assertThat(view.loadSnapshots().readAt()).isEqualTo(now);
      assertThat(view.loadUsage().readAt()).isEqualTo(now);
      assertThat(view.loadUsage().evidence())
          .allSatisfy(evidence -> assertThat(evidence.readAt()).hasValue(now));
    }

    @Test
    void shareImagesAndCalls() {
      InMemoryAccount view = account.skip("instances");

      view.deregister(OLD);

      assertThat(account.imageIds()).isEmpty();
      assertThat(account.calls())
          .containsExactly(RecordedCall.of(AccountCall.DEREGISTER_IMAGE, OLD));
    }
  }

  @Nested
  class Changing {

    private final InMemoryAccount account =
        with(contents -> contents.image(OLD.value(), image -> {}).instance("i-1", OLD.value()));

    @Test
    void addsAUser() {
      account.add(more -> more.instance("i-2", OLD.value()));

      assertThat(account.loadUsage().referencesTo(OLD))
          .extracting(ImageReference::user)
          .containsExactly("i-1", "i-2");
    }

    @Test
    void addsNothingIfOneIdExistsAlready() {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  account.add(more -> more.image(NEW.value(), a -> {}).image(OLD.value(), b -> {})))
          .withMessageContaining(OLD.value());
      assertThat(account.imageIds()).containsExactly(OLD);
    }

    @Test
    void refusesToRecycleARegisteredImage() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> account.add(more -> more.recycledImage(OLD.value())))
          .withMessageContaining("Recycle Bin");
    }

    @Test
    void removesAUserWithAllItsReferences() {
      account.add(more -> more.reference(NEW.value(), "instance", "i-1"));

      account.removeUser("i-1");

      assertThat(account.loadUsage().references()).isEmpty();
    }

    @Test
    void refusesToRemoveAUserThatDoesNotExist() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> account.removeUser("i-9"))
          .withMessageContaining("'i-9'");
    }

    @Test
    void isSeenByAPlanningThatRunsMeanwhile() {
      account.removeUser("i-1");
      account.before(
          AccountCall.READ_INSTANCES,
          1,
          () -> account.add(more -> more.instance("i-2", OLD.value())));

      CleanupPlan plan =
          CleanupPlanner.builder()
              .images(account)
              .snapshots(account)
              .usage(account)
              .groupBy(Mappers.everything("all"))
              .retain(RetentionStrategies.nothing())
              .build()
              .plan();

      assertThat(plan.images())
          .singleElement()
          .satisfies(
              image ->
                  assertThat(image.reasons())
                      .extracting(Reason::code)
                      .containsExactly(ReasonCodes.IN_USE));
    }

    @Test
    void isSeenByTheLastLookAlone() {
      Reason elsewhere = Reason.of("used-elsewhere", "Another account uses it.");
      account.removeUser("i-1");
      account.add(more -> more.finding(OLD.value(), elsewhere));

      assertThat(account.loadUsage().references()).isEmpty();
      assertThat(account.check(account.loadImages().images()).reasons())
          .containsOnlyKeys(OLD)
          .containsEntry(OLD, List.of(elsewhere));
    }
  }

  @Nested
  class Calls {

    private final InMemoryAccount account =
        with(
            contents ->
                contents.image(
                    OLD.value(),
                    image -> image.snapshot("snap-00000002", 8).snapshot("snap-00000001", 8)));

    @Test
    void areRecordedInTheirOrder() {
      account.loadImages();
      account.loadSnapshots();
      account.check(account.loadImages().images());
      account.exists(OLD);
      account.exists(FIRST);
      account.deregisterWithSnapshots(OLD);
      account.delete(SECOND);
      account.deregisterWithSnapshots(MISSING);

      assertThat(account.calls())
          .extracting(RecordedCall::toString)
          .containsExactly(
              "READ_IMAGES",
              "READ_RECYCLE_BIN",
              "READ_RECYCLE_BIN_RULES",
              "READ_SNAPSHOTS",
              "READ_IMAGES",
              "READ_RECYCLE_BIN",
              "READ_RECYCLE_BIN_RULES",
              "CHECK_CANDIDATES ami-00000001",
              "LOOK_UP_IMAGE ami-00000001",
              "LOOK_UP_SNAPSHOT snap-00000001",
              "DEREGISTER_IMAGE ami-00000001 snap-00000001 snap-00000002",
              "DELETE_SNAPSHOT snap-00000002",
              "DEREGISTER_IMAGE ami-0000000f");
    }

    @Test
    void areToldBySort() {
      account.loadImages();
      account.delete(FIRST);

      assertThat(account.calls(AccountCall.DELETE_SNAPSHOT))
          .containsExactly(RecordedCall.of(AccountCall.DELETE_SNAPSHOT, FIRST));
    }

    @Test
    void areForgottenOnRequest() {
      account.loadImages();

      account.clearCalls();

      assertThat(account.calls()).isEmpty();
    }

    @Test
    void areNotMadeByLookingPastThePorts() {
      account.imageIds();
      account.snapshotIds();
      account.add(more -> more.instance("i-1", OLD.value()));
      account.removeUser("i-1");

      assertThat(account.calls()).isEmpty();
    }
  }
}
