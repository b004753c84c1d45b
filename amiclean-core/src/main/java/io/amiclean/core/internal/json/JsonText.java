package io.amiclean.core.internal.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Documents that are in memory, whose reading cannot fail but for what they say. */
public final class JsonText {

  private JsonText() {}

  /**
   * Reads a document.
   *
   * @param document the document
   * @param reading reads it
   * @param <T> the type of the value
   * @return the value
   */
  public static <T> T read(String document, Reading<T> reading) {
    try {
      return reading.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  /**
   * Reads a document.
   *
   * @param <T> the type of its value
   */
  @FunctionalInterface
  public interface Reading<T> {

    /**
     * Reads the document.
     *
     * @param input the document in UTF-8
     * @return the value
     * @throws IOException if the input cannot be read
     */
    T read(InputStream input) throws IOException;
  }
}
