package io.amiclean.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads several sources to report together which of them cannot be read: those that are {@linkplain
 * EvidenceDeniedException denied} or {@linkplain EvidenceUnavailableException do not exist}, which
 * will be no better the next time. Any other failure passes at once, as does an interrupt: what
 * comes after it would fail alike. Thread-safe.
 */
public final class EvidenceGathering {

  private final List<EvidenceException> failures = new ArrayList<>();

  /** Creates a gathering without failures. */
  public EvidenceGathering() {}

  /**
   * Reads a source, and keeps its failure if it is denied or does not exist.
   *
   * @param <T> what is read
   * @param reading reads the source
   * @return what was read, or empty if it failed
   */
  public <T> Optional<T> read(Supplier<? extends T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (EvidenceDeniedException
        | EvidenceUnavailableException
        | EvidenceFailuresException failure) {
      add(failure);
      return Optional.empty();
    }
  }

  /**
   * Finds out whether something can be read, and keeps its failure as {@link #read} does.
   *
   * @param probing throws what a reading would
   */
  public void probe(Runnable probing) {
    Optional<Boolean> unused =
        read(
            () -> {
              probing.run();
              return true;
            });
  }

  private synchronized void add(EvidenceException failure) {
    failures.add(failure);
  }

  /**
   * Returns whether all that was read so far could be read.
   *
   * @return whether there is no failure
   */
  public synchronized boolean isComplete() {
    return failures.isEmpty();
  }

  /**
   * Throws the failures so far, if there are any.
   *
   * @throws EvidenceException the only failure, or an {@link EvidenceFailuresException} of several
   */
  public synchronized void requireComplete() {
    if (!failures.isEmpty()) {
      throw EvidenceFailuresException.of(failures);
    }
  }
}
