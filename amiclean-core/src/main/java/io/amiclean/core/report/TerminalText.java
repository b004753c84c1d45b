package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import com.google.common.base.CharMatcher;

/** Text of unknown origin, such as names and messages, for a terminal. Pure and thread-safe. */
public final class TerminalText {

  private TerminalText() {}

  /**
   * Makes text of unknown origin safe for a terminal: line breaks, terminal escape codes, changes
   * of the writing direction and other characters that are not shown as themselves become escapes
   * such as {@code \u001b}.
   *
   * @param text the text
   * @return the text on one line
   */
  public static String sanitize(String text) {
    if (text.codePoints().allMatch(TerminalText::isShownAsItself)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isShownAsItself(character)) {
                shown.appendCodePoint(character);
              } else {
                shown.append(String.format("\\u%04x", character));
              }
            });
    return shown.toString();
  }

  /**
   * Makes text of unknown origin safe for a terminal, as {@link #sanitize} does, but leaves its
   * lines and their indentation by tabs.
   *
   * @param text the text, such as a stack trace
   * @return the text, its last line not ended
   */
  public static String sanitizeLines(String text) {
    return text.lines()
        .map(
            line -> {
              int begin = CharMatcher.isNot('\t').indexIn(line + ' ');
              return line.substring(0, begin) + sanitize(line.substring(begin));
            })
        .collect(joining("\n"));
  }

  private static boolean isShownAsItself(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
