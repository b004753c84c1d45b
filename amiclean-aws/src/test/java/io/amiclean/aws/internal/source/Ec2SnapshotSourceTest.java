package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.api.testing.SnapshotSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ec2SnapshotSourceTest extends SnapshotSourceContract {

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2State.Snapshot first = account.state.snapshot(snap(1).value());

  Ec2SnapshotSourceTest() {
    account.state.snapshot(snap(2).value());
    account.state.snapshot(snap(3).value()).owner("999999999999").shared();
  }

  @Override
  protected SnapshotSource source() {
    return new Ec2SnapshotSource(account.ec2(), account.context, ReadingOptions.defaults());
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Set<SnapshotId> expectedSnapshots() {
    return Set.of(snap(1), snap(2));
  }

  @Override
  protected Optional<SnapshotSource> failingSource() {
    account.endpoint.failAlways("DescribeSnapshots", 500, "InternalError", "Try later.");
    return Optional.of(source());
  }

  @Test
  void readsTheWholeSnapshot() {
    first
        .description("Created by CreateImage(i-0) for ami-0")
        .started("2024-01-02T03:04:05.678Z")
        .state("completed")
        .tier("archive")
        .size(8)
        .tag("role", "front")
        .with("fullSnapshotSizeInBytes", 5_000_000_000L);

    assertThat(source().loadSnapshots().snapshot(snap(1)))
        .contains(
            Snapshot.builder()
                .id(snap(1))
                .ownerId(account.scope().accountId())
                .description("Created by CreateImage(i-0) for ami-0")
                .startTime(Instant.parse("2024-01-02T03:04:05.678Z"))
                .state(SnapshotState.COMPLETED)
                .storageTier(StorageTier.ARCHIVE)
                .volumeSizeGiB(8)
                .fullSizeBytes(5_000_000_000L)
                .putTags("role", "front")
                .build());
  }

  @Test
  void takesWhatItDoesNotKnowForUnknown() {
    first.state("melting").tier("frozen");

    assertThat(source().loadSnapshots().snapshot(snap(1)).orElseThrow())
        .returns(SnapshotState.UNKNOWN, Snapshot::state)
        .returns(StorageTier.UNKNOWN, Snapshot::storageTier);
  }

  @Test
  void readsShortAndEmptyPagesToTheEnd() {
    account.endpoint.pageSize("DescribeSnapshots", 1).emptyPages("DescribeSnapshots");

    assertThat(source().loadSnapshots().snapshots())
        .extracting(Snapshot::id)
        .containsExactly(snap(1), snap(2));
  }

  @Test
  void asksForOwnSnapshotsInTheLargestPages() {
    source().loadSnapshots();

    assertThat(account.endpoint.requests("DescribeSnapshots"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("Owner.1", "self")
                    .containsEntry("MaxResults", "1000"));
  }

  @Test
  @Timeout(30)
  void asksForDetailsSideBySide() {
    CountDownLatch all = new CountDownLatch(3);
    account
        .endpoint
        .meet("DescribeLockedSnapshots", all)
        .meet("DescribeSnapshotTierStatus", all)
        .meet("DescribeFastSnapshotRestores", all);

    assertThat(source().loadSnapshots().evidence())
        .extracting(Evidence::source)
        .containsExactly(
            "snapshots", "locked-snapshots", "snapshot-tiers", "fast-snapshot-restores");
  }

  @Test
  void refusesAnOddId() {
    account.state.snapshot("snap-odd");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadSnapshots())
        .withMessageContaining("snap-odd");
  }

  private Snapshot read() {
    return source().loadSnapshots().snapshot(snap(1)).orElseThrow();
  }

  private SnapshotInventory readWithout(String source) {
    return new Ec2SnapshotSource(
            account.ec2(), account.context, ReadingOptions.builder().skip(source).build())
        .loadSnapshots();
  }

  @ParameterizedTest
  @ValueSource(strings = {"compliance", "governance", "compliance-cooloff", "some-new-lock"})
  void takesASnapshotForLockedInEveryStateOfALock(String state) {
    first.locked(state, "2024-06-01T00:00:00.000Z");

    assertThat(read())
        .returns(true, Snapshot::locked)
        .returns(Optional.of(Instant.parse("2024-06-01T00:00:00Z")), Snapshot::lockedUntil);
  }

  @Test
  void takesALockThatHasExpiredForNone() {
    first.locked("expired", "2024-01-01T00:00:00.000Z");

    assertThat(read())
        .returns(false, Snapshot::locked)
        .returns(Optional.empty(), Snapshot::lockedUntil);
  }

  @Test
  void readsALockThatDoesNotSayWhenItEnds() {
    first.locked("governance", null);

    assertThat(read())
        .returns(true, Snapshot::locked)
        .returns(Optional.empty(), Snapshot::lockedUntil);
  }

  @Test
  void readsSinceWhenASnapshotIsArchived() {
    first.archived("2024-01-02T03:04:05.678Z");

    assertThat(read())
        .returns(StorageTier.ARCHIVE, Snapshot::storageTier)
        .returns(Optional.of(Instant.parse("2024-01-02T03:04:05.678Z")), Snapshot::archivedAt);
  }

  @Test
  void takesASnapshotThatIsBeingArchivedForArchivedAtAnUnknownTime() {
    first.archived("2020-01-02T03:04:05.678Z").tier("standard").tiering("archival-in-progress");

    assertThat(read())
        .returns(StorageTier.ARCHIVE, Snapshot::storageTier)
        .returns(Optional.empty(), Snapshot::archivedAt);
  }

  @ParameterizedTest
  @CsvSource({
    "archival-completed, ARCHIVE",
    "temporary-restore-in-progress, ARCHIVE",
    "temporary-restore-completed, ARCHIVE",
    "temporary-restore-failed, ARCHIVE",
    "permanent-restore-in-progress, ARCHIVE",
    "permanent-restore-failed, ARCHIVE",
    "permanent-restore-completed, STANDARD",
    "archival-failed, STANDARD"
  })
  void takesASnapshotForArchivedUntilItIsRestoredForGood(String operation, StorageTier tier) {
    first.archived("2024-01-02T03:04:05.678Z").tier("standard").tiering(operation);

    assertThat(read().storageTier()).isEqualTo(tier);
  }

  @Test
  void asksByIdForAnArchivedSnapshotWhoseLastOperationIsAnother() {
    first.archived("2024-01-02T03:04:05.678Z").tiering("archival-failed");

    assertThat(read().archivedAt()).contains(Instant.parse("2024-01-02T03:04:05.678Z"));
    assertThat(account.endpoint.requests("DescribeSnapshotTierStatus"))
        .extracting(request -> request.filters().get("snapshot-id"))
        .containsExactly(null, List.of(snap(1).value()));
  }

  @Test
  void doesNotKnowSinceWhenASnapshotIsArchivedThatEc2TellsNoMoreOf() {
    first.tier("archive");

    assertThat(read())
        .returns(StorageTier.ARCHIVE, Snapshot::storageTier)
        .returns(Optional.empty(), Snapshot::archivedAt);
  }

  @ParameterizedTest
  @ValueSource(strings = {"enabling", "optimizing", "enabled", "disabling", "some-new-state"})
  void readsWhereASnapshotIsRestoredFast(String state) {
    first.fastRestore("eu-west-1a", state).fastRestore("eu-west-1b");

    assertThat(read().fastRestoreZones()).containsExactlyInAnyOrder("eu-west-1a", "eu-west-1b");
  }

  @Test
  void readsNoZoneWhereFastRestoreIsDisabled() {
    first.fastRestore("eu-west-1a", "disabled");

    assertThat(read().fastRestoreZones()).isEmpty();
  }

  @Test
  void asksInTheLargestPagesAndOnlyForWhatIsArchived() {
    source().loadSnapshots();

    assertThat(account.endpoint.requests("DescribeLockedSnapshots"))
        .singleElement()
        .satisfies(request -> assertThat(request.parameters()).containsEntry("MaxResults", "1000"));
    assertThat(account.endpoint.requests("DescribeFastSnapshotRestores"))
        .singleElement()
        .satisfies(request -> assertThat(request.parameters()).containsEntry("MaxResults", "200"));
    assertThat(account.endpoint.requests("DescribeSnapshotTierStatus"))
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.parameters()).containsEntry("MaxResults", "1000");
              assertThat(request.filters()).containsOnlyKeys("last-tiering-operation");
            });
  }

  @Test
  void asksNothingMoreWhereThereAreNoSnapshots() {
    account.state.remove(snap(1).value()).remove(snap(2).value());

    SnapshotInventory inventory = source().loadSnapshots();

    assertThat(account.endpoint.requests())
        .extracting(WireRequest::action)
        .containsOnly("DescribeSnapshots", "GetCallerIdentity");
    assertThat(inventory.evidence())
        .containsExactly(
            Evidence.complete("snapshots", 0, AccountOverWire.NOW),
            Evidence.complete("locked-snapshots", 0, AccountOverWire.NOW),
            Evidence.complete("snapshot-tiers", 0, AccountOverWire.NOW),
            Evidence.complete("fast-snapshot-restores", 0, AccountOverWire.NOW));
  }

  @Test
  void countsOwnSnapshotsOnly() {
    first.locked().archived("2024-01-02T03:04:05.678Z").fastRestore("eu-west-1a");
    account.state.snapshot(snap(3).value()).locked().fastRestore("eu-west-1a");

    assertThat(source().loadSnapshots().evidence())
        .containsExactly(
            Evidence.complete("snapshots", 2, AccountOverWire.NOW),
            Evidence.complete("locked-snapshots", 1, AccountOverWire.NOW),
            Evidence.complete("snapshot-tiers", 1, AccountOverWire.NOW),
            Evidence.complete("fast-snapshot-restores", 1, AccountOverWire.NOW));
  }

  @ParameterizedTest
  @MethodSource("details")
  void leavesOutWhatIsSkipped(String action, String source) {
    first.locked().archived("2024-01-02T03:04:05.678Z").fastRestore("eu-west-1a");

    SnapshotInventory inventory = readWithout(source);

    assertThat(account.endpoint.count(action)).isZero();
    assertThat(inventory.evidence()).contains(Evidence.skipped(source, AccountOverWire.NOW));
  }

  @Test
  void protectsNothingByWhatIsSkippedButArchivedSnapshots() {
    first.locked().archived("2024-01-02T03:04:05.678Z").fastRestore("eu-west-1a");

    assertThat(readWithout("locked-snapshots").snapshot(snap(1)).orElseThrow().locked()).isFalse();
    assertThat(
            readWithout("fast-snapshot-restores")
                .snapshot(snap(1))
                .orElseThrow()
                .fastRestoreZones())
        .isEmpty();
    assertThat(readWithout("snapshot-tiers").snapshot(snap(1)).orElseThrow())
        .returns(StorageTier.ARCHIVE, Snapshot::storageTier)
        .returns(Optional.empty(), Snapshot::archivedAt);
  }

  static Stream<Arguments> details() {
    return Stream.of(
        arguments("DescribeLockedSnapshots", "locked-snapshots"),
        arguments("DescribeSnapshotTierStatus", "snapshot-tiers"),
        arguments("DescribeFastSnapshotRestores", "fast-snapshot-restores"));
  }

  /** Two details of each kind, of which one is on each page. */
  private void twoOfEach(String action) {
    account.state.snapshot(snap(2).value()).locked().archived("2024-01-02T03:04:05.678Z");
    first.locked().archived("2024-01-02T03:04:05.678Z").fastRestore("eu-west-1a");
    account.state.snapshot(snap(2).value()).fastRestore("eu-west-1b");
    account.endpoint.pageSize(action, 1);
  }

  @ParameterizedTest
  @MethodSource("details")
  void readsDetailsToTheLastOfShortAndEmptyPages(String action, String source) {
    twoOfEach(action);
    account.endpoint.emptyPages(action);

    SnapshotInventory inventory = source().loadSnapshots();

    assertThat(inventory.evidence()).contains(Evidence.complete(source, 2, AccountOverWire.NOW));
    assertThat(inventory.snapshots())
        .allMatch(Snapshot::locked)
        .allMatch(snapshot -> snapshot.archivedAt().isPresent())
        .allMatch(snapshot -> snapshot.fastRestoreZones().size() == 1);
    assertThat(account.progress)
        .filteredOn(progress -> progress.task().equals(source))
        .extracting(Progress::done)
        .endsWith(2L);
  }

  @ParameterizedTest
  @MethodSource("details")
  void refusesWhereADetailIsDenied(String action, String source) {
    account.state.deny("ec2:" + action);

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> source().loadSnapshots())
        .withMessageContaining("skip the source '" + source + "'")
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:" + action));
  }

  @ParameterizedTest
  @MethodSource("details")
  void refusesWhereADetailFails(String action, String source) {
    account.endpoint.failAlways(action, 500, "InternalError", "Try later.");

    assertRefused(action, source);
  }

  @ParameterizedTest
  @MethodSource("details")
  void refusesWhereADetailIsCutInTheMiddle(String action, String source) {
    twoOfEach(action);
    account.endpoint.halfPage(action, 2);

    assertRefused(action, source);
  }

  @ParameterizedTest
  @MethodSource("details")
  void refusesWhereADetailHasNoEnd(String action, String source) {
    twoOfEach(action);
    account.endpoint.sameTokenForEver(action);

    assertRefused(action, source);
  }

  private void assertRefused(String action, String source) {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadSnapshots())
        .withMessageContaining("ec2:" + action)
        .satisfies(e -> assertThat(e.source()).isEqualTo(source));
  }
}
