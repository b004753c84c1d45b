package io.amiclean.core.inventory;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ResourceId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one check answered about each image, or each snapshot, that it was asked about.
 *
 * @param description how plans name the check
 * @param answers the answers, by what they are about
 * @param <I> the type of the ids
 */
record RecordedCheck<I extends ResourceId>(String description, Map<I, RecordedAnswer> answers) {

  /** How many ids an error message names. */
  private static final int NAMED = 3;

  /** Takes a copy. */
  RecordedCheck {
    answers = Map.copyOf(answers);
  }

  /**
   * Returns the answers again.
   *
   * @throws EvidenceException if something was not asked about
   */
  Findings<I> about(Collection<I> asked) {
    List<String> unknown =
        asked.stream().filter(id -> !answers.containsKey(id)).map(ResourceId::value).toList();
    if (!unknown.isEmpty()) {
      throw new EvidenceException(
          description,
          "The recording holds no answer of '"
              + description
              + "' about "
              + String.join(", ", unknown.subList(0, Math.min(NAMED, unknown.size())))
              + (unknown.size() > NAMED ? " and " + (unknown.size() - NAMED) + " more" : "")
              + ", which would go: record the account again, or plan with it itself");
    }
    Map<I, List<Reason>> reasons = new LinkedHashMap<>();
    Map<String, Evidence> evidence = new LinkedHashMap<>();
    for (I id : asked) {
      RecordedAnswer answer = answers.get(id);
      if (answer != null) {
        if (!answer.reasons().isEmpty()) {
          reasons.put(id, answer.reasons());
        }
        answer.evidence().forEach(read -> evidence.merge(read.source(), read, Evidence::and));
      }
    }
    return new Findings<>(reasons, List.copyOf(evidence.values()));
  }

  /** What was found of several. */
  record Findings<I>(Map<I, List<Reason>> reasons, List<Evidence> evidence) {}
}
