package io.amiclean.core.snapshot.internal;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.RecycleBinRule.Kind;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** How long the Recycle Bin would hold images and snapshots that are removed. Immutable. */
public final class RecoveryPeriods {

  private final PlanningContext context;
  private final boolean isKnown;

  /**
   * Creates the periods of an account.
   *
   * @param context what was read
   */
  public RecoveryPeriods(PlanningContext context) {
    this.context = Objects.requireNonNull(context, "context");
    this.isKnown = context.images().knowsRecycleBinRules();
  }

  /**
   * Returns how long the removal of an image can be undone. An image cannot be brought back before
   * all its snapshots are there, and one without snapshots is held by no rule (EBS User Guide,
   * "Recycle Bin").
   *
   * @param image the image
   * @param deleted the snapshots that are deleted with it
   * @return the days, 0 for not at all; empty if unknown
   */
  public OptionalInt of(Image image, Collection<SnapshotId> deleted) {
    if (!isKnown) {
      return OptionalInt.empty();
    }
    int days = image.snapshotIds().isEmpty() ? 0 : days(Kind.IMAGE, image.tags());
    for (SnapshotId id : deleted) {
      days = Math.min(days, days(id));
    }
    return OptionalInt.of(days);
  }

  /**
   * Returns how long the deletion of a snapshot can be undone.
   *
   * @param id the snapshot
   * @return the days, 0 for not at all; empty if unknown
   */
  public OptionalInt of(SnapshotId id) {
    return isKnown ? OptionalInt.of(days(id)) : OptionalInt.empty();
  }

  private int days(SnapshotId id) {
    return days(
        Kind.SNAPSHOT, context.snapshots().snapshot(id).map(Snapshot::tags).orElseGet(Map::of));
  }

  private int days(Kind kind, Map<String, String> tags) {
    List<RecycleBinRule> rules = context.images().recycleBinRules();
    return RecycleBinRule.days(rules, kind, tags);
  }
}
