package io.amiclean.core.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of centred cells in a frame of {@code +}, {@code -} and {@code |}, as the original
 * amicleaner prints it (the seed {@code 000_d2e5cc670baa94a0.txt}). Not thread-safe.
 */
final class TextTable {

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headers) {
    rows.add(List.of(headers));
  }

  /** Adds a row of as many cells as there are headers, each of harmless text. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** Returns the lines of the table, the last one ended too. */
  String render() {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], width(row.get(column)));
      }
    }
    StringBuilder text = new StringBuilder();
    appendRule(text, widths);
    appendRow(text, widths, rows.get(0));
    appendRule(text, widths);
    rows.subList(1, rows.size()).forEach(row -> appendRow(text, widths, row));
    appendRule(text, widths);
    return text.toString();
  }

  private static void appendRule(StringBuilder text, int[] widths) {
    for (int width : widths) {
      text.append('+').append("-".repeat(width + 2));
    }
    text.append("+\n");
  }

  private static void appendRow(StringBuilder text, int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      String cell = cells.get(column);
      int excess = widths[column] - width(cell);
      // Of an odd excess, the original puts the larger half behind texts of odd length, else
      // before.
      int left = excess / 2 + (excess % 2 == 1 && width(cell) % 2 == 0 ? 1 : 0);
      text.append("| ").append(" ".repeat(left)).append(cell);
      text.append(" ".repeat(excess - left)).append(' ');
    }
    text.append("|\n");
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
