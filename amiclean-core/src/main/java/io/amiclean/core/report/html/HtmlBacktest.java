package io.amiclean.core.report.html;

import io.amiclean.core.backtest.BacktestReport;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Backtests as one HTML page for people: the policies side by side, each over time, all removals
 * with what is known of them since, and what the recordings cannot show. The page is whole in
 * itself and forbids everything but its own style and script, as that of {@link HtmlReport}.
 *
 * <p>Equal backtests make equal pages. Thread-safe.
 */
public final class HtmlBacktest {

  private HtmlBacktest() {}

  /**
   * Writes the page.
   *
   * @param report the backtest
   * @param output where to, in UTF-8; it is flushed, not closed
   * @throws IOException if the output cannot be written
   */
  public static void write(BacktestReport report, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(report, "report");
    PageTemplate.write(
        "backtest.html",
        new BacktestPage(report, PageTemplate.asset("page.css"), PageTemplate.asset("page.js")),
        output);
  }
}
