package io.amiclean.core.report.html;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.amiclean.core.report.ReportContent;
import io.amiclean.core.report.ReportRenderer;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.report.html.Page.Asset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

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

  /** Creates the renderer. */
  public HtmlReport() {}

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no plan and no result
   */
  @Override
  public void render(ReportContent content, OutputStream output) throws IOException {
    if (content.plans().isEmpty() && content.results().isEmpty()) {
      throw new IllegalArgumentException(
          "There is nothing to report: expected at least one plan or result");
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
          .execute(new Page(content, asset("page.css"), asset("page.js")), out);
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
    return Resources.toString(
        Resources.getResource(HtmlReport.class, name), StandardCharsets.UTF_8);
  }
}
