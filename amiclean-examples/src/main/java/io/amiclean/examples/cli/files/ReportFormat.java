package io.amiclean.examples.cli.files;

import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.report.ReportRenderers;
import io.amiclean.core.report.html.HtmlReport;
import java.util.Locale;

/** What a report is written as. */
public enum ReportFormat {
  /** Tables for a terminal. */
  TEXT,
  /** Plans and results as they were, in one document. */
  JSON,
  /** A row for each image. */
  CSV,
  /** A row for each snapshot. */
  CSV_SNAPSHOTS,
  /** For a pull request or an issue. */
  MARKDOWN,
  /** One page for a browser. */
  HTML;

  /** Returns the renderer of this format, with what storage costs. */
  public ReportRenderer renderer(PriceList prices) {
    return switch (this) {
      case TEXT -> ReportRenderers.text(prices);
      case JSON -> ReportRenderers.json();
      case CSV -> ReportRenderers.csv(prices);
      case CSV_SNAPSHOTS -> ReportRenderers.csvOfSnapshots(prices);
      case MARKDOWN -> ReportRenderers.markdown(prices);
      case HTML -> new HtmlReport(prices);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
