package io.amiclean.core.document;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A document as the stream of its tokens. It stands at one of them, at none before the first {@link
 * #next()} and behind the last token. A key that stands twice in an object is a broken document.
 * Not thread-safe.
 */
public interface DocumentTokens {

  /** What a document is made of. */
  enum Token {
    /** The beginning of an object: keys with a value each. */
    OBJECT,
    /** The end of an object. */
    END_OBJECT,
    /** The beginning of a list. */
    LIST,
    /** The end of a list. */
    END_LIST,
    /** A key of an object, before its value. */
    KEY,
    /** A text. */
    TEXT,
    /** A whole number. */
    WHOLE,
    /** Another number. */
    DECIMAL,
    /** The flag that is set. */
    TRUE,
    /** The flag that is not set. */
    FALSE,
    /** No value. */
    NULL
  }

  /**
   * Goes to the next token.
   *
   * @return the token, or {@code null} at the end of the document
   * @throws BrokenSyntaxException if the document is broken
   * @throws IOException if it cannot be read
   */
  @Nullable Token next() throws IOException;

  /**
   * Returns the token that the document stands at.
   *
   * @return the token, or {@code null} at none
   */
  @Nullable Token current();

  /**
   * Returns what the document writes at a key, a text or a number.
   *
   * @return the key, the text without quotes and escapes, or the number as it is written
   * @throws BrokenSyntaxException if the document is broken
   * @throws IOException if it cannot be read
   */
  String text() throws IOException;

  /**
   * Returns where the document stands.
   *
   * @return the place of the token, or of the end
   */
  Place place();
}
