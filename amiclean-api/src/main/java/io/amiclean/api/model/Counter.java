package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import org.immutables.value.Value;

/**
 * How far a retention has counted when it keeps an image: the third of twelve months, the first of
 * the newest four. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class Counter {

  Counter() {}

  /**
   * Returns a counter.
   *
   * @param name what is counted, such as {@code monthly}
   * @param number the number of the image, 1 or more
   * @param count how many are kept
   * @return the counter
   * @throws IllegalArgumentException if the number is not between 1 and the count
   */
  public static Counter of(String name, int number, int count) {
    return ImmutableCounter.of(name, number, count);
  }

  /**
   * Returns what is counted.
   *
   * @return the name, such as {@code monthly}
   */
  @Value.Parameter
  public abstract String name();

  /**
   * Returns the number of the image.
   *
   * @return the number, 1 or more
   */
  @Value.Parameter
  public abstract int number();

  /**
   * Returns how many are kept.
   *
   * @return the number
   */
  @Value.Parameter
  public abstract int count();

  /**
   * Returns how many more would be kept.
   *
   * @return what is left of the counter
   */
  public final int left() {
    return count() - number();
  }

  @Value.Check
  void check() {
    if (number() < 1 || number() > count()) {
      throw new IllegalArgumentException(
          "The number " + number() + " of '" + name() + "': expected one from 1 to " + count());
    }
  }

  /** Returns the counter on one line for people. */
  @Override
  public final String toString() {
    return name() + ": " + left() + " of " + count() + " left";
  }
}
