package io.amiclean.aws.source;

import io.amiclean.aws.internal.call.Limits;
import java.time.Duration;

/**
 * How much is read of an account, and for how long, before the reading is refused: an endpoint that
 * never stops answering must not keep a program busy, or fill its memory. The defaults are far
 * above what AWS's quotas allow. Immutable and thread-safe.
 *
 * <p>What passes a limit ends the reading with an {@link io.amiclean.api.model.EvidenceException}
 * that names the limit. A call that changes the account and passes the limits of an answer has the
 * outcome {@code UNKNOWN}.
 */
public final class ReadingLimits {

  private static final ReadingLimits DEFAULTS = builder().build();

  private final Limits limits;

  private ReadingLimits(Builder builder) {
    this.limits =
        new Limits(
            builder.answerTime,
            builder.sourceTime,
            builder.readingTime,
            builder.answerBytes,
            builder.pages,
            builder.items);
  }

  /**
   * Returns the default limits.
   *
   * @return the limits
   */
  public static ReadingLimits defaults() {
    return DEFAULTS;
  }

  /**
   * Returns a new builder.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns how long an answer may take.
   *
   * @return the time from the request to the last byte of its answer
   */
  public Duration answerTime() {
    return limits.answerTime();
  }

  /**
   * Returns how long a source may be read.
   *
   * @return the time from the first call of a source to the end of its last one
   */
  public Duration sourceTime() {
    return limits.sourceTime();
  }

  /**
   * Returns how long a reading may take as a whole.
   *
   * @return the time from its begin to the end of its last call
   */
  public Duration readingTime() {
    return limits.readingTime();
  }

  /**
   * Returns how long an answer may be.
   *
   * @return the number of bytes
   */
  public long answerBytes() {
    return limits.answerBytes();
  }

  /**
   * Returns how many pages a list may have.
   *
   * @return the number of pages
   */
  public int pages() {
    return limits.pages();
  }

  /**
   * Returns how many items a list may have.
   *
   * @return the number of items
   */
  public long items() {
    return limits.items();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadingLimits others && others.limits.equals(limits);
  }

  @Override
  public int hashCode() {
    return limits.hashCode();
  }

  @Override
  public String toString() {
    return "Reading" + limits;
  }

  /** Builds {@link ReadingLimits}. Not thread-safe. */
  public static final class Builder {

    private Duration answerTime = Limits.DEFAULTS.answerTime();
    private Duration sourceTime = Limits.DEFAULTS.sourceTime();
    private Duration readingTime = Limits.DEFAULTS.readingTime();
    private long answerBytes = Limits.DEFAULTS.answerBytes();
    private int pages = Limits.DEFAULTS.pages();
    private long items = Limits.DEFAULTS.items();

    private Builder() {}

    /**
     * Sets how long an answer may take, from the request, or from its last repetition, to the last
     * byte; 5 minutes by default. It holds for every client, whatever time limits that has itself:
     * what has not ended by then is abandoned. Calls that change the account come under it too.
     *
     * @param time the time, which is positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder answerTime(Duration time) {
      this.answerTime = positive("answerTime", time);
      return this;
    }

    /**
     * Sets how long one source may be read in a reading, such as all launch templates; 3 hours by
     * default. The time that requests wait for their turn counts. A call that changes the account
     * is given up when it was not sent within this time.
     *
     * @param time the time, which is positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder sourceTime(Duration time) {
      this.sourceTime = positive("sourceTime", time);
      return this;
    }

    /**
     * Sets how long a reading may take as a whole; 6 hours by default. All that a planner reads of
     * an account for one plan, the checks of candidates included, is one reading. So is a call of a
     * source by itself.
     *
     * @param time the time, which is positive
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder readingTime(Duration time) {
      this.readingTime = positive("readingTime", time);
      return this;
    }

    /**
     * Sets how many bytes an answer may have, such as a page of a list. By default 256 MiB, but no
     * more than a 32nd of the heap that the JVM may use, and no less than 16 MiB: what the SDK
     * makes of an answer takes many times its length. Calls that change the account come under it
     * too.
     *
     * @param bytes the number of bytes, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder answerBytes(long bytes) {
      this.answerBytes = positive("answerBytes", bytes);
      return this;
    }

    /**
     * Sets how many pages a list may have; 10,000 by default.
     *
     * @param number the number of pages, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder pages(int number) {
      this.pages = (int) positive("pages", number);
      return this;
    }

    /**
     * Sets how many items a list may have, all pages together. By default 2,000,000, but no more
     * than one for each 2 KiB of the heap that the JVM may use.
     *
     * @param number the number of items, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder items(long number) {
      this.items = positive("items", number);
      return this;
    }

    private static Duration positive(String name, Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(
            name + " is " + time + ": expected a positive time, such as PT5M");
      }
      return time;
    }

    private static long positive(String name, long number) {
      if (number < 1) {
        throw new IllegalArgumentException(name + " is " + number + ": expected 1 or more");
      }
      return number;
    }

    /**
     * Builds the limits.
     *
     * @return the limits
     */
    public ReadingLimits build() {
      return new ReadingLimits(this);
    }
  }
}
