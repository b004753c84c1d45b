package io.amiclean.examples.organization;

import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.json.PlanDigest;
import java.util.stream.Collectors;

/**
 * What an engine needs to know of a plan, which itself stays in the store.
 *
 * @param digest the digest of the plan, as people sign it off
 * @param images how many images the scope has
 * @param changes how many images the plan removes or moves by a stage, and orphan snapshots deletes
 * @param refusal why the plan must not be executed; empty if it may be
 */
public record PlannedScope(String digest, int images, int changes, String refusal) {

  /** Stands for the plan of a scope that has none. */
  public static final PlannedScope NONE = new PlannedScope("", 0, 0, "");

  static PlannedScope of(CleanupPlan plan, PlanDigest digest) {
    long orphans = plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).count();
    return new PlannedScope(
        digest.toString(),
        plan.images().size(),
        (int) (plan.removals().size() + plan.stageChanges().size() + orphans),
        plan.refusals().stream().map(Refusal::message).collect(Collectors.joining("; ")));
  }
}
