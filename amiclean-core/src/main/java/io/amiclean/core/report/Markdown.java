package io.amiclean.core.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes Markdown, as GitHub, GitLab and Pagure understand it, from text of unknown origin, which
 * shows as it is and means nothing. Not thread-safe.
 */
public final class Markdown {

  /** What may begin a link, a tag, a mention, emphasis, code, a formula or a cell. */
  private static final String SPECIAL = "\\`*_~[]<>|&@#$";

  /** What a line may begin with that makes it a list or a heading. */
  private static final Pattern MARKER = Pattern.compile("^(?:[-+=]|\\d+[.)])");

  /** What may begin a link though nothing else marks it. */
  private static final Pattern ADDRESS = Pattern.compile("://|(?i)\\bwww\\.");

  private static final char ZERO_WIDTH_SPACE = '\u200b';

  private final StringBuilder text = new StringBuilder();

  /** Begins an empty document. */
  public Markdown() {}

  /**
   * Adds a heading.
   *
   * @param level 1 to 6
   * @param heading its text
   * @return this document
   */
  public Markdown heading(int level, String heading) {
    Objects.requireNonNull(heading, "heading");
    return block("#".repeat(level) + " " + escape(heading));
  }

  /**
   * Adds a paragraph.
   *
   * @param paragraph its text
   * @return this document
   */
  public Markdown paragraph(String paragraph) {
    Objects.requireNonNull(paragraph, "paragraph");
    return block(escape(paragraph));
  }

  /**
   * Adds a list, or nothing if it has no items.
   *
   * @param items the texts of its items
   * @return this document
   */
  public Markdown list(List<String> items) {
    return items.isEmpty()
        ? this
        : block(items.stream().map(item -> "- " + escape(item)).collect(joining("\n")));
  }

  /**
   * Adds a table, or nothing if it has no rows.
   *
   * @param header the headings of the columns
   * @param rows the texts of the cells, as many in each row as there are columns
   * @return this document
   */
  public Markdown table(List<String> header, List<List<String>> rows) {
    Objects.requireNonNull(header, "header");
    if (rows.isEmpty()) {
      return this;
    }
    StringBuilder table = new StringBuilder();
    table.append(row(header)).append(row(header.stream().map(cell -> "---").toList()));
    rows.forEach(cells -> table.append(row(cells.stream().map(Markdown::escape).toList())));
    return block(table.toString().stripTrailing());
  }

  /**
   * Begins a part of which only the title shows until a reader opens it, up to {@link #endFolded}.
   *
   * @param title its text
   * @return this document
   */
  public Markdown beginFolded(String title) {
    Objects.requireNonNull(title, "title");
    return block("<details>\n<summary>" + escape(title) + "</summary>");
  }

  /**
   * Ends a part that was begun with {@link #beginFolded}.
   *
   * @return this document
   */
  public Markdown endFolded() {
    return block("</details>");
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
   *
   * <p>Mentions of people and issues are found in the rendered page, where an entity is the
   * character again; so an empty space follows those that begin them.
   *
   * @param text the text
   * @return the text as Markdown
   */
  public static String escape(String text) {
    String shown = TerminalText.sanitize(text).strip();
    StringBuilder escaped = new StringBuilder(shown.length());
    int marker = end(MARKER, shown) - 1;
    for (int at = 0; at < shown.length(); at++) {
      char character = shown.charAt(at);
      if (SPECIAL.indexOf(character) >= 0 || at == marker) {
        appendEntity(escaped, character);
        if (character == '@' || character == '#') {
          appendEntity(escaped, ZERO_WIDTH_SPACE);
        }
      } else {
        escaped.append(character);
      }
    }
    return ADDRESS.matcher(escaped).replaceAll(found -> withoutAddress(found.group()));
  }

  private static int end(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.end() : 0;
  }

  private static void appendEntity(StringBuilder text, char character) {
    text.append("&#").append((int) character).append(';');
  }

  private static String withoutAddress(String begin) {
    return begin.replace(":", "&#58;").replace(".", "&#46;");
  }

  /** Returns the document. */
  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
