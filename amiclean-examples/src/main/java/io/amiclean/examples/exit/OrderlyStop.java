package io.amiclean.examples.exit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl-C stop an execution in order: the calls in flight are waited for and their outcomes
 * shown before the JVM exits. Not thread-safe: it is for the thread that executes.
 */
public final class OrderlyStop implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  private OrderlyStop(Thread worker, Runnable first) {
    this.hook =
        new Thread(
            () -> {
              first.run();
              worker.interrupt();
              try {
                finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "amiclean-stop");
  }

  /**
   * Lets Ctrl-C interrupt the calling thread, and wait for it, until this is closed.
   *
   * @return what is to be closed when the outcomes are shown
   */
  public static OrderlyStop onInterrupt() {
    return onInterrupt(() -> {});
  }

  /**
   * Lets Ctrl-C interrupt the calling thread, and wait for it, until this is closed.
   *
   * @param first what Ctrl-C does first, on another thread, such as to stop a progress bar
   * @return what is to be closed when the outcomes are shown
   */
  public static OrderlyStop onInterrupt(Runnable first) {
    OrderlyStop stop = new OrderlyStop(Thread.currentThread(), first);
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  /** Clears the interrupt once it has done its work; it would break the writing of files. */
  public void acknowledge() {
    Thread.interrupted();
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is stopping already, and this hook has let it.
    }
  }
}
