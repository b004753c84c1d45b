package io.amiclean.core.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that executes while a call of one of its workers is under way. */
final class Interrupting {

  private Interrupting() {}

  /**
   * Interrupts this thread at a call. The call goes on only when the thread has taken notice, which
   * it shows by waiting uninterrupted.
   *
   * @param nth 1 for the next call from now on
   */
  static void thisThreadAt(InMemoryAccount account, AccountCall call, int nth) {
    Thread executing = Thread.currentThread();
    CountDownLatch noticed = new CountDownLatch(1);
    Thread watcher =
        new Thread(
            () -> {
              while (executing.isInterrupted() || executing.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
              }
              noticed.countDown();
            });
    account.before(
        call,
        nth,
        () -> {
          executing.interrupt();
          watcher.start();
          awaitUninterruptibly(noticed);
        });
  }

  /** Hangs until this thread is interrupted, and says so then. */
  static void awaitInterrupt(CountDownLatch interrupted) {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
  }

  static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("What is under way is not to be interrupted", e);
    }
  }
}
