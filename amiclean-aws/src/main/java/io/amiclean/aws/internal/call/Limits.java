package io.amiclean.aws.internal.call;

import java.time.Duration;

/**
 * How much is read, and for how long, as {@code ReadingLimits} describes it.
 *
 * @param answerTime the time from a request to the last byte of its answer
 * @param sourceTime the time of a source in a reading
 * @param readingTime the time of a reading
 * @param answerBytes the bytes of an answer
 * @param pages the pages of a list
 * @param items the items of a list
 */
public record Limits(
    Duration answerTime,
    Duration sourceTime,
    Duration readingTime,
    long answerBytes,
    int pages,
    long items) {

  /**
   * The clients of {@code AwsClients} give an attempt up after 90 seconds; asking 50,000 candidates
   * for their launch permissions takes 45 minutes; a page of a thousand images has less than 2 MB;
   * and the 50,000 images that EC2 allows in a region fill fifty pages.
   */
  public static final Limits DEFAULTS = ofHeap(Runtime.getRuntime().maxMemory());

  /** The SDK's objects for an answer of XML take about ten times its length. */
  private static final int HEAP_PER_BYTE = 32;

  /** An image with a snapshot and two tags takes 1 KiB. */
  private static final int HEAP_PER_ITEM = 2048;

  /** A thousand instances, or 200 versions of launch templates with user data, have some 8 MB. */
  private static final long LEAST_ANSWER_BYTES = 1L << 24;

  private static final long MOST_ANSWER_BYTES = 1L << 28;

  private static final long MOST_ITEMS = 2_000_000;

  /** Returns the default limits where the heap can have that many bytes. */
  static Limits ofHeap(long bytes) {
    return new Limits(
        Duration.ofMinutes(5),
        Duration.ofHours(3),
        Duration.ofHours(6),
        Math.max(LEAST_ANSWER_BYTES, Math.min(MOST_ANSWER_BYTES, bytes / HEAP_PER_BYTE)),
        10_000,
        Math.max(1, Math.min(MOST_ITEMS, bytes / HEAP_PER_ITEM)));
  }
}
