package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Resources;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.report.html.Chromium.Tab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** Screenshots stay here, for people to look at. */
  private static final Path SCREENSHOTS = Path.of("target", "html-report", "sizes");

  private static final Path PROFILE = Path.of("target", "chromium-sizes");

  private static final List<String> PARTS =
      List.of("summary", "changes", "groups", "images", "basis");

  /** Of the long tables, the rows that are in sight at first. */
  private static final int ROWS = 30;

  /**
   * Returns the pairs of texts of a part that overlap: texts are sorted by where they begin, and
   * each is compared with those that begin above its end.
   */
  private static final String OVERLAPS =
      """
      (part => {
        const rows = [...part.querySelectorAll('tbody tr')];
        rows.splice(%d).forEach(row => row.remove());
        rows.forEach(row => { row.style.contentVisibility = 'visible'; });
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
          .formatted(ROWS);

  private static final String AXE =
      "axe.run().then(found => found.violations.map(rule => rule.id + ': ' +"
          + " rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200) + ' ' +"
          + " node.failureSummary).join(' | ')))";

  private static Optional<Chromium> chromium = Optional.empty();

  private static final Map<Integer, Path> PAGES = new HashMap<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(),
        "There is no 'chromium' on the PATH: the HTML report is not tested in a browser");
    PAGES.put(21, write(folder, SamplePlans.ofDemoAccount()));
    PAGES.put(300, write(folder, SamplePlans.large(SamplePlans.SCOPE, 12, 300)));
    PAGES.put(5000, write(folder, SamplePlans.large(SamplePlans.SCOPE, 50, 5000)));
    chromium = Optional.of(Chromium.start(program.get(), PROFILE.toAbsolutePath()));
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterAll
  static void stop() {
    chromium.ifPresent(Chromium::close);
  }

  /** Writes a page that has every part: owners, and what changed since a week ago. */
  private static Path write(Path folder, CleanupPlan plan) throws IOException {
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
    Path page = folder.resolve(images.size() + ".html");
    try (OutputStream out = Files.newOutputStream(page)) {
      new HtmlReport()
          .render(
              CleanupReport.builder().addPlans(PlanReport.of(tagged).since(earlier)).build(), out);
    }
    return page;
  }

  static Stream<Arguments> looks() {
    return PAGES.keySet().stream()
        .sorted()
        .flatMap(
            images ->
                WIDTHS.stream()
                    .flatMap(
                        width ->
                            Stream.of("light", "dark")
                                .map(look -> Arguments.of(images, width, look))));
  }

  private static Tab open(int images, int width, String look) {
    Tab tab = chromium.orElseThrow().newTab().size(width, HEIGHT);
    if (look.equals("dark")) {
      tab.dark();
    }
    return tab.open(Objects.requireNonNull(PAGES.get(images)).toUri());
  }

  @ParameterizedTest(name = "{0} images, {1} px, {2}")
  @MethodSource("looks")
  void showsNoTextOverAnother(int images, int width, String look) throws IOException {
    try (Tab tab = open(images, width, look)) {
      List<String> overlaps = new ArrayList<>();
      for (String part : PARTS) {
        tab.evaluate(
            "new Promise(done => { document.getElementById('"
                + part
                + "').scrollIntoView(); requestAnimationFrame(() => requestAnimationFrame(done))"
                + " })");
        Files.write(
            SCREENSHOTS.resolve("%d-%d-%s-%s.png".formatted(images, width, look, part)),
            tab.screenshot());
      }
      assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
      // The head of the table of images covers rows that are scrolled beneath it.
      tab.evaluate("scrollTo(0, 0)");
      // Colours move nothing.
      for (String part : look.equals("light") ? PARTS : List.<String>of()) {
        tab.evaluate(OVERLAPS.replace("$", part))
            .forEach(overlap -> overlaps.add(part + ": " + overlap.asText()));
      }

      assertThat(overlaps).isEmpty();
      assertThat(tab.problems()).isEmpty();
    }
  }

  /** Rows of a long table are of the same form as those of a short one, and take long to check. */
  static Stream<Arguments> looksOfTheShortPage() {
    return looks().filter(look -> look.get()[0].equals(21));
  }

  @ParameterizedTest(name = "{0} images, {1} px, {2}")
  @MethodSource("looksOfTheShortPage")
  void passesTheRulesOfAccessibility(int images, int width, String look) throws IOException {
    try (Tab tab = open(images, width, look)) {
      tab.evaluate(
          Resources.toString(
              Resources.getResource("META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"),
              StandardCharsets.UTF_8));

      JsonNode violations = tab.evaluate(AXE);

      assertThat(violations).isEmpty();
    }
  }
}
