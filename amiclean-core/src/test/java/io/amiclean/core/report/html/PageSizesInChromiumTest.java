package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Resources;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.backtest.SampleBacktests;
import io.amiclean.core.report.html.Chromium.Tab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The page in windows from a telephone's to a wide screen's, light and dark, short and long. */
@Tag("slow")
class PageSizesInChromiumTest {

  private static final int HEIGHT = 900;

  private static final List<Integer> WIDTHS = List.of(1440, 1280, 768, 390);

  /** Screenshots stay here, for people. */
  private static final Path SCREENSHOTS = Path.of("target", "html-report", "sizes");

  private static final Path PROFILE = Path.of("target", "chromium-sizes");

  private static final List<String> PARTS =
      List.of("summary", "changes", "groups", "time", "images", "orphans", "basis");

  /** So many rows of a long table at its beginning, in its middle and at its end are compared. */
  private static final int ROWS = 10;

  /**
   * Returns the pairs of texts of a part that overlap: texts are sorted by where they begin, and
   * each is compared with those that begin above its end.
   */
  private static final String OVERLAPS =
      """
      (part => {
        for (const body of part.querySelectorAll('tbody')) {
          const rows = [...body.rows];
          const middle = Math.floor((rows.length - ROWS) / 2);
          rows.forEach((row, i) => {
            if (i < ROWS || i >= rows.length - ROWS || (i >= middle && i < middle + ROWS)) {
              row.style.contentVisibility = 'visible';
            } else {
              row.remove();
            }
          });
        }
        const boxes = [];
        const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const parent = node.parentElement;
          if (node.textContent.trim() && !parent.closest('option, .hidden')
              && parent.checkVisibility()) {
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const box of range.getClientRects()) {
              if (box.width > 0) {
                boxes.push({box, text: node.textContent.trim().slice(0, 60)});
              }
            }
          }
        }
        boxes.sort((one, other) => one.box.top - other.box.top);
        const overlaps = [];
        boxes.forEach(({box, text}, i) => {
          for (let j = i + 1; j < boxes.length && boxes[j].box.top < box.bottom - 3; j++) {
            const next = boxes[j].box;
            if (Math.min(box.right, next.right) - Math.max(box.left, next.left) > 1) {
              overlaps.push(text + ' / ' + boxes[j].text);
            }
          }
        });
        return overlaps;
      })(document.getElementById('$'))
      """
          .replace("ROWS", Integer.toString(ROWS));

  private static final String AXE =
      "axe.run().then(found => found.violations.map(rule => rule.id + ': ' +"
          + " rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' +"
          + " node.failureSummary).join(' | ')))";

  private static Optional<Chromium> chromium = Optional.empty();

