package io.amiclean.api.plan;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.immutables.value.Value;

/** The figures of a plan. */
@Value.Immutable
@AmicleanStyle
public abstract class PlanSummary {

  PlanSummary() {}

  static ImmutablePlanSummary.Builder builder() {
    return ImmutablePlanSummary.builder();
  }

  /**
   * Returns the number of images in the inventory.
   *
   * @return the number
   */
  public abstract int images();

  /**
   * Returns the number of images to remove.
   *
   * @return the number
   */
  public abstract int remove();

  /**
   * Returns the number of images to move by a stage of the lifecycle, or to restore.
   *
   * @return the number
   */
  public abstract int staged();

  /**
   * Returns the number of images that a retention keeps.
   *
   * @return the number
   */
  public abstract int retained();

  /**
   * Returns the number of images that a filter protects.
   *
   * @return the number
   */
  public abstract int excluded();

  /**
   * Returns the number of images that no mapper placed.
   *
   * @return the number
   */
  public abstract int unmapped();

  /**
   * Returns the number of snapshots to delete, orphans included, shared ones counted once.
   *
   * @return the number
   */
  public abstract int snapshotsToDelete();

  /**
   * Returns the sum of the known volume sizes of the snapshots to delete, in GiB. It is an upper
   * bound of what becomes free: snapshots store changed blocks only.
   *
   * @return the sum
   */
  public abstract long gibToDelete();

  /**
   * Returns the figures by their names in the JSON of a plan, in their order there.
   *
   * @return the figures, unmodifiable
   */
  public final Map<String, Long> figures() {
    Map<String, Long> figures = new LinkedHashMap<>();
    figures.put("images", (long) images());
    figures.put("remove", (long) remove());
    figures.put("staged", (long) staged());
    figures.put("retained", (long) retained());
    figures.put("excluded", (long) excluded());
    figures.put("unmapped", (long) unmapped());
    figures.put("snapshotsToDelete", (long) snapshotsToDelete());
    figures.put("gibToDelete", gibToDelete());
    return Collections.unmodifiableMap(figures);
  }
}
