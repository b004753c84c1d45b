package io.amiclean.api.model;

/**
 * Receives every call of a service when it has ended, for metrics and traces.
 *
 * <p>Implementations must be thread-safe: {@link #called} runs on the thread that made the call,
 * and many calls are made in parallel. They should return quickly, because that thread waits for
 * them. An exception that they throw is logged once, and changes nothing about the call.
 */
@FunctionalInterface
public interface CallListener {

  /**
   * Receives a call that has ended, whether it succeeded or failed.
   *
   * @param call the call
   */
  void called(ServiceCall call);
}
