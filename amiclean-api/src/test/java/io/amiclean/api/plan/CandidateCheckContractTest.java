package io.amiclean.api.plan;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.Reason;
import io.amiclean.api.testing.CandidateCheckContract;
import io.amiclean.api.testing.Samples;
import java.util.List;
import java.util.Optional;

class CandidateCheckContractTest extends CandidateCheckContract {

  @Override
  protected CandidateCheck check() {
    return candidates -> {
      CandidateFindings.Builder findings =
          CandidateFindings.builder()
              .scope(Samples.SCOPE)
              .addEvidence(Evidence.complete("holds", candidates.size(), Samples.NOW));
      for (Image candidate : candidates) {
        if (candidate.id().equals(Samples.imageId(1))) {
          findings.putReasons(
              candidate.id(), List.of(Reason.of("on-hold", "It is on hold.", "QA")));
        }
      }
      return findings.build();
    };
  }

  @Override
  protected CleanupScope scope() {
    return Samples.SCOPE;
  }

  @Override
  protected Image imageThatMustStay() {
    return Samples.image(1);
  }

  @Override
  protected Image imageThatMayGo() {
    return Samples.image(2);
  }

  @Override
  protected Optional<CandidateCheck> failingCheck() {
    return Optional.of(
        candidates -> {
          throw new EvidenceException("holds", "The list of holds did not arrive.");
        });
  }
}
