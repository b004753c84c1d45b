package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.OTHER_ACCOUNT;
import static io.amiclean.core.Fixtures.account;
import static io.amiclean.core.Fixtures.codes;
import static io.amiclean.core.Fixtures.createdFor;
import static io.amiclean.core.Fixtures.device;
import static io.amiclean.core.Fixtures.image;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshot;
import static io.amiclean.core.Fixtures.snapshotId;
import static io.amiclean.core.plan.Planning.decision;
import static io.amiclean.core.plan.Planning.removed;
import static io.amiclean.core.plan.Planning.snapshotOf;
import static io.amiclean.core.plan.Planning.sweeping;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.snapshot.SnapshotResolver;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupPlannerSnapshotsTest {

  private static Image.Builder imageOf(int number, int... snapshots) {
    Image.Builder image = image(number);
    for (int snapshot : snapshots) {
      image.addBlockDevices(device("/dev/sd" + snapshot, snapshotId(snapshot)));
    }
    return image;
  }

  /** An account of these images and of the first snapshots, all of them ours. */
  private static Fixtures.Account withSnapshots(int snapshots, Image... images) {
    Fixtures.Account account = account().images(images);
    for (int number = 1; number <= snapshots; number++) {
      account.snapshots(snapshot(number).build());
    }
    return account;
  }

  private static CleanupPlan plan(Fixtures.Account account) {
    return sweeping(account).build().plan();
  }

  private static SnapshotResolver adding(SnapshotId... added) {
    return SnapshotResolver.named(
        "adding()",
        (image, context) -> {
          Set<SnapshotId> all = new TreeSet<>(image.snapshotIds());
          all.addAll(Set.of(added));
          return all;
        });
  }

  @Test
  void everySnapshotOfAnImageGoesWithIt() {
    CleanupPlan plan = plan(withSnapshots(3, imageOf(1, 3, 1, 2).build()));

    assertThat(decision(plan, 1).snapshots())
        .extracting(SnapshotDecision::snapshotId)
        .containsExactly(snapshotId(1), snapshotId(2), snapshotId(3));
    assertThat(decision(plan, 1).snapshots()).allMatch(SnapshotDecision::isDeletion);
    assertThat(snapshotOf(plan, 1, 1).reasons())
        .containsExactly(
            Reason.of(
                "only-of-removed-images",
                "Only images that are removed refer to the snapshot",
                "ami-00000001"));
  }

  @Test
  void aDecisionTellsWhatIsKnownOfTheStorageOfItsSnapshot() {
    Fixtures.Account account = account().images(imageOf(1, 1).build());
    account.snapshots(
        snapshot(1)
            .fullSizeBytes(5)
            .storageTier(StorageTier.ARCHIVE)
            .archivedAt(Fixtures.NOW)
            .build());
    SnapshotDecision decision = snapshotOf(plan(account), 1, 1);

    assertThat(decision.sizeGiB()).hasValue(8);
    assertThat(decision.fullSizeBytes()).hasValue(5);
    assertThat(decision.archived()).isTrue();
    assertThat(decision.archivedAt()).contains(Fixtures.NOW);
  }

  @Test
  void theSnapshotsOfAnImageThatStaysStay() {
    CleanupPlan plan =
        plan(withSnapshots(1, imageOf(1, 1).build()).used(imageId(1), "instance", "i-1"));

    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.KEEP);
    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("image-kept");
  }

  @Test
  void aSnapshotOfManyImagesNamesTheFirstAndCountsTheRest() {
    Fixtures.Account account = withSnapshots(1);
    for (int number = 1; number <= 30; number++) {
      account.images(imageOf(number, 1).build());
    }

    CleanupPlan plan = plan(account);

    assertThat(decision(plan, 30).snapshots()).isEqualTo(decision(plan, 1).snapshots());
    assertThat(snapshotOf(plan, 1, 1).isDeletion()).isTrue();
    assertThat(snapshotOf(plan, 1, 1).reasons().get(0).evidence())
        .hasSize(11)
        .startsWith("ami-00000001", "ami-00000002")
        .endsWith("ami-0000000a", "and 20 more");
  }

  @Test
  void aSnapshotSharedWithAnImageThatStaysStays() {
    CleanupPlan plan =
        plan(
            withSnapshots(2, imageOf(1, 1, 2).build(), imageOf(2, 1).build())
                .used(imageId(2), "instance", "i-1"));

    assertThat(removed(plan)).containsExactly(1);
    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("shared-snapshot");
    assertThat(snapshotOf(plan, 1, 1).reasons().get(0).evidence()).containsExactly("ami-00000002");
    assertThat(snapshotOf(plan, 1, 2).isDeletion()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageState.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AVAILABLE"})
  void anImageThatStaysHoldsItsSnapshotsWhateverItsState(ImageState state) {
    CleanupPlan plan =
        plan(withSnapshots(1, imageOf(1, 1).build(), imageOf(2, 1).state(state).build()));

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("shared-snapshot");
  }

  @Test
  void anImageThatIsNotSelectedHoldsItsSnapshots() {
    CleanupPlan plan =
        sweeping(withSnapshots(1, imageOf(1, 1).build(), imageOf(2, 1).build()))
            .selectOnly(Set.of(imageId(1)))
            .build()
            .plan();

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("shared-snapshot");
  }

  @Test
  void aSnapshotSharedAmongImagesThatGoGoes() {
    CleanupPlan plan = plan(withSnapshots(1, imageOf(1, 1).build(), imageOf(2, 1).build()));

    assertThat(snapshotOf(plan, 1, 1).isDeletion()).isTrue();
    assertThat(snapshotOf(plan, 1, 1)).isEqualTo(snapshotOf(plan, 2, 1));
    assertThat(snapshotOf(plan, 1, 1).reasons().get(0).evidence())
        .containsExactly("ami-00000001", "ami-00000002");
  }

  @Test
  void aSnapshotThatIsNotAmongOurOwnStays() {
    CleanupPlan plan = plan(withSnapshots(0, imageOf(1, 1).build()));

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("unknown-owner");
  }

  @Test
  void aSnapshotOfUnknownOrOtherOwnerStays() {
    CleanupPlan plan =
        plan(
            account()
                .images(imageOf(1, 1, 2).build())
                .snapshots(
                    snapshot(1).ownerId(Optional.empty()).build(),
                    snapshot(2).ownerId(OTHER_ACCOUNT).build()));

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("unknown-owner");
    assertThat(codes(snapshotOf(plan, 1, 2).reasons())).containsExactly("not-owned");
    assertThat(removed(plan)).containsExactly(1);
  }

  @Test
  void aSnapshotThatSomethingUsesStaysWhileOthersGo() {
    CleanupPlan plan =
        plan(
            withSnapshots(2, imageOf(1, 1, 2).build())
                .used(snapshotId(1), "launch-template", "lt-1"));

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("snapshot-in-use");
    assertThat(snapshotOf(plan, 1, 1).reasons().get(0).evidence()).containsExactly("lt-1");
    assertThat(snapshotOf(plan, 1, 2).isDeletion()).isTrue();
  }

  @Test
  void aSnapshotProtectedByItsTagStaysWhileOthersGo() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(imageOf(1, 1, 2).build())
                    .snapshots(snapshot(1).putTags("keep", "yes").build(), snapshot(2).build()))
            .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
            .build()
            .plan();

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("excluded-tag");
    assertThat(snapshotOf(plan, 1, 2).isDeletion()).isTrue();
  }

  @Test
  void aSnapshotMadeForAnImageInTheRecycleBinStays() {
    CleanupPlan plan =
        plan(
            account()
                .images(imageOf(1, 1).build())
                .recycled(imageId(7))
                .snapshots(snapshot(1).description(createdFor(imageId(7))).build()));

    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("image-in-recycle-bin");
  }

  @Test
  void aSnapshotTellsAllThatKeepsIt() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(imageOf(1, 1).build(), imageOf(2, 1).build())
                    .snapshots(snapshot(1).ownerId(Optional.empty()).build())
                    .used(snapshotId(1), "launch-template", "lt-1"))
            .exclude(ExclusionFilters.ids(imageId(2)))
            .excludeSnapshots(SnapshotExclusionFilters.ids(snapshotId(1)))
            .build()
            .plan();

    assertThat(codes(snapshotOf(plan, 1, 1).reasons()))
        .containsExactly("shared-snapshot", "snapshot-in-use", "unknown-owner", "excluded-id");
  }

  @Test
  void aSnapshotThatTheResolverLeavesOutStays() {
    CleanupPlan plan =
        sweeping(withSnapshots(2, imageOf(1, 1, 2).build()))
            .resolveSnapshots(
                SnapshotResolver.named("first()", (image, context) -> Set.of(snapshotId(1))))
            .build()
            .plan();

    assertThat(snapshotOf(plan, 1, 1).isDeletion()).isTrue();
    assertThat(codes(snapshotOf(plan, 1, 2).reasons())).containsExactly("not-resolved");
  }

  @Test
  void aSharedSnapshotThatTheResolverLeavesOutForOneImageStays() {
    CleanupPlan plan =
        sweeping(withSnapshots(1, imageOf(1, 1).build(), imageOf(2, 1).build()))
            .resolveSnapshots(
                SnapshotResolver.named(
                    "of-the-first()",
                    (image, context) ->
                        image.id().equals(imageId(1)) ? Set.of(snapshotId(1)) : Set.of()))
            .build()
            .plan();

    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.KEEP);
    assertThat(snapshotOf(plan, 2, 1).reasons().get(0).evidence()).containsExactly("ami-00000002");
  }

  @Test
  void aSnapshotThatTheResolverAddsGoesWithTheImage() {
    CleanupPlan plan =
        sweeping(withSnapshots(2, imageOf(1, 1).build()))
            .resolveSnapshots(adding(snapshotId(2)))
            .build()
            .plan();

    assertThat(snapshotOf(plan, 1, 2).isDeletion()).isTrue();
    assertThat(snapshotOf(plan, 1, 2).reasons().get(0).evidence()).containsExactly("ami-00000001");
  }

  @Test
  void aSnapshotThatTheResolverAddsStaysIfAnotherImageRefersToIt() {
    CleanupPlan plan =
        sweeping(withSnapshots(2, imageOf(1, 1).build(), imageOf(2, 2).build()))
            .resolveSnapshots(adding(snapshotId(2)))
            .exclude(ExclusionFilters.ids(imageId(2)))
            .build()
            .plan();

    assertThat(codes(snapshotOf(plan, 1, 2).reasons())).containsExactly("shared-snapshot");
  }

  @Test
  void aSnapshotThatTheResolverAddsStaysIfItIsNotOurs() {
    CleanupPlan plan =
        sweeping(withSnapshots(1, imageOf(1, 1).build()))
            .resolveSnapshots(adding(snapshotId(2)))
            .build()
            .plan();

    assertThat(codes(snapshotOf(plan, 1, 2).reasons())).containsExactly("unknown-owner");
  }

  @Test
  void theResolverIsAskedOnlyAboutImagesThatGo() {
    Set<Object> asked = new TreeSet<>();
    sweeping(withSnapshots(2, imageOf(1, 1).build(), imageOf(2, 2).build()))
        .exclude(ExclusionFilters.ids(imageId(2)))
        .resolveSnapshots(
            SnapshotResolver.named(
                "recording()",
                (image, context) -> {
                  asked.add(image.id());
                  return image.snapshotIds();
                }))
        .build()
        .plan();

    assertThat(asked).containsExactly(imageId(1));
  }

  @Test
  void theSizeIsTheSnapshotsOrElseTheDevices() {
    BlockDevice sized =
        BlockDevice.builder().deviceName("/dev/sda").snapshotId(snapshotId(2)).sizeGiB(30).build();
    CleanupPlan plan =
        plan(
            account()
                .images(imageOf(1, 1).addBlockDevices(sized).build(), image(2).build())
                .snapshots(
                    snapshot(1).volumeSizeGiB(20).build(),
                    snapshot(2).volumeSizeGiB(OptionalInt.empty()).build()));

    assertThat(snapshotOf(plan, 1, 1).sizeGiB()).hasValue(20);
    assertThat(snapshotOf(plan, 1, 2).sizeGiB()).hasValue(30);
    assertThat(plan.summary().gibToDelete()).isEqualTo(50);
  }

  @Test
  void orphansAreNotLookedForUnlessAsked() {
    Fixtures.Account account =
        account().snapshots(snapshot(1).description(createdFor(imageId(7))).build());

    assertThat(plan(account).orphanSnapshots()).isEmpty();
  }

  @Test
  void orphansAreFoundInAnAccountWithoutImages() {
    Fixtures.Account account =
        account().snapshots(snapshot(1).description(createdFor(imageId(7))).build());
    CleanupPlan plan = sweeping(account).orphanSnapshots().build().plan();

    assertThat(plan.orphanSnapshots())
        .singleElement()
        .satisfies(
            orphan -> {
              assertThat(orphan.isDeletion()).isTrue();
              assertThat(codes(orphan.reasons())).containsExactly("orphan");
            });
  }

  @Test
  void filtersProtectOrphansAsWell() {
    Fixtures.Account account =
        account()
            .snapshots(snapshot(1).description(createdFor(imageId(7))).putTags("keep", "").build());
    CleanupPlan plan =
        sweeping(account)
            .excludeSnapshots(SnapshotExclusionFilters.tagged("keep"))
            .orphanSnapshots()
            .build()
            .plan();

    assertThat(codes(plan.orphanSnapshots().get(0).reasons())).containsExactly("excluded-tag");
  }

  @Test
  void aSnapshotThatTheResolverAddsIsTheImagesAndNoOrphan() {
    Fixtures.Account account =
        account()
            .images(imageOf(1).build())
            .snapshots(snapshot(1).description(createdFor(imageId(1))).build());
    CleanupPlan plan =
        sweeping(account).resolveSnapshots(adding(snapshotId(1))).orphanSnapshots().build().plan();

    assertThat(snapshotOf(plan, 1, 1).isDeletion()).isTrue();
    assertThat(plan.orphanSnapshots()).isEmpty();
  }
}
