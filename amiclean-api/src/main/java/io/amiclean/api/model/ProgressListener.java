package io.amiclean.api.model;

/**
 * Receives how far a reading or an execution has come.
 *
 * <p>It may be called from several threads, one at a time for each task of an account and a region.
 * It should return quickly; what it throws is logged and does not disturb the work.
 */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Receives a step.
   *
   * @param progress how far the task has come; {@link Progress#done()} never falls within one task
   */
  void onProgress(Progress progress);

  /**
   * Returns a listener that does nothing.
   *
   * @return the listener
   */
  static ProgressListener none() {
    return progress -> {};
  }
}
