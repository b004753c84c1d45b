package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The whole page but for its style sheet and its script, byte for byte; {@code
 * -Damiclean.golden=write} writes it again.
 */
class HtmlReportGoldenTest {

  private static final Path FOLDER =
      Path.of("src/test/resources/io/amiclean/core/report/html/golden");

  @Test
  void writesThePageOfTheFirstDocument() throws IOException {
    assertPage("first-document.html", PlanReport.of(SamplePlans.ofDemoAccount()));
  }

  @Test
  void writesThePageOfEveryVerdict() throws IOException {
    assertPage("every-verdict.html", PlanReport.of(SamplePlans.withEveryVerdict()));
  }

  @Test
  void writesThePageOfAPlanThatWasExecuted() throws IOException {
    assertPage("executed.html", SamplePlans.executed());
  }

  private static void assertPage(String name, PlanReport report) throws IOException {
    String page =
        new HtmlReport()
            .renderToString(CleanupReport.builder().addPlans(report).build())
            .replace(asset("page.css"), "page.css")
            .replace(asset("page.js"), "page.js");
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, page);
    }
    assertThat(file).exists();
    assertThat(page).isEqualTo(Files.readString(file));
  }

  private static String asset(String name) throws IOException {
    return Resources.toString(
        Resources.getResource(HtmlReport.class, name), StandardCharsets.UTF_8);
  }
}
