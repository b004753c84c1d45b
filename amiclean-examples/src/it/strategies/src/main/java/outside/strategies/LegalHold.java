package outside.strategies;

import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.Snapshot;
import java.util.List;

/** Excludes snapshots that are on legal hold. */
final class LegalHold implements SnapshotExclusionFilter {

  @Override
  public List<Reason> evaluate(Snapshot snapshot, PlanningContext context) {
    return snapshot.tags().containsKey("legal-hold")
        ? List.of(Reason.of("legal-hold", "The snapshot is on legal hold"))
        : List.of();
  }
}
