package io.amiclean.core.exclusion;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.SnapshotId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The built-in filters that protect snapshots. All are pure and safe for use by several threads.
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
   * @throws IllegalArgumentException if the key is blank
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
   * @throws IllegalArgumentException if the key is blank
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
    return ids(Arrays.asList(ids));
  }

  /**
   * Protects snapshots by id. Reason: {@code excluded-id}.
   *
   * @param ids the protected snapshots; none protect nothing
   * @return the filter
   */
  public static SnapshotExclusionFilter ids(Collection<SnapshotId> ids) {
    Set<SnapshotId> named = Set.copyOf(ids);
    List<Reason> reasons =
        List.of(
            Reason.of(
                ReasonCodes.EXCLUDED_ID, "Named among the snapshots that must not be touched"));
    return SnapshotExclusionFilter.named(
        Descriptions.list("ids", new TreeSet<>(named)),
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
        "managed-by-service()", (snapshot, context) -> ManagingServices.of(snapshot));
  }

  private static SnapshotExclusionFilter filter(TagCondition tag) {
    return SnapshotExclusionFilter.named(
        tag.description(), (snapshot, context) -> tag.evaluate(snapshot.tags()));
  }
}
