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
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StrategyException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.core.exclusion.SnapshotExclusionFilters;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.internal.EnumFormat;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.core.snapshot.internal.SnapshotProtections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrphanSnapshotsTest {

  @Test
  void aSnapshotOfAnImageThatIsGoneIsDeleted() {
    assertThat(find(orphan(1)))
        .containsExactly(
            SnapshotDecision.builder()
                .snapshotId(snapshotId(1))
                .verdict(SnapshotVerdict.DELETE)
                .addReasons(
                    Reason.of(
                        "orphan", "Made for ami-00000063, which no longer exists", "ami-00000063"))
                .sizeGiB(8)
                .build());
  }

  @Test
  void aCopyWithTheDescriptionOfAnotherSnapshotIsSaidToBeOne() {
    CleanupPlan plan =
        withOrphans(
            InMemoryAccount.builder()
                .snapshot("snap-00000001", orphan -> orphan.madeFor("ami-00000063").copied())
                .build());

    assertThat(plan.orphanSnapshots())
        .singleElement()
        .satisfies(
            orphan ->
                assertThat(orphan.reasons())
                    .singleElement()
                    .returns("orphan", Reason::code)
                    .satisfies(
                        reason ->
                            assertThat(reason.message())
                                .contains("no longer exists here; it is a copy")));
  }

  @Test
  void decisionsAreSortedById() {
    assertThat(find(orphan(3), orphan(1), orphan(2)))
        .extracting(SnapshotDecision::snapshotId)
        .containsExactly(snapshotId(1), snapshotId(2), snapshotId(3));
  }

  @Test
  void aSnapshotOfAnImageThatIsMadeDuringTheReadingIsNoOrphan() {
    InMemoryAccount account = InMemoryAccount.builder().build();
    // EC2 lists a pending image without the snapshots that are being made for it.
    Runnable createImage =
        () ->
            account.add(
                more ->
                    more.image("ami-00000063", image -> image.state(ImageState.PENDING))
                        .snapshot("snap-00000001", made -> made.madeFor("ami-00000063")));
    account.before(AccountCall.READ_RECYCLE_BIN, 1, createImage);

    CleanupPlan first = withOrphans(account);
    CleanupPlan second = withOrphans(account);

    assertThat(first.orphanSnapshots()).noneMatch(SnapshotDecision::isDeletion);
    assertThat(second.orphanSnapshots())
        .singleElement()
        .satisfies(kept -> assertThat(codes(kept.reasons())).containsExactly("image-exists"));
  }

  private static CleanupPlan withOrphans(InMemoryAccount account) {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.nothing())
        .orphanSnapshots()
        .clock(Planning.CLOCK)
        .build()
        .plan();
  }

  @Test
  void aSnapshotWithoutSuchADescriptionIsNotListed() {
    assertThat(find(snapshot(1).description("nightly backup").build(), snapshot(2).build()))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = ImageState.class,
      names = {"AVAILABLE", "DISABLED", "PENDING"})
  void aSnapshotThatAnyImageRefersToIsNotListed(ImageState state) {
    Image other = image(2).state(state).addBlockDevices(device("/dev/xvda", snapshotId(1))).build();

    assertThat(find(account().images(other).snapshots(orphan(1)).context())).isEmpty();
  }

  @Test
  void aSnapshotWhoseImageExistsWithoutItIsKept() {
    Image image = image(99).addBlockDevices(device("/dev/xvda", snapshotId(2))).build();

    assertThat(reasons(account().images(image).snapshots(orphan(1)).context()))
        .containsExactly(
            Reason.of(
                "image-exists",
                "Made for ami-00000063, which exists and does not refer to it",
                "ami-00000063"));
  }

  @Test
  void aSnapshotOfAnImageInTheRecycleBinIsKept() {
    assertThat(reasons(account().recycled(imageId(99)).snapshots(orphan(1)).context()))
        .containsExactly(
            Reason.of(
                "image-in-recycle-bin",
                "Made for ami-00000063, which can be restored from the Recycle Bin",
                "ami-00000063"));
  }

  @Test
  void aSnapshotOfAnotherAccountIsKept() {
    Snapshot foreign =
        snapshot(1).description(orphan(1).description()).ownerId(OTHER_ACCOUNT).build();

    assertThat(reasons(account().snapshots(foreign).context()))
        .containsExactly(
            Reason.of(
                "not-owned",
                "The snapshot belongs to 210987654321, not to 123456789012",
                "210987654321"));
  }

  @Test
  void aSnapshotOfAnUnknownOwnerIsKept() {
    Snapshot unknown =
        snapshot(1).description(orphan(1).description()).ownerId(Optional.empty()).build();

    assertThat(codes(reasons(account().snapshots(unknown).context())))
        .containsExactly("unknown-owner");
  }

  @ParameterizedTest
  @EnumSource(value = SnapshotState.class, mode = EnumSource.Mode.EXCLUDE, names = "COMPLETED")
  void aSnapshotThatIsNotCompletedIsKept(SnapshotState state) {
    Snapshot snapshot = snapshot(1).description(orphan(1).description()).state(state).build();

    assertThat(reasons(account().snapshots(snapshot).context()))
        .containsExactly(
            Reason.of(
                "snapshot-not-completed",
                "The snapshot is " + EnumFormat.phrase(state) + ", not completed",
                state.name()));
  }

  @Test
  void aSnapshotThatAUsageNamesIsKept() {
    PlanningContext context =
        account()
            .snapshots(orphan(1))
            .used(snapshotId(1), "launch-template", "lt-2")
            .used(snapshotId(1), "launch-configuration", "lc-1")
            .context();

    assertThat(reasons(context))
        .containsExactly(
            Reason.of(
                "snapshot-in-use",
                "In use by launch-configuration lc-1, launch-template lt-2",
                "lc-1",
                "lt-2"));
  }

  @Test
  void aSnapshotThatAFilterProtectsIsKept() {
    assertThat(
            codes(
                reasons(
                    account().snapshots(orphan(1)).context(),
                    SnapshotExclusionFilters.ids(snapshotId(1)))))
        .containsExactly("excluded-id");
  }

  @Test
  void everyReasonIsGiven() {
    Snapshot snapshot =
        snapshot(1)
            .description(orphan(1).description())
            .ownerId(OTHER_ACCOUNT)
            .state(SnapshotState.PENDING)
            .putTags("keep", "true")
            .build();
    PlanningContext context =
        account()
            .snapshots(snapshot)
            .recycled(imageId(99))
            .used(snapshotId(1), "launch-template", "lt-1")
            .context();

    assertThat(codes(reasons(context, SnapshotExclusionFilters.tagged("keep"))))
        .containsExactly(
            "snapshot-not-completed",
            "snapshot-in-use",
            "not-owned",
            "image-in-recycle-bin",
            "excluded-tag");
  }

  @Test
  void anUnknownSizeStaysUnknown() {
    Snapshot snapshot =
        snapshot(1).description(orphan(1).description()).volumeSizeGiB(OptionalInt.empty()).build();

    assertThat(find(snapshot))
        .extracting(SnapshotDecision::sizeGiB)
        .containsExactly(OptionalInt.empty());
  }

  @Test
  void aFilterThatThrowsIsNamed() {
    SnapshotExclusionFilter broken =
        SnapshotExclusionFilter.named(
            "broken",
            (snapshot, context) -> {
              throw new IllegalStateException("no pins");
            });

    assertThatExceptionOfType(StrategyException.class)
        .isThrownBy(() -> reasons(account().snapshots(orphan(1)).context(), broken))
        .withMessage(
            "The strategy broken failed at snap-00000001:"
                + " java.lang.IllegalStateException: no pins")
        .satisfies(e -> assertThat(e.strategy()).isEqualTo("broken"))
        .withCauseInstanceOf(IllegalStateException.class);
  }

  /** A snapshot made for image 99. */
  private static Snapshot orphan(int number) {
    return snapshot(number).description(createdFor(imageId(99))).build();
  }

  private static List<SnapshotDecision> find(Snapshot... snapshots) {
    return find(account().snapshots(snapshots).context());
  }

  private static List<SnapshotDecision> find(PlanningContext context) {
    return decide(context);
  }

  private static List<Reason> reasons(PlanningContext context, SnapshotExclusionFilter... filters) {
    List<SnapshotDecision> decisions = decide(context, filters);
    assertThat(decisions)
        .extracting(SnapshotDecision::verdict)
        .containsExactly(SnapshotVerdict.KEEP);
    return decisions.get(0).reasons();
  }

  private static List<SnapshotDecision> decide(
      PlanningContext context, SnapshotExclusionFilter... filters) {
    return new OrphanSnapshots(context, new SnapshotProtections(context, List.of(filters)))
        .decide(context.images().imagesBySnapshot()::containsKey);
  }
}
