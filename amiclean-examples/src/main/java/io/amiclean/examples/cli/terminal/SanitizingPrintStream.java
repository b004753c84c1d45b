package io.amiclean.examples.cli.terminal;

import io.amiclean.core.report.TerminalText;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream for what others print, such as the log of libraries, whose messages hold names that
 * anybody may have chosen. Each text that is printed is made {@linkplain TerminalText#sanitize
 * harmless}; only the tabs stay that the lines of a stack trace begin with, and the end of a line
 * at the end of a text.
 */
final class SanitizingPrintStream extends PrintStream {

  private final PrintStream stream;

  SanitizingPrintStream(PrintStream stream) {
    super(stream, true);
    this.stream = stream;
  }

  // PrintStream prints each line and what it formats by these. Numbers and bytes pass as they are.

  @Override
  public void print(@Nullable String text) {
    String shown = String.valueOf(text);
    int begin = 0;
    while (begin < shown.length() && shown.charAt(begin) == '\t') {
      begin++;
    }
    int end =
        shown.endsWith(System.lineSeparator())
            ? shown.length() - System.lineSeparator().length()
            : shown.length();
    stream.print(
        shown.substring(0, begin)
            + TerminalText.sanitize(shown.substring(begin, end))
            + shown.substring(end));
  }

  @Override
  public void print(char[] text) {
    print(String.valueOf(text));
  }

  @Override
  public void print(@Nullable Object object) {
    print(String.valueOf(object));
  }
}