  private static final Map<String, Path> PAGES = new LinkedHashMap<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(),
        "There is no 'chromium' on the PATH: the HTML report is not tested in a browser");
    add(folder, "21 images", withEveryPart(SamplePlans.ofDemoAccount()));
    add(folder, "300 images", withEveryPart(SamplePlans.large(SamplePlans.SCOPE, 12, 300)));
    add(folder, "5000 images", withEveryPart(SamplePlans.large(SamplePlans.SCOPE, 50, 5000)));
    add(folder, "showcase", PlanReport.of(SamplePlans.showcase()));
    add(folder, "executed", SamplePlans.executed());
    Path backtest = folder.resolve("backtest.html");
    try (OutputStream out = Files.newOutputStream(backtest)) {
      HtmlBacktest.write(SampleBacktests.ofEverything("front", "keep one", "keep two"), out);
    }
    PAGES.put("backtest", backtest);
    chromium = Optional.of(Chromium.start(program.get(), PROFILE.toAbsolutePath()));
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterAll
  static void stop() {
    chromium.ifPresent(Chromium::close);
  }

  private static void add(Path folder, String name, PlanReport report) throws IOException {
    Path page = folder.resolve(name + ".html");
    try (OutputStream out = Files.newOutputStream(page)) {
      new HtmlReport().render(CleanupReport.builder().addPlans(report).build(), out);
    }
    PAGES.put(name, page);
  }

  /** Returns a report for a page with every part: owners, and what changed since a week ago. */
  private static PlanReport withEveryPart(CleanupPlan plan) {
    List<ImageDecision> images =
        plan.images().stream()
            .map(
                image ->
                    ImageDecision.builder()
                        .from(image)
                        .tags(
                            image.name().startsWith("test")
                                ? Map.of()
                                : Map.of("owner", "team-" + image.name().split("-", 2)[0]))
                        .build())
            .toList();
    CleanupPlan tagged = CleanupPlan.builder().from(plan).images(images).build();
    CleanupPlan earlier =
        CleanupPlan.builder()
            .from(tagged)
            .createdAt(plan.createdAt().minus(Duration.ofDays(7)))
            .images(
                IntStream.range(0, images.size())
                    .filter(i -> i % 5 > 0)
                    .mapToObj(images::get)
                    .toList())
            .build();
    return PlanReport.of(tagged).since(earlier);
  }

  static Stream<Arguments> views() {
    return PAGES.keySet().stream()
        .flatMap(
            page ->
                WIDTHS.stream()
                    .flatMap(
                        width ->
                            Stream.of("light", "dark")
                                .map(colours -> Arguments.of(page, width, colours))));
  }

  private static Tab open(String page, int width, String colours) {
    Tab tab = chromium.orElseThrow().newTab().size(width, HEIGHT);
    if (colours.equals("dark")) {
      tab.dark();
    }
    return tab.open(Objects.requireNonNull(PAGES.get(page)).toUri());
  }

  /** Returns the parts that a page has. */
  private static List<String> parts(Tab tab) {
    return PARTS.stream()
        .filter(part -> tab.evaluate("!!document.getElementById('" + part + "')").asBoolean())
        .toList();
  }

  @ParameterizedTest(name = "{0}, {1} px, {2}")
  @MethodSource("views")
  void showsNoTextOverAnother(String page, int width, String colours) throws IOException {
    try (Tab tab = open(page, width, colours)) {
      List<String> overlaps = new ArrayList<>();
      List<String> parts = parts(tab);
      for (String part : parts) {
        tab.evaluate(
            "new Promise(done => { document.getElementById('"
                + part
                + "').scrollIntoView(); requestAnimationFrame(() => requestAnimationFrame(done))"
                + " })");
        Files.write(
            SCREENSHOTS.resolve(
                "%s-%d-%s-%s.png".formatted(page.replace(' ', '-'), width, colours, part)),
            tab.screenshot());
      }
      assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      // The head of the table of images covers rows that are scrolled beneath it.
      tab.evaluate("scrollTo(0, 0)");
      for (String part : parts) {
        tab.evaluate(OVERLAPS.replace("$", part))
            .forEach(overlap -> overlaps.add(part + ": " + overlap.asText()));
      }

      assertThat(overlaps).isEmpty();
      assertThat(tab.problems()).isEmpty();
    }
  }

  /**
   * The short pages in all views, and a longer one in two: its rows are of the same form as those
   * of a short one, and take long to check.
   */
  static Stream<Arguments> viewsToCheck() {
    return views()
        .filter(
            view ->
                switch ((String) view.get()[0]) {
                  case "21 images" -> true;
                  case "300 images" -> view.get()[1].equals(1440) && view.get()[2].equals("light");
                  case "showcase" -> view.get()[1].equals(390) && view.get()[2].equals("dark");
                  default -> false;
                });
  }

  @ParameterizedTest(name = "{0}, {1} px, {2}")
  @MethodSource("viewsToCheck")
  void passesTheRulesOfAccessibility(String page, int width, String colours) throws IOException {
    try (Tab tab = open(page, width, colours)) {
      tab.evaluate(
          Resources.toString(
              Resources.getResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"),
              StandardCharsets.UTF_8));

      JsonNode violations = tab.evaluate(AXE);

      assertThat(violations).isEmpty();
    }
  }
}
