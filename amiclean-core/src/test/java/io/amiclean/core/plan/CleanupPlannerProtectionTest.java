package io.amiclean.core.plan;

import static io.amiclean.core.Fixtures.NOW;
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
import static io.amiclean.core.plan.Planning.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.SnapshotVerdict;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.Fixtures;
import io.amiclean.core.exclusion.ExclusionFilters;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupPlannerProtectionTest {

  /** One image for each protection, by the number of the protection, and image 99 without any. */
  private static Fixtures.Account oneOfEach() {
    return account()
        .images(
            image(number(Protection.IN_USE)).build(),
            image(number(Protection.NOT_OWNED)).ownerId(OTHER_ACCOUNT).build(),
            image(number(Protection.NOT_AVAILABLE)).state(ImageState.DISABLED).build(),
            image(number(Protection.DEREGISTRATION_PROTECTED))
                .deregistrationProtection("enabled-without-cooldown")
                .build(),
            image(number(Protection.MANAGED)).putTags("aws:backup:source-resource", "x").build(),
            image(number(Protection.MARKETPLACE))
                .addProductCodes(ProductCode.of("abc", "marketplace"))
                .build(),
            image(number(Protection.ON_HOLD)).putTags("amiclean:hold", "anna").build(),
            image(99).build())
        .used(imageId(number(Protection.IN_USE)), "instance", "i-1");
  }

  private static int number(Protection protection) {
    return List.of(Protection.values()).indexOf(protection) + 1;
  }

  @Test
  void everyProtectionIsOnByDefault() {
    assertThat(removed(sweeping(oneOfEach()).build().plan())).containsExactly(99);
  }

  @Test
  void eachProtectionGivesItsReason() {
    CleanupPlan plan = sweeping(oneOfEach()).build().plan();

    Map.of(
            Protection.IN_USE, "in-use",
            Protection.NOT_OWNED, "not-owned",
            Protection.NOT_AVAILABLE, "not-available",
            Protection.DEREGISTRATION_PROTECTED, "deregistration-protected",
            Protection.MANAGED, "managed-by",
            Protection.MARKETPLACE, "marketplace",
            Protection.ON_HOLD, "on-hold")
        .forEach(
            (protection, code) -> {
              assertThat(verdict(plan, number(protection))).isEqualTo(Verdict.EXCLUDED);
              assertThat(codes(decision(plan, number(protection)).reasons())).containsExactly(code);
            });
  }

  @ParameterizedTest
  @EnumSource(value = Protection.class, names = "SNAPSHOT_.*", mode = EnumSource.Mode.MATCH_NONE)
  void leavingOneOutLetsItsImagesGoAndNoOthers(Protection protection) {
    CleanupPlan plan = sweeping(oneOfEach()).withoutProtection(protection).build().plan();

    assertThat(removed(plan)).containsExactly(number(protection), 99);
  }

  @Test
  void thePlanNamesTheProtectionsThatWereLeftOut() {
    CleanupPlan plan =
        sweeping(oneOfEach())
            .withoutProtection(Protection.MANAGED)
            .withoutProtection(Protection.IN_USE)
            .build()
            .plan();

    assertThat(plan.policy().withoutProtections())
        .containsExactly(Protection.IN_USE, Protection.MANAGED);
  }

  @Test
  void anImageTellsAllThatProtectsIt() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(image(1).ownerId(Optional.empty()).state(ImageState.FAILED).build())
                    .used(imageId(1), "instance", "i-1"))
            .exclude(ExclusionFilters.ids(imageId(1)))
            .build()
            .plan();

    assertThat(codes(decision(plan, 1).reasons()))
        .containsExactly("in-use", "not-owned", "not-available", "excluded-id");
  }

  @Test
  void theEvidenceOfAUseIsEveryUser() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(image(1).build())
                    .used(imageId(1), "launch-template", "lt-2")
                    .used(imageId(1), "instance", "i-1"))
            .build()
            .plan();

    assertThat(decision(plan, 1).reasons().get(0).evidence()).containsExactly("i-1", "lt-2");
  }

  @Test
  void withoutUsageEvidenceImagesInUseGoAndThePlanSaysThatNobodyLooked() {
    Fixtures.Account account = oneOfEach();
    CleanupPlan plan =
        CleanupPlanner.builder()
            .images(() -> account.context().images())
            .snapshots(() -> account.context().snapshots())
            .withoutUsageEvidence()
            .groupBy(Mappers.everything("all"))
            .retain(RetentionStrategies.nothing())
            .clock(Planning.CLOCK)
            .build()
            .plan();

    assertThat(removed(plan)).containsExactly(number(Protection.IN_USE), 99);
    assertThat(plan.evidence())
        .anySatisfy(
            evidence -> {
              assertThat(evidence.source()).isEqualTo("usage");
              assertThat(evidence.skipped()).isTrue();
            });
  }

  private static Fixtures.Account managedSnapshot() {
    return account()
        .images(
            image(1)
                .addBlockDevices(
                    device("/dev/xvda", snapshotId(1)), device("/dev/xvdb", snapshotId(2)))
                .build())
        .snapshots(
            snapshot(1).putTags("aws:dlm:lifecycle-policy-id", "policy-1").build(),
            snapshot(2).build());
  }

  @Test
  void aManagedSnapshotStaysWithoutKeepingItsImageOrOtherSnapshots() {
    CleanupPlan plan = sweeping(managedSnapshot()).build().plan();

    assertThat(removed(plan)).containsExactly(1);
    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.KEEP);
    assertThat(codes(snapshotOf(plan, 1, 1).reasons())).containsExactly("managed-by");
    assertThat(snapshotOf(plan, 1, 2).verdict()).isEqualTo(SnapshotVerdict.DELETE);
  }

  @Test
  void aManagedSnapshotGoesIfThatProtectionIsLeftOut() {
    CleanupPlan plan =
        sweeping(managedSnapshot()).withoutProtection(Protection.MANAGED).build().plan();

    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.DELETE);
  }

  /** Image 1 with a snapshot for each protection of snapshots, and snapshot 99 without any. */
  private static Fixtures.Account oneSnapshotOfEach() {
    return account()
        .images(
            image(1)
                .addBlockDevices(
                    device("/dev/xvda", snapshotId(number(Protection.SNAPSHOT_LOCKED))),
                    device("/dev/xvdb", snapshotId(number(Protection.SNAPSHOT_ARCHIVED))),
                    device("/dev/xvdc", snapshotId(number(Protection.SNAPSHOT_FAST_RESTORE))),
                    device("/dev/xvdd", snapshotId(99)))
                .build())
        .snapshots(
            snapshot(number(Protection.SNAPSHOT_LOCKED)).locked(true).build(),
            snapshot(number(Protection.SNAPSHOT_ARCHIVED))
                .storageTier(StorageTier.ARCHIVE)
                .archivedAt(NOW.minus(Duration.ofDays(89)))
                .build(),
            snapshot(number(Protection.SNAPSHOT_FAST_RESTORE))
                .addFastRestoreZones("eu-west-1a")
                .build(),
            snapshot(99).build());
  }

  @Test
  void aProtectedSnapshotStaysForItsReasonWithoutKeepingItsImageOrOtherSnapshots() {
    CleanupPlan plan = sweeping(oneSnapshotOfEach()).build().plan();

    assertThat(removed(plan)).containsExactly(1);
    assertThat(snapshotOf(plan, 1, 99).verdict()).isEqualTo(SnapshotVerdict.DELETE);
    Map.of(
            Protection.SNAPSHOT_LOCKED, "snapshot-locked",
            Protection.SNAPSHOT_ARCHIVED, "snapshot-archived",
            Protection.SNAPSHOT_FAST_RESTORE, "snapshot-fast-restore")
        .forEach(
            (protection, code) -> {
              SnapshotDecision decision = snapshotOf(plan, 1, number(protection));
              assertThat(decision.verdict()).isEqualTo(SnapshotVerdict.KEEP);
              assertThat(codes(decision.reasons())).containsExactly(code);
            });
  }

  @ParameterizedTest
  @EnumSource(value = Protection.class, names = "SNAPSHOT_.*", mode = EnumSource.Mode.MATCH_ALL)
  void leavingOneOutLetsItsSnapshotsGoAndNoOthers(Protection protection) {
    CleanupPlan plan = sweeping(oneSnapshotOfEach()).withoutProtection(protection).build().plan();

    assertThat(decision(plan, 1).snapshots())
        .filteredOn(SnapshotDecision::isDeletion)
        .extracting(SnapshotDecision::snapshotId)
        .containsExactly(snapshotId(number(protection)), snapshotId(99));
  }

  @Test
  void aSnapshotThatIsArchivedForAsLongAsItIsBilledGoes() {
    CleanupPlan plan =
        sweeping(
                account()
                    .images(image(1).addBlockDevices(device("/dev/xvda", snapshotId(1))).build())
                    .snapshots(
                        snapshot(1)
                            .storageTier(StorageTier.ARCHIVE)
                            .archivedAt(NOW.minus(Duration.ofDays(90)))
                            .build()))
            .build()
            .plan();

    assertThat(snapshotOf(plan, 1, 1).verdict()).isEqualTo(SnapshotVerdict.DELETE);
  }

  @Test
  void aProtectedOrphanStays() {
    CleanupPlan plan =
        sweeping(
                account()
                    .snapshots(
                        snapshot(1).description(createdFor(imageId(7))).locked(true).build(),
                        snapshot(2).description(createdFor(imageId(7))).build()))
            .orphanSnapshots()
            .build()
            .plan();

    assertThat(plan.orphanSnapshots())
        .extracting(SnapshotDecision::snapshotId, SnapshotDecision::verdict)
        .containsExactly(
            tuple(snapshotId(1), SnapshotVerdict.KEEP),
            tuple(snapshotId(2), SnapshotVerdict.DELETE));
  }
}
