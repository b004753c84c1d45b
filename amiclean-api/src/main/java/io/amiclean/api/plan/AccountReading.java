package io.amiclean.api.plan;

import java.util.function.Supplier;

/**
 * One reading of an account, from its images to the last check of a candidate, so that limits such
 * as that of its time hold for the whole of it. Implementations must be safe for use by several
 * threads.
 */
@FunctionalInterface
public interface AccountReading {

  /**
   * Does work as part of this reading, on the calling thread.
   *
   * @param <T> what is read
   * @param work the work; what it throws is thrown
   * @return what was read
   * @throws io.amiclean.api.model.EvidenceException if the reading passes a limit
   */
  <T> T within(Supplier<T> work);
}
