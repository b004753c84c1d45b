package io.amiclean.examples.fedora;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportSink;
import java.io.IOException;

/** Takes reports somewhere as documents for people, of one region or of many. */
interface DocumentSink extends ReportSink {

  /**
   * Publishes a document, whole or not at all.
   *
   * @throws IOException if it could not be published
   */
  void publish(ReportDocument document) throws IOException;

  @Override
  default void publish(CleanupReport report) throws IOException {
    publish(ReportDocument.of(report));
  }
}
