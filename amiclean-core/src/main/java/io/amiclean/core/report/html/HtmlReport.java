package io.amiclean.core.report.html;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.report.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Plans and their results as one HTML page for people: a summary, the images of each group over
 * time, its storage and what that costs, a table of all images that sorts and filters, and why each
 * image goes or stays.
 *
 * <p>The page is whole in itself: it loads nothing, and its policy (Content-Security-Policy)
 * forbids everything but its own style and script. It is readable without JavaScript, which only
 * adds sorting and filtering. Names, tags and messages stand for themselves, whatever they hold:
 * everything is escaped, and what would not be shown as itself is written as {@linkplain
 * TerminalText#sanitize escapes}.
 *
 * <p>Equal reports make equal pages. Thread-safe.
 */
public final class HtmlReport implements ReportRenderer {

  private final PriceList prices;

  /** Creates the renderer with the {@linkplain PriceList#builtIn() built-in prices}. */
  public HtmlReport() {
    this(PriceList.builtIn());
  }

  /**
   * Creates the renderer.
   *
   * @param prices what storage costs
   */
  public HtmlReport(PriceList prices) {
    this.prices = Objects.requireNonNull(prices, "prices");
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no plan, no result and no failure
   */
  @Override
  public void render(CleanupReport report, OutputStream output) throws IOException {
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(report, "report");
    if (report.plans().isEmpty() && report.results().isEmpty() && report.failures().isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to report: expected at least one plan, result or failure");
    }
    PageTemplate.write(
        "page.html",
        new Page(report, prices, PageTemplate.asset("page.css"), PageTemplate.asset("page.js")),
        output);
  }
}
