package io.amiclean.aws.internal.source;

import io.amiclean.api.internal.SnapshotDescriptions;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.model.SnapshotState;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;

/**
 * The snapshots that the account owns, with what protects them: locks, since when they are
 * archived, and where they are prepared for being restored fast. Thread-safe.
 *
 * @param ec2 the client; the caller owns it
 * @param context scope, clock and progress
 * @param options what is left out: {@link EvidenceSources#LOCKED_SNAPSHOTS} and {@link
 *     EvidenceSources#FAST_SNAPSHOT_RESTORES}, which then protect nothing, and {@link
 *     EvidenceSources#SNAPSHOT_TIERS}, without which it is unknown since when snapshots are
 *     archived
 */
public record Ec2SnapshotSource(
    CheckedClient<Ec2Client> ec2, SourceContext context, ReadingOptions options)
    implements SnapshotSource {

  private static final ReadOperation SNAPSHOTS =
      new ReadOperation(EvidenceSources.SNAPSHOTS, "ec2:DescribeSnapshots");

  private static final int PAGE = 1000;

  /**
   * Reads all own snapshots of the region: one call for a thousand snapshots. Where there are any,
   * it asks as well which are locked, were archived or are prepared for being restored fast: one
   * call each, or more if there are many of them.
   *
   * <p>A snapshot that is being archived counts as archived, at a time that is not known yet.
   *
   * @return the complete inventory
   * @throws io.amiclean.api.model.EvidenceException if it could not be read to its end
   */
  @Override
  public SnapshotInventory loadSnapshots() {
    Instant readAt = context.now();
    // The account may change between two pages: of a snapshot that comes twice, the later one
    // holds.
    Map<SnapshotId, Snapshot> snapshots = new TreeMap<>();
    SNAPSHOTS.pages(
        ec2,
        Ec2Client::describeSnapshots,
        DescribeSnapshotsRequest.builder().ownerIds("self").maxResults(PAGE).build(),
        page -> {
          page.snapshots().stream()
              .map(Ec2SnapshotSource::snapshot)
              .forEach(snapshot -> snapshots.put(snapshot.id(), snapshot));
          context.report(Progress.of(EvidenceSources.SNAPSHOTS, snapshots.size()));
        });
    Evidence evidence = Evidence.complete(EvidenceSources.SNAPSHOTS, snapshots.size(), readAt);
    return SnapshotInventory.builder()
        .scope(context.scope())
        .readAt(readAt)
        .addEvidence(evidence)
        .addAllEvidence(new SnapshotDetails(ec2, context, options).addTo(snapshots))
        .snapshots(snapshots.values())
        .build();
  }

  private static Snapshot snapshot(software.amazon.awssdk.services.ec2.model.Snapshot ec2Snapshot) {
    SnapshotId id = Ids.snapshot(SNAPSHOTS, ec2Snapshot.snapshotId(), "a snapshot");
    Integer volumeSize = ec2Snapshot.volumeSize();
    Long fullSize = ec2Snapshot.fullSnapshotSizeInBytes();
    return Snapshot.builder()
        .id(id)
        .ownerId(Ids.optionalAccount(SNAPSHOTS, ec2Snapshot.ownerId(), "the owner of " + id))
        .description(Objects.requireNonNullElse(ec2Snapshot.description(), ""))
        .copied(SnapshotDescriptions.isVolumeOfCopies(ec2Snapshot.volumeId()))
        .startTime(Optional.ofNullable(ec2Snapshot.startTime()))
        .state(state(ec2Snapshot))
        .volumeSizeGiB(volumeSize == null ? OptionalInt.empty() : OptionalInt.of(volumeSize))
        .fullSizeBytes(fullSize == null ? OptionalLong.empty() : OptionalLong.of(fullSize))
        .storageTier(tier(ec2Snapshot))
        .tags(ImageMapping.tags(ec2Snapshot.tags()))
        .build();
  }

  private static SnapshotState state(
      software.amazon.awssdk.services.ec2.model.Snapshot ec2Snapshot) {
    return switch (Objects.requireNonNullElse(ec2Snapshot.stateAsString(), "")) {
      case "pending" -> SnapshotState.PENDING;
      case "completed" -> SnapshotState.COMPLETED;
      case "error" -> SnapshotState.ERROR;
      case "recoverable" -> SnapshotState.RECOVERABLE;
      case "recovering" -> SnapshotState.RECOVERING;
      default -> SnapshotState.UNKNOWN;
    };
  }

  private static StorageTier tier(software.amazon.awssdk.services.ec2.model.Snapshot ec2Snapshot) {
    return switch (Objects.requireNonNullElse(ec2Snapshot.storageTierAsString(), "")) {
      case "standard" -> StorageTier.STANDARD;
      case "archive" -> StorageTier.ARCHIVE;
      default -> StorageTier.UNKNOWN;
    };
  }
}
