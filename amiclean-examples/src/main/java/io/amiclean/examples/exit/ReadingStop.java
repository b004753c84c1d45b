package io.amiclean.examples.exit;

import java.util.concurrent.CountDownLatch;

/**
 * Makes Ctrl-C say, as long as a command only reads and asks, that nothing was changed. Not
 * thread-safe.
 */
public final class ReadingStop implements AutoCloseable {

  private final Thread hook;
  private boolean closed;

  private ReadingStop(Thread hook) {
    this.hook = hook;
  }

  /**
   * Begins to read.
   *
   * @param words says that nothing was changed
   * @return what is to be closed before the first change, at the latest
   */
  public static ReadingStop saying(Runnable words) {
    ReadingStop stop = new ReadingStop(new Thread(words, "amiclean-reading-stop"));
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  @Override
  public void close() {
    end();
  }

  /**
   * Ends the reading: changes may follow. Where the JVM is stopping already this does not return,
   * so that none follow what was just said.
   */
  public void end() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      waitForTheEnd();
    }
  }

  private static void waitForTheEnd() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // The JVM ends this thread.
      }
    }
  }
}
