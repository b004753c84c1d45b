package io.amiclean.examples.organization;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.execution.OutcomeCodes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the execution of a plan ended; its result stays in the store.
 *
 * @param counts how many actions ended how, by the names of {@link Outcome}; those with none are
 *     left out
 * @param unfinished the code of what stopped the execution before its end, such as {@code
 *     deadline}; executing the plan again goes on. Empty if it came to its end
 */
public record ExecutedScope(Map<String, Integer> counts, String unfinished) {

  private static final Set<String> STOPS =
      Set.of(
          OutcomeCodes.DEADLINE,
          OutcomeCodes.INTERRUPTED,
          OutcomeCodes.JOURNAL_FAILED,
          OutcomeCodes.RECHECK_FAILED);

  static ExecutedScope of(ExecutionResult result) {
    Map<String, Integer> counts = new TreeMap<>();
    result.outcomes().forEach(outcome -> counts.merge(outcome.outcome().name(), 1, Integer::sum));
    return new ExecutedScope(
        counts,
        result.outcomes().stream()
            .map(ActionOutcome::code)
            .filter(STOPS::contains)
            .findFirst()
            .orElse(""));
  }

  /**
   * Returns whether an action failed, or nobody knows how it ended.
   *
   * @return whether a person should read the result
   */
  public boolean hasFailures() {
    return counts.containsKey(Outcome.FAILED.name()) || counts.containsKey(Outcome.UNKNOWN.name());
  }
}
