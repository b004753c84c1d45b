package io.amiclean.core.report.html;

import com.google.common.hash.Hashing;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.report.html.Page.Asset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
 * TextReport#harmless escapes}.
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
    BufferedWriter out = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    try {
      Mustache.compiler()
          .strictSections(true)
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .withEscaper(text -> Escapers.HTML.escape(TextReport.harmless(text)))
          .withLoader(name -> new StringReader(resource(name + ".html")))
          .compile(resource("page.html"))
          .execute(new Page(report, prices, asset("page.css"), asset("page.js")), out);
    } catch (MustacheException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
    out.flush();
  }

  private static Asset asset(String name) throws IOException {
    String text = resource(name);
    byte[] hash = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return new Asset(text, "sha256-" + Base64.getEncoder().encodeToString(hash));
  }

  private static String resource(String name) throws IOException {
    // By this class itself: its resources are closed to other modules.
    try (InputStream input = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(input, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
