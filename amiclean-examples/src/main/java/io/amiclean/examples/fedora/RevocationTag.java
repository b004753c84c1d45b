package io.amiclean.examples.fedora;

import static java.time.temporal.ChronoField.DAY_OF_MONTH;
import static java.time.temporal.ChronoField.MONTH_OF_YEAR;
import static java.time.temporal.ChronoField.YEAR;

import io.amiclean.api.model.Image;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/**
 * The tag in which Fedora's script keeps the day on which it made an image private: {@code
 * LaunchPermissionRevoked}, with a value such as {@code 25082017} for 25 August 2017.
 */
public final class RevocationTag {

  /** The key of the tag. */
  public static final String KEY = "LaunchPermissionRevoked";

  private static final DateTimeFormatter FORM =
      new DateTimeFormatterBuilder()
          .appendValue(DAY_OF_MONTH, 2)
          .appendValue(MONTH_OF_YEAR, 2)
          .appendValue(YEAR, 4)
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private RevocationTag() {}

  /**
   * Returns the value of the tag.
   *
   * @param image the image
   * @return the value as it stands there, or empty if the image has no such tag
   */
  public static Optional<String> value(Image image) {
    return Optional.ofNullable(image.tags().get(KEY));
  }

  /**
   * Reads a value.
   *
   * @param value the value of the tag
   * @return the day, or empty if it is no day in the form {@code ddMMyyyy}
   */
  public static Optional<LocalDate> day(String value) {
    try {
      return Optional.of(LocalDate.parse(value, FORM));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the value for a day.
   *
   * @param day the day
   * @return the value in the form {@code ddMMyyyy}
   */
  public static String value(LocalDate day) {
    return FORM.format(day);
  }
}
