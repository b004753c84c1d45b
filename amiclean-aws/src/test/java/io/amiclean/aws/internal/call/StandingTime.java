package io.amiclean.aws.internal.call;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time that stands still while a call goes on, and passes as it is waited for when the call says
 * that it is stuck.
 */
public final class StandingTime implements CallTime {

  private final AtomicLong nanos = new AtomicLong();
  private final Semaphore stuck = new Semaphore(0);

  /** Says that the call which is waited for will not end by itself. */
  public void standStill() {
    stuck.release(Integer.MAX_VALUE / 2);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void await(Future<?> call, long wait) throws InterruptedException {
    long begun = nanos();
    while (!call.isDone() && nanos() - begun < wait) {
      if (stuck.tryAcquire()) {
        nanos.addAndGet(wait);
        return;
      }
      try {
        call.get(1, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        // It is looked whether it is stuck.
      } catch (ExecutionException e) {
        return;
      }
    }
  }
}
