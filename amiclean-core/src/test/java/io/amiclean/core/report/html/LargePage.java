package io.amiclean.core.report.html;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the page of a plan in a file, in a process whose memory is bounded. */
final class LargePage {

  private LargePage() {}

  /**
   * Writes the page.
   *
   * @param args the plan, and the page
   */
  public static void main(String[] args) throws IOException {
    try (InputStream plan = Files.newInputStream(Path.of(args[0]));
        OutputStream page = Files.newOutputStream(Path.of(args[1]))) {
      new HtmlReport().render(CleanupReport.of(PlanJson.read(plan)), page);
    }
  }
}
