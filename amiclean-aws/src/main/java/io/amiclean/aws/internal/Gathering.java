package io.amiclean.aws.internal;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceGathering;
import io.amiclean.api.model.EvidenceUnavailableException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A reading of several sources, which leaves out what the endpoint does not know where that is
 * asked for, and reports the denials of all others at once. Thread-safe.
 */
public final class Gathering {

  private final SourceContext context;
  private final boolean skipsUnavailable;
  private final EvidenceGathering failures = new EvidenceGathering();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private final ConcurrentHashMap<String, Evidence> unavailable = new ConcurrentHashMap<>();

  /**
   * Creates a gathering.
   *
   * @param context dates what is left out
   * @param skipsUnavailable whether what the endpoint does not know is left out
   */
  public Gathering(SourceContext context, boolean skipsUnavailable) {
    this.context = context;
    this.skipsUnavailable = skipsUnavailable;
  }

  /**
   * Reads a source, or a part of what it needs.
   *
   * @param <T> what is read
   * @param source the name of the source
   * @param reading reads it
   * @return what was read; empty if the source is left out, or failed now or before
   */
  public <T> Optional<T> read(String source, Supplier<? extends T> reading) {
    if (failed.contains(source) || unavailable.containsKey(source)) {
      return Optional.empty();
    }
    Optional<T> read = failures.read(() -> unlessUnavailable(source, reading)).flatMap(it -> it);
    if (read.isEmpty() && !unavailable.containsKey(source)) {
      failed.add(source);
    }
    return read;
  }

  private <T> Optional<T> unlessUnavailable(String source, Supplier<? extends T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (EvidenceUnavailableException e) {
      if (!skipsUnavailable || !EvidenceSources.maySkip(source)) {
        throw e;
      }
      unavailable.put(
          source,
          Evidence.builder()
              .from(Evidence.skipped(source, context.now()))
              .skipReason(Evidence.SkipReason.UNKNOWN_TO_ENDPOINT)
              .addNotes("The endpoint does not know " + e.permission())
              .build());
      return Optional.empty();
    }
  }

  /**
   * Returns the evidence of a source that is not read.
   *
   * @param source the name of the source
   * @return that it is left out, and why if the endpoint does not know it
   */
  public Evidence leftOut(String source) {
    Evidence known = unavailable.get(source);
    return known == null ? Evidence.skipped(source, context.now()) : known;
  }

  /**
   * Throws the failures so far, if there are any.
   *
   * @throws io.amiclean.api.model.EvidenceException the failure, or all of several
   */
  public void requireComplete() {
    failures.requireComplete();
  }
}
