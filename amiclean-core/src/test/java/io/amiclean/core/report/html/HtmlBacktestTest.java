package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Resources;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.backtest.SampleBacktests;
import io.amiclean.core.report.html.Chromium.Tab;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a backtest, and how a browser shows it where there is one. */
class HtmlBacktestTest {

  private static final String HOSTILE =
      "</bdi></script><script>window.ran = 1</script>\"" + "W".repeat(120);

  private static final BacktestReport EVERYTHING =
      SampleBacktests.ofEverything(HOSTILE, "keep one", HOSTILE);

  private static final Path SCREENSHOTS = Path.of("target", "html-report");

  private static Optional<Chromium> chromium = Optional.empty();

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Chromium.find();
    if (program.isPresent()) {
      Path profile = Path.of("target", "chromium-backtest").toAbsolutePath();
      chromium = Optional.of(Chromium.start(program.get(), profile));
      Files.createDirectories(SCREENSHOTS);
    }
  }

  @AfterAll
  static void stop() {
    chromium.ifPresent(Chromium::close);
  }

  private static String page(BacktestReport report) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlBacktest.write(report, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private Tab tab(int width) {
    assumeTrue(
        chromium.isPresent(),
        "There is no 'chromium' on the PATH: the page is not tested in a browser");
    return chromium.orElseThrow().newTab().size(width, 1000);
  }

  private Tab open(Tab tab, BacktestReport report) throws IOException {
    return tab.open(file(report));
  }

  private URI file(BacktestReport report) throws IOException {
    Path file = Files.createTempFile(folder, "backtest", ".html");
    try (OutputStream out = Files.newOutputStream(file)) {
      HtmlBacktest.write(report, out);
    }
    return file.toUri();
  }

  @Test
  void saysWhatWouldHaveBeenRegrettedAndWhatIsNotKnown() throws IOException {
    String page = page(SampleBacktests.ofEverything("front", "keep one", "keep two"));

    assertThat(page)
        .contains(
            "<h1 id=\"title\">2 policies over 20 days in 123456789012/eu-west-1</h1>",
            "It was launched at 2017-01-16T00:00:00Z",
            "It was used by instance i-00000001 (running) at 2017-01-21T00:00:00Z",
            ">No sign of use<",
            ">Not known<",
            "A use that began and ended between two recordings is not known");
  }

  @Test
  void escapesWhatNamesHold() throws IOException {
    assertThat(page(EVERYTHING)).doesNotContain("<script>window.ran");
  }

  @Test
  void saysThatNothingWouldHaveBeenRemoved() throws IOException {
    assertThat(page(SampleBacktests.ofNothing()))
        .contains("Nothing would have been removed.")
        .contains("0 of 0 removals regretted in 1 day of 123456789012/eu-west-1");
  }

  @Test
  void isTheSameForTheSameBacktest() throws IOException {
    assertThat(page(EVERYTHING)).isEqualTo(page(EVERYTHING));
  }

  @Test
  void isQuietAndAlone() throws IOException {
    Tab tab = open(tab(1280), EVERYTHING);

    assertThat(tab.evaluate("typeof window.ran").asText()).isEqualTo("undefined");
    assertThat(tab.problems()).isEmpty();
    assertThat(tab.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
    Files.write(SCREENSHOTS.resolve("backtest.png"), tab.screenshot());
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1024, 962, 390, 320})
  void needsNoSidewaysScrolling(int width) throws IOException {
    Tab tab = open(tab(width), EVERYTHING);
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");

    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1024, 962})
  void namesColumnsApartFromEachOther(int width) throws IOException {
    Tab tab = open(tab(width), EVERYTHING);

    JsonNode gaps =
        tab.evaluate(
            "[...document.querySelectorAll('thead tr')].flatMap(row => { const places ="
                + " [...row.cells].map(cell => { const range = document.createRange();"
                + " range.selectNodeContents(cell.firstChild); return"
                + " range.getBoundingClientRect(); });"
                // A column that has no room beside the others stands below them.
                + " return places.slice(1).map((place, i) => place.top > places[i].bottom ? 1"
                + " : place.left - places[i].right); })");

    assertThat(gaps).isNotEmpty().allMatch(gap -> gap.asDouble() > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "narrow"})
  void passesTheRulesOfAccessibility(String look) throws IOException {
    Tab tab = tab(look.equals("narrow") ? 390 : 1280);
    if (look.equals("dark")) {
      tab.dark();
    }
    open(tab, EVERYTHING);
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
    tab.evaluate(
        Resources.toString(
            Resources.getResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"),
            StandardCharsets.UTF_8));

    JsonNode violations =
        tab.evaluate(
            "axe.run().then(found => found.violations.map(rule => rule.id + ': ' +"
                + " rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' +"
                + " node.failureSummary).join(' | ')))");

    assertThat(violations).isEmpty();
  }

  @Test
  void sortsByTheColumnsOfEachTable() throws IOException {
    Tab tab = open(tab(1280), EVERYTHING);

    tab.evaluate(
        "[...document.querySelectorAll('#all thead button')].find(button => button.textContent ==="
            + " 'Removed').click()");

    JsonNode days = tab.evaluate("[...all.tBodies[0].rows].map(row => row.cells[5].textContent)");
    assertThat(days).extracting(JsonNode::asText).isSorted().hasSizeGreaterThan(10);
  }
}
