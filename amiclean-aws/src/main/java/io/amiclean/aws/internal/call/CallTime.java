package io.amiclean.aws.internal.call;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Time as calls take it. Implementations are thread-safe. */
public interface CallTime {

  /** The machine's. */
  CallTime SYSTEM =
      new CallTime() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void await(Future<?> call, long nanos) throws InterruptedException {
          try {
            call.get(nanos, TimeUnit.NANOSECONDS);
          } catch (ExecutionException | TimeoutException e) {
            // The caller finds out which.
          }
        }
      };

  /**
   * Returns the time.
   *
   * @return nanoseconds since a moment that stays the same; they never go back
   */
  long nanos();

  /**
   * Waits until a call has ended, or for some time.
   *
   * @param call the call
   * @param nanos the time
   * @throws InterruptedException if this thread is interrupted
   */
  void await(Future<?> call, long nanos) throws InterruptedException;
}
