package io.amiclean.api.plan;

import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Everything that is read of an account in a region: what exists, what uses it, and what is asked
 * about candidates only. Nothing is read before it is asked for. Implementations must be safe for
 * use by several threads.
 */
public interface AccountReader {

  /**
   * Returns what reads the images.
   *
   * @return the source
   */
  ImageSource images();

  /**
   * Returns what reads the snapshots.
   *
   * @return the source
   */
  SnapshotSource snapshots();

  /**
   * Returns what reads who uses images and snapshots.
   *
   * @return the source
   */
  ImageUsageSource usage();

  /**
   * Returns what is asked about the candidates for removal only.
   *
   * @return the checks, none by default
   */
  default List<CandidateCheck> candidateChecks() {
    return List.of();
  }

  /**
   * Returns what is asked only about the snapshots that would be deleted.
   *
   * @return the checks, none by default
   */
  default List<SnapshotCheck> snapshotChecks() {
    return List.of();
  }

  /**
   * Returns how the account is read. A plan holds it.
   *
   * @return the reading, by default that of everything
   */
  default ReadingPolicy reading() {
    return ReadingPolicy.defaults();
  }

  /**
   * Begins a reading, which the sources and checks of this account can be called in. A planner
   * begins one for each plan.
   *
   * @return the reading, by default one without limits
   */
  default AccountReading beginReading() {
    return Supplier::get;
  }
}
