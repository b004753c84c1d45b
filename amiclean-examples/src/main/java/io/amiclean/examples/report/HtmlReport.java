package io.amiclean.examples.report;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.report.Page.Asset;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Plans and their results as one HTML page for people: a summary, the images of each group over
 * time, its storage, a table of all images that sorts and filters, and why each image goes or
 * stays.
 *
 * <p>The page is whole in itself: it loads nothing, and its policy (Content-Security-Policy)
 * forbids everything but its own style and script. It is readable without JavaScript, which only
 * adds sorting and filtering. Names, tags and messages stand for themselves, whatever they hold:
 * everything is escaped, and what would not be shown as itself is written as {@linkplain
 * TextReport#harmless escapes}.
 *
 * <p>Equal reports make equal pages. Thread-safe.
 */
public final class HtmlReport {

  private HtmlReport() {}

  /**
   * Writes the page. It is to be encoded as UTF-8.
   *
   * @param reports the plans and results, of one scope or of several, in the order of the page
   * @param out where to; it is written to while the page is made, flushed, and not closed
   * @throws IllegalArgumentException if there is no report
   * @throws IOException if the page cannot be written
   */
  public static void write(List<CleanupReport> reports, Writer out) throws IOException {
    if (reports.isEmpty()) {
      throw new IllegalArgumentException("There is nothing to report: expected at least one plan");
    }
    BufferedWriter buffer = new BufferedWriter(out);
    try {
      Mustache.compiler()
          .strictSections(true)
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .withEscaper(text -> Escapers.HTML.escape(TextReport.harmless(text)))
          .withLoader(name -> new StringReader(resource(name + ".html")))
          .compile(resource("page.html"))
          .execute(new Page(List.copyOf(reports), asset("page.css"), asset("page.js")), buffer);
    } catch (MustacheException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
    buffer.flush();
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
