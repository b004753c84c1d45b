package io.amiclean.examples.policy;

import io.amiclean.core.document.BrokenSyntaxException;
import io.amiclean.core.document.Place;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of a policy file, in UTF-8 with or without a byte order mark.
 *
 * @param text the text without the mark
 */
record PolicyText(String text) {

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * Decodes a file.
   *
   * @throws BrokenSyntaxException if it is not in UTF-8
   */
  static PolicyText of(byte[] content) throws BrokenSyntaxException {
    ByteBuffer bytes = ByteBuffer.wrap(content);
    CharBuffer chars = CharBuffer.allocate(content.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(bytes, chars, true);
    PolicyText text = new PolicyText(withoutMark(chars.flip().toString()));
    if (result.isError()) {
      throw new BrokenSyntaxException(
          text.place(text.text().codePointCount(0, text.text().length()), ""),
          "it is not in UTF-8: expected that encoding",
          null);
    }
    return text;
  }

  private static String withoutMark(String text) {
    return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
  }

  /** Returns the place of a character, which is counted as the parser counts. */
  Place place(int codePoints, String pointer) {
    int line = 1;
    int column = 1;
    int at = 0;
    for (int i = 0; i < codePoints && at < text.length(); i++) {
      int character = text.codePointAt(at);
      at += Character.charCount(character);
      if (character == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(line, column, pointer);
  }

  /** Returns whether there is a tab at a place, or only spaces between it and a tab before. */
  boolean isTab(int codePoints) {
    int at =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    return at < text.length() && text.charAt(at) == '\t';
  }
}
