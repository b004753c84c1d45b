package io.amiclean.core.document;

import java.util.Objects;

/**
 * A place in a document. Immutable and thread-safe.
 *
 * @param line the line, from 1 on
 * @param column the column, from 1 on
 * @param pointer the JSON Pointer of the value or the key; empty for the whole document
 */
public record Place(int line, int column, String pointer) {

  /** Checks that there is a pointer. */
  public Place {
    Objects.requireNonNull(pointer, "pointer");
  }

  /**
   * Returns the same line and column.
   *
   * @param other the pointer there
   * @return the place
   */
  public Place at(String other) {
    return new Place(line, column, other);
  }
}
