package io.amiclean.core.exclusion;

import static com.google.common.base.Preconditions.checkArgument;
import static io.amiclean.core.exclusion.ExclusionFilters.one;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.model.StorageTier;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.StrategySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The built-in filters that protect snapshots. All are pure and safe for use by several threads.
 *
 * <p>They bear the names of the filters that protect images by the same criterion; name this class
 * where {@link ExclusionFilters} is imported statically.
 */
public final class SnapshotExclusionFilters {

  private SnapshotExclusionFilters() {}

  /**
   * Protects snapshots that have a tag, whatever its value. Reason: {@code excluded-tag}.
   *
   * @param key the key of the tag
   * @return the filter
   * @throws IllegalArgumentException if the key is blank
   */
  public static SnapshotExclusionFilter tagged(String key) {
    return filter(TagCondition.anyValue(key));
  }

  /**
   * Protects snapshots that have a tag with a value. Reason: {@code excluded-tag}.
   *
   * @param key the key of the tag
   * @param value the whole value
   * @return the filter
   * @throws IllegalArgumentException if the key or the value is blank
   */
  public static SnapshotExclusionFilter tagged(String key, String value) {
    return filter(TagCondition.equalTo(key, value));
  }

  /**
   * Protects snapshots that have a tag whose value matches. Reason: {@code excluded-tag}.
   *
   * @param key the key of the tag
   * @param value must match the whole value
   * @return the filter
   * @throws IllegalArgumentException if the key or the pattern is blank
   */
  public static SnapshotExclusionFilter tagged(String key, Pattern value) {
    return filter(TagCondition.matching(key, value));
  }

  /**
   * Protects snapshots by id. Reason: {@code excluded-id}.
   *
   * @param ids the protected snapshots; none protect nothing
   * @return the filter
   */
  public static SnapshotExclusionFilter ids(SnapshotId... ids) {
    return ids(Arguments.requireElements(ids, "ids"));
  }

  /**
   * Protects snapshots by id. Reason: {@code excluded-id}.
   *
   * @param ids the protected snapshots; none protect nothing
   * @return the filter
   */
  public static SnapshotExclusionFilter ids(Collection<SnapshotId> ids) {
    Objects.requireNonNull(ids, "ids");
    Set<SnapshotId> named = Set.copyOf(ids);
    List<Reason> reasons =
        one(ReasonCodes.EXCLUDED_ID, "Named among the snapshots that must not be touched");
    return SnapshotExclusionFilter.named(
        Specs.list("ids", new TreeSet<>(named)),
        (snapshot, context) -> named.contains(snapshot.id()) ? reasons : List.of());
  }

  /**
   * Protects snapshots that AWS Backup or Data Lifecycle Manager made: those services remove them
   * by rules of their own, and EC2 refuses to delete what AWS Backup manages. They are recognised
   * by their tags and by the descriptions that the services give them. Reason: {@code managed-by},
   * with the service as evidence.
   *
   * @return the filter
   * @see ExclusionFilters#managedByService()
   */
  public static SnapshotExclusionFilter managedByService() {
    return SnapshotExclusionFilter.named(
        StrategySpec.of("managedByService"), (snapshot, context) -> ManagingServices.of(snapshot));
  }

  /**
   * Protects locked snapshots, which EC2 refuses to delete (Amazon EBS User Guide, "Amazon EBS
   * snapshot lock"). Reason: {@code snapshot-locked}, with the end of the lock, or {@code no end},
   * as evidence.
   *
   * @return the filter
   */
  public static SnapshotExclusionFilter locked() {
    return SnapshotExclusionFilter.named(
        StrategySpec.of("locked"),
        (snapshot, context) ->
            snapshot.locked()
                ? one(
                    ReasonCodes.SNAPSHOT_LOCKED,
                    "EC2 refuses to delete the snapshot while it is locked",
                    snapshot.lockedUntil().map(Instant::toString).orElse("no end"))
                : List.of());
  }

  /**
   * Protects snapshots that were archived less than a time before the planning time. One that is
   * archived without a time of archiving counts as archived lately, because EC2 reports no time
   * while archiving goes on. Reason: {@code snapshot-archived}, with the time of archiving, or
   * {@code unknown}, as evidence.
   *
   * <p>EBS bills an archived snapshot for at least 90 days, however early it is deleted (Amazon EBS
   * User Guide, "Archive Amazon EBS snapshots").
   *
   * @param time for how long archiving protects a snapshot
   * @return the filter
   * @throws IllegalArgumentException if the time is not positive
   */
  public static SnapshotExclusionFilter archivedLessThan(Duration time) {
    checkArgument(
        time.compareTo(Duration.ZERO) > 0,
        "The time %s since archiving is not positive: expected one such as P90D",
        SpecArgument.of(time));
    return SnapshotExclusionFilter.named(
        StrategySpec.of("archivedLessThan", time),
        (snapshot, context) -> {
          Optional<Instant> archivedAt = snapshot.archivedAt();
          return snapshot.storageTier() == StorageTier.ARCHIVE
                  && archivedAt.filter(at -> !at.plus(time).isAfter(context.now())).isEmpty()
              ? one(
                  ReasonCodes.SNAPSHOT_ARCHIVED,
                  "Archived less than "
                      + SpecArgument.of(time)
                      + " ago, for which it is billed anyway",
                  archivedAt.map(Instant::toString).orElse("unknown"))
              : List.of();
        });
  }

  /**
   * Protects snapshots with fast snapshot restore: the account pays by the hour for volumes of them
   * to be ready in advance (Amazon EBS User Guide, "Amazon EBS fast snapshot restore"). Reason:
   * {@code snapshot-fast-restore}, with the Availability Zones as evidence.
   *
   * @return the filter
   */
  public static SnapshotExclusionFilter fastRestore() {
    return SnapshotExclusionFilter.named(
        StrategySpec.of("fastRestore"),
        (snapshot, context) ->
            snapshot.fastRestoreZones().isEmpty()
                ? List.of()
                : one(
                    ReasonCodes.SNAPSHOT_FAST_RESTORE,
                    "The snapshot is prepared for being restored fast",
                    snapshot.fastRestoreZones().stream().sorted().toList()));
  }

  private static SnapshotExclusionFilter filter(TagCondition tag) {
    return SnapshotExclusionFilter.named(
        tag.spec(), (snapshot, context) -> tag.evaluate(snapshot.tags()));
  }
}
