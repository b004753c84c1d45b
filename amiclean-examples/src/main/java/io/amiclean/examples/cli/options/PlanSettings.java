package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.report.TerminalText;
import java.util.List;

/** The options of a plan that apply, given or not, in the form of the original. */
final class PlanSettings {

  private PlanSettings() {}

  static String of(PlanOptions planning) {
    StringBuilder text = new StringBuilder();
    PoliciesByScope policy = planning.policy;
    if (policy != null) {
      String name =
          policy
              .single()
              .flatMap(CleanupPolicy::name)
              .or(policy::name)
              .orElseGet(() -> String.valueOf(planning.policyFile));
      text.append("policy : ").append(quoted(List.of(name))).append('\n');
    }
    if (planning.maps()) {
      text.append("mapping_key : ").append(planning.key()).append('\n');
      text.append("mapping_values : ").append(quoted(planning.values())).append('\n');
    }
    if (!planning.excludedMappingValues.isEmpty()) {
      text.append("excluded_mapping_values : ");
      text.append(quoted(planning.excludedMappingValues)).append('\n');
    }
    if (planning.retains()) {
      text.append("keep_previous : ").append(planning.keepPrevious()).append('\n');
    }
    if (planning.amiMinDays > PlanOptions.NO_MINIMUM_AGE) {
      text.append("ami_min_days : ").append(planning.amiMinDays).append('\n');
    }
    return text.isEmpty() ? "" : "\nDefault values : ==>\n" + text;
  }

  private static String quoted(List<String> values) {
    return values.stream()
        .map(value -> "'" + TerminalText.sanitize(value) + "'")
        .collect(joining(", ", "[", "]"));
  }
}
