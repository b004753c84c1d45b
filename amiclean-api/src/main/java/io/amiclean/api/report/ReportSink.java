package io.amiclean.api.report;

import java.io.IOException;

/**
 * Publishes reports: in a file, an issue tracker, a message to the owners of images. A sink that
 * publishes documents is given the {@link ReportRenderer} of their format. Implementations may do
 * I/O.
 */
@FunctionalInterface
public interface ReportSink {

  /**
   * Publishes a report, whole or not at all.
   *
   * @param report the report
   * @throws IOException if it could not be published; the plans and their results are not affected
   */
  void publish(CleanupReport report) throws IOException;
}
