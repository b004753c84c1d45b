package io.amiclean.examples.fedora.archive;

import java.time.Duration;

/** Waits before something is tried again. */
@FunctionalInterface
public interface Pause {

  /**
   * Waits.
   *
   * @param duration how long
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void of(Duration duration) throws InterruptedException;

  /**
   * Returns the pause of a sleeping thread.
   *
   * @return the pause
   */
  static Pause real() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
