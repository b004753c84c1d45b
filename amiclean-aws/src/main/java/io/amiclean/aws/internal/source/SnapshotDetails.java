package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StorageTier;
import io.amiclean.aws.internal.Batches;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Gathering;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeFastSnapshotRestoreSuccessItem;
import software.amazon.awssdk.services.ec2.model.DescribeFastSnapshotRestoresRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLockedSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotTierStatusRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LockedSnapshotsInfo;
import software.amazon.awssdk.services.ec2.model.SnapshotTierStatus;

/**
 * What {@code DescribeSnapshots} does not return of snapshots: locks, since when they are archived,
 * and where they are prepared for being restored fast. Thread-safe.
 *
 * <p>The account may change between two pages: of what comes twice, the later one holds.
 *
 * @param ec2 the client; the caller owns it
 * @param context scope, clock and progress
 * @param options what is left out
 */
record SnapshotDetails(
    CheckedClient<Ec2Client> ec2, SourceContext context, ReadingOptions options) {

  private static final ReadOperation LOCKS =
      new ReadOperation(EvidenceSources.LOCKED_SNAPSHOTS, "ec2:DescribeLockedSnapshots");
  private static final ReadOperation TIERS =
      new ReadOperation(EvidenceSources.SNAPSHOT_TIERS, "ec2:DescribeSnapshotTierStatus");
  private static final ReadOperation FAST_RESTORES =
      new ReadOperation(EvidenceSources.FAST_SNAPSHOT_RESTORES, "ec2:DescribeFastSnapshotRestores");

  private static final int PAGE = 1000;
  private static final int FAST_RESTORES_PAGE = 200;

  private static final String ARCHIVAL_IN_PROGRESS = "archival-in-progress";

  /**
   * The last operations that leave a snapshot in the archive, or on the way there (Amazon EBS User
   * Guide, "View archived Amazon EBS snapshots"). Temporarily restored, it stays archived as well.
   */
  private static final List<String> ARCHIVED =
      List.of(
          ARCHIVAL_IN_PROGRESS,
          "archival-completed",
          "temporary-restore-in-progress",
          "temporary-restore-completed",
          "temporary-restore-failed",
          "permanent-restore-in-progress",
          "permanent-restore-failed");

  /** The most values of a filter (EC2 User Guide, "Filter your resources"). */
  private static final int FILTER_VALUES = 200;

  private record Zone(SnapshotId snapshot, String name) {}

  /** Reads one kind of detail. */
  @FunctionalInterface
  private interface Reading {

    /** Returns what adds the details to the snapshots, and returns how many there are. */
    IntSupplier of(Map<SnapshotId, Snapshot> snapshots);
  }

  /**
   * Adds what is known to snapshots, if there are any. Each kind is read beside the others; they
   * are added one after another.
   *
   * @return what was read, one entry for each source
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  List<Evidence> addTo(Map<SnapshotId, Snapshot> snapshots) {
    Gathering gathering = new Gathering(context, options.skipsUnavailable());
    List<Supplier<Supplier<Evidence>>> readings =
        List.of(
            () -> read(LOCKS, snapshots, this::locks, gathering),
            () -> read(TIERS, snapshots, this::tiers, gathering),
            () -> read(FAST_RESTORES, snapshots, this::fastRestores, gathering));
    List<Supplier<Evidence>> read = SideBySide.read(EvidenceSources.SNAPSHOTS, readings);
    List<Evidence> evidence = read.stream().map(Supplier::get).toList();
    gathering.requireComplete();
    return evidence;
  }

  /** Reads one kind of detail, and returns what adds it and returns the evidence. */
  private Supplier<Evidence> read(
      ReadOperation operation,
      Map<SnapshotId, Snapshot> snapshots,
      Reading reading,
      Gathering gathering) {
    Instant readAt = context.now();
    String source = operation.source();
    if (options.skips(source)) {
      return () -> gathering.leftOut(source);
    }
    Optional<IntSupplier> read =
        gathering.read(source, () -> snapshots.isEmpty() ? () -> 0 : reading.of(snapshots));
    return () ->
        read.map(adding -> Evidence.complete(source, adding.getAsInt(), readAt))
            .orElseGet(() -> gathering.leftOut(source));
  }

  private IntSupplier locks(Map<SnapshotId, Snapshot> snapshots) {
    Map<SnapshotId, LockedSnapshotsInfo> locks = new TreeMap<>();
    LOCKS.pages(
        ec2,
        Ec2Client::describeLockedSnapshots,
        DescribeLockedSnapshotsRequest.builder().maxResults(PAGE).build(),
        page -> {
          for (LockedSnapshotsInfo lock : page.snapshots()) {
            known(LOCKS, lock.snapshotId(), snapshots).ifPresent(id -> locks.put(id, lock));
          }
          context.report(Progress.of(LOCKS.source(), locks.size()));
        });
    return () ->
        add(
            snapshots,
            locks,
            (snapshot, lock) ->
                // Whatever else it is called, it is a lock.
                "expired".equals(lock.lockStateAsString())
                    ? snapshot
                    : snapshot.locked(true).lockedUntil(Optional.ofNullable(lock.lockExpiresOn())));
  }

  /**
   * A snapshot that is on its way to the archive is listed in the standard tier, so that the last
   * operation says which ones to ask for. Of one that is listed as archived and not found by that,
   * the time is asked for by its id.
   */
  private IntSupplier tiers(Map<SnapshotId, Snapshot> snapshots) {
    Map<SnapshotId, SnapshotTierStatus> tiers = new TreeMap<>();
    readTiers("last-tiering-operation", ARCHIVED, snapshots, tiers);
    List<String> others =
        snapshots.values().stream()
            .filter(snapshot -> snapshot.storageTier() == StorageTier.ARCHIVE)
            .filter(snapshot -> !tiers.containsKey(snapshot.id()))
            .map(snapshot -> snapshot.id().value())
            .toList();
    Batches.of(others, FILTER_VALUES)
        .forEach(some -> readTiers("snapshot-id", some, snapshots, tiers));
    return () -> add(snapshots, tiers, SnapshotDetails::withTier);
  }

  private void readTiers(
      String filter,
      List<String> values,
      Map<SnapshotId, Snapshot> snapshots,
      Map<SnapshotId, SnapshotTierStatus> tiers) {
    Filter wanted = Filter.builder().name(filter).values(values).build();
    TIERS.pages(
        ec2,
        Ec2Client::describeSnapshotTierStatus,
        DescribeSnapshotTierStatusRequest.builder().filters(wanted).maxResults(PAGE).build(),
        page -> {
          for (SnapshotTierStatus tier : page.snapshotTierStatuses()) {
            known(TIERS, tier.snapshotId(), snapshots).ifPresent(id -> tiers.put(id, tier));
          }
          context.report(Progress.of(TIERS.source(), tiers.size()));
        });
  }

  private static Snapshot.Builder withTier(Snapshot.Builder snapshot, SnapshotTierStatus tier) {
    String operation = Objects.requireNonNullElse(tier.lastTieringOperationStatusAsString(), "");
    if (operation.equals(ARCHIVAL_IN_PROGRESS)) {
      // A time of completion, if there is one, is that of an earlier archiving.
      return snapshot.storageTier(StorageTier.ARCHIVE);
    }
    return "archive".equals(tier.storageTierAsString()) || ARCHIVED.contains(operation)
        ? snapshot
            .storageTier(StorageTier.ARCHIVE)
            .archivedAt(Optional.ofNullable(tier.archivalCompleteTime()))
        : snapshot;
  }

  private IntSupplier fastRestores(Map<SnapshotId, Snapshot> snapshots) {
    Map<Zone, String> states = new HashMap<>();
    FAST_RESTORES.pages(
        ec2,
        Ec2Client::describeFastSnapshotRestores,
        DescribeFastSnapshotRestoresRequest.builder().maxResults(FAST_RESTORES_PAGE).build(),
        page -> {
          for (DescribeFastSnapshotRestoreSuccessItem item : page.fastSnapshotRestores()) {
            known(FAST_RESTORES, item.snapshotId(), snapshots)
                .ifPresent(
                    id ->
                        states.put(
                            new Zone(id, zone(item)),
                            Objects.requireNonNullElse(item.stateAsString(), "")));
          }
          context.report(Progress.of(FAST_RESTORES.source(), states.size()));
        });
    return () -> add(snapshots, states);
  }

  private static int add(Map<SnapshotId, Snapshot> snapshots, Map<Zone, String> states) {
    states.forEach(
        (zone, state) -> {
          if (!state.equals("disabled")) {
            snapshots.computeIfPresent(
                zone.snapshot(),
                (id, snapshot) ->
                    Snapshot.builder().from(snapshot).addFastRestoreZones(zone.name()).build());
          }
        });
    return states.size();
  }

  private static String zone(DescribeFastSnapshotRestoreSuccessItem item) {
    String name = item.availabilityZone();
    if (!Ids.isMissing(name)) {
      return name;
    }
    return Objects.requireNonNullElse(item.availabilityZoneId(), "unknown zone");
  }

  private static <T> int add(
      Map<SnapshotId, Snapshot> snapshots,
      Map<SnapshotId, T> details,
      BiFunction<Snapshot.Builder, T, Snapshot.Builder> adding) {
    details.forEach(
        (id, detail) ->
            snapshots.computeIfPresent(
                id,
                (same, snapshot) ->
                    adding.apply(Snapshot.builder().from(snapshot), detail).build()));
    return details.size();
  }

  /** Returns the id of one of the snapshots; others are not the account's own, or new. */
  private static Optional<SnapshotId> known(
      ReadOperation operation, @Nullable String id, Map<SnapshotId, Snapshot> snapshots) {
    return Optional.of(Ids.snapshot(operation, id, "a snapshot")).filter(snapshots::containsKey);
  }
}
