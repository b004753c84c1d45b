package io.amiclean.aws.internal;

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
  public static final Limits DEFAULTS =
      new Limits(
          Duration.ofMinutes(5),
          Duration.ofHours(3),
          Duration.ofHours(6),
          1L << 28,
          10_000,
          2_000_000);
}
