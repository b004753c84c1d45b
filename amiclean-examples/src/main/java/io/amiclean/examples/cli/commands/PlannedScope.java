package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
import io.amiclean.examples.exit.Failures;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of a scope while others are planned.
 *
 * @param account the account and region
 * @param scope the same, as its plan names it
 * @param plan its plan
 * @param notes what its sources noted
 * @param hasOrphans whether it deletes orphan snapshots
 * @param refusal why its plan must not be executed
 */
record PlannedScope(
    ScopedAccount account,
    CleanupScope scope,
    StoredPlan plan,
    List<String> notes,
    boolean hasOrphans,
    Optional<PlanRefusedException> refusal) {

  static PlannedScope of(ScopedAccount account, CleanupPlan plan, StoredPlan stored) {
    return new PlannedScope(
        account,
        plan.scope(),
        stored,
        plan.evidence().stream()
            .flatMap(read -> read.notes().stream().map(note -> read.source() + ": " + note))
            .toList(),
        plan.orphanSnapshots().stream().anyMatch(SnapshotDecision::isDeletion),
        Failures.refusal(plan));
  }

  @Override
  public String toString() {
    return scope.toString();
  }
}
