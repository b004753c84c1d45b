package io.amiclean.api.report;

import java.io.IOException;

/**
 * Takes a report somewhere: to a terminal, a file, an issue tracker. Implementations may do I/O.
 */
@FunctionalInterface
public interface ReportSink {

  /**
   * Publishes a report, whole or not at all.
   *
   * @param report the report
   * @throws IOException if it could not be published; the plan and its result are not affected
   */
  void publish(CleanupReport report) throws IOException;
}
