package io.amiclean.api.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Writes reports in a format.
 *
 * <p>Renderers are pure and thread-safe: equal reports give the same bytes. Names and tags are of
 * unknown origin; a renderer escapes them, so that they mean nothing in its format.
 */
@FunctionalInterface
public interface ReportRenderer {

  /**
   * Writes a report.
   *
   * @param report the report
   * @param output the output, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  void render(CleanupReport report, OutputStream output) throws IOException;

  /**
   * Renders a report into a string, such as the body of a message.
   *
   * @param report the report
   * @return the report in this format
   */
  default String renderToString(CleanupReport report) {
    Objects.requireNonNull(report, "report");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      render(report, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("The report cannot be rendered", e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
