package io.amiclean.core.report.html;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

/** How the page writes numbers and times. */
final class Figures {

  private static final long GIB_PER_TIB = 1024;

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Figures() {}

  /** Writes a number for people, such as {@code 5,000}. */
  static String count(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }

  /** Writes a number with its noun, such as {@code 1 image} or {@code 2 images}. */
  static String count(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /**
   * Writes an amount of storage, such as {@code 1,000 GiB}, or from 10 TiB on {@code 10.1 TiB},
   * rounded up.
   */
  static String storage(long gib) {
    if (gib < 10 * GIB_PER_TIB) {
      return count(gib) + " GiB";
    }
    BigDecimal tib = BigDecimal.valueOf(gib).divide(BigDecimal.valueOf(GIB_PER_TIB));
    return String.format(Locale.ENGLISH, "%,.1f TiB", tib.setScale(1, RoundingMode.CEILING));
  }

  /** Writes a time, in UTC and to the minute. */
  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  /** Writes an amount of money that is an upper bound: rounded up, such as {@code 1,234.50}. */
  static String money(BigDecimal amount, Currency currency) {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    return String.format(
        Locale.ENGLISH, "%,." + digits + "f", amount.setScale(digits, RoundingMode.CEILING));
  }

  /** Writes the day of a time, in UTC. */
  static String day(Instant time) {
    return DAY.format(time);
  }

  /** Writes a coordinate of a drawing, to a tenth. */
  static String coordinate(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
  }
}
