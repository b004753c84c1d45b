package io.amiclean.core.report.html;

import com.google.common.hash.Hashing;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.amiclean.core.report.TerminalText;
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

/** Fills templates: whatever comes from outside is escaped. */
final class PageTemplate {

  private PageTemplate() {}

  /** Writes a page, in UTF-8. */
  static void write(String template, Object page, OutputStream output) throws IOException {
    BufferedWriter out = new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8));
    try {
      Mustache.compiler()
          .strictSections(true)
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .withEscaper(text -> Escapers.HTML.escape(TerminalText.sanitize(text)))
          .withLoader(name -> new StringReader(resource(name + ".html")))
          .compile(resource(template))
          .execute(page, out);
    } catch (MustacheException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw e;
    }
    out.flush();
  }

  /** Returns a style or script, and the hash by which the page permits it. */
  static Asset asset(String name) throws IOException {
    String text = resource(name);
    byte[] hash = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
    return new Asset(text, "sha256-" + Base64.getEncoder().encodeToString(hash));
  }

  private static String resource(String name) throws IOException {
    // By this class itself: its resources are closed to other modules.
    try (InputStream input = PageTemplate.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(input, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
