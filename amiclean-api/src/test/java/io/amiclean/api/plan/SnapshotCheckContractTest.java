package io.amiclean.api.plan;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.SnapshotCheckContract;
import java.util.List;
import java.util.Optional;

class SnapshotCheckContractTest extends SnapshotCheckContract {

  @Override
  protected SnapshotCheck check() {
    return snapshots -> {
      SnapshotFindings.Builder findings =
          SnapshotFindings.builder()
              .scope(Samples.SCOPE)
              .addEvidence(Evidence.complete("holds", snapshots.size(), Samples.NOW));
      if (snapshots.contains(snapshotThatMustStay())) {
        findings.putReasons(
            snapshotThatMustStay(), List.of(Reason.of("on-hold", "It is on hold.", "QA")));
      }
      return findings.build();
    };
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected SnapshotId snapshotThatMustStay() {
    return Samples.snapshotId(1);
  }

  @Override
  protected SnapshotId snapshotThatMayGo() {
    return Samples.snapshotId(2);
  }

  @Override
  protected Optional<SnapshotCheck> failingCheck() {
    return Optional.of(
        snapshots -> {
          throw new EvidenceException("holds", "The list of holds did not arrive.");
        });
  }
}
