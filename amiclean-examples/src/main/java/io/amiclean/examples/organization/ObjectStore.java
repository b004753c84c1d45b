package io.amiclean.examples.organization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps plans, journals, results and reports by key, where every worker reaches them. What was
 * written is there for good when a method returns, and every later {@link #get} sees it.
 * Thread-safe.
 */
public interface ObjectStore {

  /**
   * Writes an object unless there is one. Of several callers at a time, one creates it.
   *
   * @param key words of letters, digits and {@code -._}, joined by {@code /}
   * @param content the content
   * @return whether it was written; if not, another object has the key
   * @throws IOException if that is not certain
   */
  boolean create(String key, byte[] content) throws IOException;

  /**
   * Writes an object, in place of the one that may be there.
   *
   * @param key as in {@link #create}
   * @param content the content
   * @throws IOException if that is not certain
   */
  void put(String key, byte[] content) throws IOException;

  /**
   * Writes an object from a file, which may be larger than memory.
   *
   * @param key as in {@link #create}
   * @param file the content
   * @throws IOException if that is not certain
   */
  void put(String key, Path file) throws IOException;

  /**
   * Reads an object.
   *
   * @param key as in {@link #create}
   * @return its content, or empty if there is none
   * @throws IOException if that is not certain
   */
  Optional<byte[]> get(String key) throws IOException;

  /**
   * Reads an object piece by piece, which may be larger than memory.
   *
   * @param key as in {@link #create}
   * @return its content, which the caller closes, or empty if there is none
   * @throws IOException if that is not certain
   */
  Optional<InputStream> open(String key) throws IOException;
}
