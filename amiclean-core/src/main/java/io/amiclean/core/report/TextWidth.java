package io.amiclean.core.report;

/** How many columns of a terminal a text takes (Unicode Standard Annex 11, "East Asian Width"). */
final class TextWidth {

  private static final String CUT = "...";

  /** The first and last characters of ranges that take two columns each. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0xA4CF},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1FAFF},
    {0x20000, 0x3FFFD}
  };

  private TextWidth() {}

  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }

  /** Returns a text of at most so many columns, of which the middle is left out if it is longer. */
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int room = columns - CUT.length();
    if (room < 2) {
      return CUT.substring(0, Math.max(0, columns));
    }
    String head = start(text, room - room / 2);
    String reversed = new StringBuilder(text).reverse().toString();
    String tail = new StringBuilder(start(reversed, room / 2)).reverse().toString();
    return head + CUT + tail;
  }

  /** Returns as much of the start of a text as has room. */
  private static String start(String text, int columns) {
    int width = 0;
    int end = 0;
    while (end < text.length()) {
      int character = text.codePointAt(end);
      width += of(character);
      if (width > columns) {
        break;
      }
      end += Character.charCount(character);
    }
    return text.substring(0, end);
  }
}
