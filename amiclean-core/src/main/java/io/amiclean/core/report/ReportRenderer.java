package io.amiclean.core.report;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes reports in a format. {@link ReportRenderers} has those that come with amiclean.
 *
 * <p>Renderers are pure and thread-safe: the same content is written as the same bytes. They are
 * safe with names and tags of unknown origin, which mean nothing in the format that they write.
 */
@FunctionalInterface
public interface ReportRenderer {

  /**
   * Writes a report.
   *
   * @param content what there is to tell
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  void render(ReportContent content, OutputStream output) throws IOException;
}
