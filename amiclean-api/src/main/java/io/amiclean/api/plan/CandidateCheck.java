package io.amiclean.api.plan;

import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.Image;
import io.amiclean.api.policy.Strategy;
import java.util.List;
import java.util.Objects;

/**
 * A candidate check: evidence that is too dear to ask for every image, asked for the candidates
 * only.
 *
 * <p>It can only keep. A planner takes what it finds as exclusions that had been there from the
 * start, and asks again for images that became candidates by that. An executor asks once more right
 * before the removal. Implementations may do I/O and must be safe for use by several threads.
 */
@FunctionalInterface
public interface CandidateCheck extends Strategy {

  /**
   * Checks candidates.
   *
   * @param candidates the images that would be removed, at least one, each once
   * @return which of them must stay, and why
   * @throws io.amiclean.api.model.EvidenceException if the evidence could not be read to its end
   */
  CandidateFindings check(List<Image> candidates);

  /**
   * Finds out whether the check can be asked at all, for a planning that has failed already: it
   * then reports all that is missing together. By default nothing is done.
   *
   * @throws io.amiclean.api.model.EvidenceException if the check could not be asked
   */
  default void probe() {}

  /**
   * Gives a check the description that plans and error messages show; a lambda has none of its own.
   *
   * @param description the description, the same in every run
   * @param check the check
   * @return a check that answers as the given one
   * @throws IllegalArgumentException if the description is blank
   */
  static CandidateCheck named(String description, CandidateCheck check) {
    Arguments.requireDescription(description);
    Objects.requireNonNull(check, "check");
    return new CandidateCheck() {
      @Override
      public CandidateFindings check(List<Image> candidates) {
        return check.check(candidates);
      }

      @Override
      public void probe() {
        check.probe();
      }

      @Override
      public String description() {
        return description;
      }

      @Override
      public String toString() {
        return description;
      }
    };
  }
}
