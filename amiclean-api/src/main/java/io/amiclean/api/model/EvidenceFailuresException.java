package io.amiclean.api.model;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Several sources may not be read or do not exist, and all of them are said at once. */
public final class EvidenceFailuresException extends EvidenceException {

  private static final long serialVersionUID = 1L;

  /** An array, because lists need not be serializable. */
  private final EvidenceException[] failures;

  private EvidenceFailuresException(List<EvidenceException> failures) {
    super(
        failures.get(0).source(),
        failures.stream()
            .map(EvidenceException::getMessage)
            .collect(joining("; ", failures.size() + " sources cannot be read: ", "")),
        failures.get(0));
    this.failures = failures.toArray(EvidenceException[]::new);
  }

  /**
   * Returns the failures of sources as one.
   *
   * @param failures one or more; those that hold several count as these, and of those that say the
   *     same only the first counts
   * @return a failure that holds each, in the order of the names of their sources, or the only one
   * @throws IllegalArgumentException if there is none
   */
  public static EvidenceException of(List<? extends EvidenceException> failures) {
    Set<String> said = new HashSet<>();
    List<EvidenceException> all =
        failures.stream()
            .flatMap(
                failure ->
                    failure instanceof EvidenceFailuresException several
                        ? several.failures().stream()
                        : Stream.of(failure))
            .sorted(
                comparing(EvidenceException::source)
                    .thenComparing(failure -> String.valueOf(failure.getMessage())))
            .filter(failure -> said.add(String.valueOf(failure.getMessage())))
            .toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("No failures: expected at least one");
    }
    return all.size() == 1 ? all.get(0) : new EvidenceFailuresException(all);
  }

  /**
   * Returns the failure of each source.
   *
   * @return two or more, none of which holds several, in the order of the names of their sources
   */
  public List<EvidenceException> failures() {
    return List.of(failures);
  }
}
