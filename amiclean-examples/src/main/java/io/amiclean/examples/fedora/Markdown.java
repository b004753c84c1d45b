package io.amiclean.examples.fedora;

import static java.util.stream.Collectors.joining;

import io.amiclean.core.report.TextReport;
import java.util.List;

/** Writes Markdown. Not thread-safe. */
final class Markdown {

  /** What may begin a link, a tag, a mention, emphasis, code or a cell. */
  private static final String SPECIAL = "\\`*_~[]()<>|&@#!";

  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String heading) {
    return block("#".repeat(level) + " " + escape(heading));
  }

  Markdown paragraph(String paragraph) {
    return block(escape(paragraph));
  }

  Markdown list(List<String> items) {
    return items.isEmpty()
        ? this
        : block(items.stream().map(item -> "- " + escape(item)).collect(joining("\n")));
  }

  /** Adds a table, or nothing if it has no rows. */
  Markdown table(List<String> header, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return this;
    }
    StringBuilder table = new StringBuilder();
    table.append(row(header)).append(row(header.stream().map(cell -> "---").toList()));
    rows.forEach(cells -> table.append(row(cells.stream().map(Markdown::escape).toList())));
    return block(table.toString().stripTrailing());
  }

  private Markdown block(String block) {
    text.append(block).append("\n\n");
    return this;
  }

  private static String row(List<String> cells) {
    return cells.stream().collect(joining(" | ", "| ", " |\n"));
  }

  /**
   * Makes text of unknown origin stand for itself: on one line, and without what Markdown or HTML
   * means. Entities are understood by every Markdown; backslashes before bars are not.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    TextReport.harmless(text)
        .codePoints()
        .forEach(
            character -> {
              if (SPECIAL.indexOf(character) < 0) {
                escaped.appendCodePoint(character);
              } else {
                escaped.append("&#").append(character).append(';');
              }
            });
    return escaped.toString();
  }

  /** Returns the document. */
  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
