package io.amiclean.core.inmemory;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Times as text. */
final class Times {

  private Times() {}

  static Instant parse(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time: expected one such as 2017-06-15T09:55:42.000Z", e);
    }
  }
}
