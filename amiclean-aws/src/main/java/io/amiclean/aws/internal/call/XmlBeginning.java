package io.amiclean.aws.internal.call;

import java.util.Optional;

/**
 * Reads the tags and texts at the beginning of a document, up to where that ends or is cut off. It
 * resolves no entities and knows no document types, which services do not send.
 */
final class XmlBeginning {

  private final String text;
  private int at;

  /**
   * Creates a reader.
   *
   * @param text the beginning of a document, without a byte order mark
   */
  XmlBeginning(String text) {
    this.text = text;
  }

  /**
   * Skips white space, comments and instructions, and takes a start tag with content.
   *
   * @return the local name, or empty if something else comes, or not all of it
   */
  Optional<String> startTag() {
    if (!skipToMarkup()) {
      return Optional.empty();
    }
    int start = at + 1;
    int end = start;
    while (end < text.length() && isName(text.charAt(end))) {
      end++;
    }
    String name = text.substring(start, end);
    int close = endOfTag(end);
    if (name.isEmpty() || close < 0 || text.charAt(close - 1) == '/') {
      return Optional.empty();
    }
    at = close + 1;
    return Optional.of(name.substring(name.indexOf(':') + 1));
  }

  /**
   * Takes the text up to the next tag.
   *
   * @return the text without white space around it; blank if a tag comes at once, or what follows
   *     the text is cut off
   */
  String text() {
    int end = text.indexOf('<', at);
    String content = end < 0 ? "" : text.substring(at, end).strip();
    at = Math.max(at, end);
    return content;
  }

  /** Returns whether a tag comes next, which then may be a closing one. */
  private boolean skipToMarkup() {
    while (true) {
      while (at < text.length() && text.charAt(at) <= ' ') {
        at++;
      }
      int end;
      if (text.startsWith("<?", at)) {
        end = text.indexOf("?>", at + 2) + 2;
      } else if (text.startsWith("<!--", at)) {
        end = text.indexOf("-->", at + 4) + 3;
      } else {
        return text.startsWith("<", at);
      }
      if (end <= at) {
        return false;
      }
      at = end;
    }
  }

  /** Returns where a tag ends, outside of the values of its attributes, or -1 if it is cut off. */
  private int endOfTag(int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      } else if (c == '<') {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isName(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':';
  }
}
