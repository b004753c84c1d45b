package io.amiclean.api.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The thread that reads was interrupted, so that nothing is planned on what it has read. The thread
 * is interrupted still.
 */
public class ReadingInterruptedException extends EvidenceException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the end of a reading.
   *
   * @param source the name of the source that was being read or was to be read next, such as {@code
   *     instances}
   * @param cause what led to it, or {@code null} if nothing did
   */
  public ReadingInterruptedException(String source, @Nullable Throwable cause) {
    super(source, "Reading '" + source + "' was interrupted", cause);
  }

  /**
   * Ends a reading if this thread is interrupted, and leaves it so. Sources call it between
   * requests.
   *
   * @param source the name of the source that is read next, such as {@code instances}
   * @throws ReadingInterruptedException if this thread is interrupted
   */
  public static void throwIfInterrupted(String source) {
    Objects.requireNonNull(source, "source");
    if (Thread.currentThread().isInterrupted()) {
      throw new ReadingInterruptedException(source, null);
    }
  }
}
