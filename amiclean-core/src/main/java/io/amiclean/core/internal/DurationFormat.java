package io.amiclean.core.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes how long something took or is ago, for people. */
public final class DurationFormat {

  private DurationFormat() {}

  /**
   * Returns days, hours, minutes and seconds as far as they are not 0.
   *
   * @param duration the duration, 0 or more
   * @return the words, such as {@code 29 d 23 h}
   */
  public static String inWords(Duration duration) {
    List<String> parts = new ArrayList<>();
    addPart(parts, duration.toDaysPart(), "d");
    addPart(parts, duration.toHoursPart(), "h");
    addPart(parts, duration.toMinutesPart(), "min");
    addPart(parts, duration.toSecondsPart(), "s");
    return parts.isEmpty() ? "less than 1 s" : String.join(" ", parts);
  }

  private static void addPart(List<String> parts, long amount, String unit) {
    if (amount > 0) {
      parts.add(amount + " " + unit);
    }
  }
}
