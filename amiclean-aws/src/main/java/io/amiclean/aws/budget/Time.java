package io.amiclean.aws.budget;

import java.util.concurrent.TimeUnit;

/** Time as waiting takes it. Implementations are thread-safe. */
interface Time {

  /** The machine's. */
  Time SYSTEM =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(nanos);
        }
      };

  /** Returns nanoseconds since a moment that stays the same. */
  long nanos();

  /** Waits. */
  void sleep(long nanos) throws InterruptedException;
}
