package io.amiclean.core.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A table of centred cells in a frame of {@code +}, {@code -} and {@code |}, as the original
 * amicleaner prints it (the seed {@code 000_d2e5cc670baa94a0.txt}). Not thread-safe.
 */
final class TextTable {

  /** The headers of names, which are the longest and whose middle matters least. */
  private static final Set<String> NAMES = Set.of("Group name", "AMI Name", "Tags");

  /** What frames a cell: a bar and a space at each side, the last bar of a row left out. */
  private static final int FRAME = 3;

  private static final int NARROW_NAMES = 16;
  private static final int NARROW = 5;

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headers) {
    rows.add(List.of(headers));
  }

  /** Adds a row of as many cells as there are headers, each of sanitized text. */
  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** Returns the lines of the table, the last one ended too. */
  String render() {
    return render(Integer.MAX_VALUE);
  }

  /**
   * Returns the lines of the table, none wider than so many columns of a terminal if that can be:
   * the widest cells are cut in their middle, those of names before all others.
   */
  String render(int columns) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], TextWidth.of(row.get(column)));
      }
    }
    int excess = IntStream.of(widths).map(width -> width + FRAME).sum() + 1 - columns;
    excess = narrow(widths, excess, column -> isOfNames(rows.get(0).get(column)), NARROW_NAMES);
    narrow(widths, excess, column -> true, NARROW);
    StringBuilder text = new StringBuilder();
    appendRule(text, widths);
    appendRow(text, widths, rows.get(0));
    appendRule(text, widths);
    rows.subList(1, rows.size()).forEach(row -> appendRow(text, widths, row));
    appendRule(text, widths);
    return text.toString();
  }

  private static boolean isOfNames(String header) {
    return NAMES.contains(header);
  }

  /** Takes width from the widest columns first, and returns how much is still too much. */
  private static int narrow(int[] widths, int excess, IntPredicate which, int least) {
    int left = excess;
    while (left > 0) {
      int widest =
          IntStream.range(0, widths.length)
              .filter(which)
              .filter(column -> widths[column] > least)
              .boxed()
              .max(Comparator.comparingInt(column -> widths[column]))
              .orElse(-1);
      if (widest < 0) {
        return left;
      }
      widths[widest]--;
      left--;
    }
    return left;
  }

  private static void appendRule(StringBuilder text, int[] widths) {
    for (int width : widths) {
      text.append('+').append("-".repeat(width + 2));
    }
    text.append("+\n");
  }

  private static void appendRow(StringBuilder text, int[] widths, List<String> cells) {
    for (int column = 0; column < widths.length; column++) {
      String cell = TextWidth.cut(cells.get(column), widths[column]);
      int width = TextWidth.of(cell);
      int excess = widths[column] - width;
      // Of an odd excess, the original puts the larger half behind texts of odd length, else
      // before.
      int left = excess / 2 + (excess % 2 == 1 && width % 2 == 0 ? 1 : 0);
      text.append("| ").append(" ".repeat(left)).append(cell);
      text.append(" ".repeat(excess - left)).append(' ');
    }
    text.append("|\n");
  }
}
