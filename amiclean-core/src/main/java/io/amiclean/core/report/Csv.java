package io.amiclean.core.report;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writes rows of comma-separated values under a header (RFC 4180). Every cell is quoted and stands
 * on one line. Not thread-safe.
 */
final class Csv {

  private final Appendable out;
  private final List<String> columns;

  /** Begins with the header. */
  Csv(Appendable out, List<String> columns) throws IOException {
    this.out = out;
    this.columns = columns;
    write(columns);
  }

  /** Writes a row. Columns that it does not have are empty. */
  void row(Map<String, String> cells) throws IOException {
    write(columns.stream().map(column -> cells.getOrDefault(column, "")).toList());
  }

  private void write(List<String> cells) throws IOException {
    String separator = "";
    for (String cell : cells) {
      out.append(separator).append('"').append(escape(cell)).append('"');
      separator = ",";
    }
    out.append("\r\n");
  }

  /**
   * A spreadsheet takes what begins with one of a few characters for a formula, and runs it (OWASP,
   * "CSV Injection"); an apostrophe before it makes it a text.
   */
  private static String escape(String cell) {
    String shown = TerminalText.sanitize(cell).replace("\"", "\"\"");
    return beginsFormula(cell) ? "'" + shown : shown;
  }

  /** Space before it, and the wide forms of the characters, do not keep a formula from running. */
  private static boolean beginsFormula(String cell) {
    return !cell.isEmpty()
        && ("\t\r\n".indexOf(cell.charAt(0)) >= 0
            || cell.codePoints()
                .dropWhile(
                    character ->
                        Character.isWhitespace(character) || Character.isSpaceChar(character))
                .limit(1)
                .anyMatch(first -> "=+-@＝＋－＠".indexOf(first) >= 0));
  }
}
