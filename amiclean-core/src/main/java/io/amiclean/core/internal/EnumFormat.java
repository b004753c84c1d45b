package io.amiclean.core.internal;

import java.util.Locale;

/** Constants as people read them. */
public final class EnumFormat {

  private EnumFormat() {}

  /**
   * Returns the name of a constant as a phrase.
   *
   * @param constant the constant
   * @return the phrase, such as {@code already gone}
   */
  public static String phrase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
