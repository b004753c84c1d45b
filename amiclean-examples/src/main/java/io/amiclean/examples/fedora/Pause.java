package io.amiclean.examples.fedora;

import java.time.Duration;

/** Waits before something is tried again. */
@FunctionalInterface
interface Pause {

  void of(Duration duration) throws InterruptedException;

  /** Waits as long as it is told to. */
  static Pause real() {
    return duration -> Thread.sleep(duration.toMillis());
  }
}
