package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.io.Resources;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.report.html.Chromium.Tab;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at the page in the browser that people look at it with. */
class HtmlReportInChromiumTest {

  private static final PlanReport LARGE =
      PlanReport.of(SamplePlans.large(SamplePlans.SCOPE, 50, 5000));

  private static final PlanReport DEMO = PlanReport.of(SamplePlans.ofDemoAccount());

  /** Screenshots stay here, for people to look at. */
  private static final Path SCREENSHOTS = Path.of("target", "html-report");

  /** Not a temporary folder: processes of the browser may still write when it has ended. */
  private static final Path PROFILE = Path.of("target", "chromium");

  private static Optional<Chromium> chromium = Optional.empty();

  @TempDir private Path folder;

  private final List<Tab> tabs = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> program = Chromium.find();
    assumeTrue(
        program.isPresent(),
        "There is no 'chromium' on the PATH: the HTML report is not tested in a browser");
    chromium = Optional.of(Chromium.start(program.get(), PROFILE.toAbsolutePath()));
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterAll
  static void stop() {
    chromium.ifPresent(Chromium::close);
  }

  /** Whatever a test looks at, the page never complains and never asks for anything else. */
  @AfterEach
  void isQuietAndAlone() {
    for (Tab tab : tabs) {
      assertThat(tab.problems()).isEmpty();
      assertThat(tab.requests()).hasSize(1).allMatch(address -> address.startsWith("file:"));
    }
  }

  @Test
  void doesNotRunWhatNamesHold() throws IOException {
    Tab tab =
        open(
            tab(),
            PlanReport.of(
                SamplePlans.withText(
                    "</bdi></script><script>window.ran = 1</script><img src=x onerror='window.ran ="
                        + " 1'>\" onfocus=\"window.ran = 1\" autofocus=\"")));

    assertThat(tab.evaluate("typeof window.ran").asText()).isEqualTo("undefined");
    assertThat(tab.evaluate("document.images.length").asInt()).isZero();
    assertThat(tab.evaluate("document.querySelector('#all b').textContent").asText())
        .startsWith("</bdi></script><script>window.ran");
  }

  @Test
  void forbidsWhatIsNotItsOwn() throws IOException {
    Tab tab = chromium.orElseThrow().newTab();
    tab.open(page(DEMO));

    tab.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran ="
            + " 1'}))");
    tab.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)");
    tab.evaluate("document.body.setAttribute('style', 'display: none')");

    assertThat(tab.evaluate("typeof window.ran").asText()).isEqualTo("undefined");
    assertThat(tab.evaluate("getComputedStyle(document.body).display").asText()).isEqualTo("block");
    assertThat(tab.problems())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(x -> x.contains("Content Security Policy"));
  }

  @Test
  void sortsByEveryColumn() throws IOException {
    Tab tab = open(tab(), LARGE);

    click(tab, "Image");
    assertThat(column(tab, 0)).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    assertThat(sortOf(tab, 0)).isEqualTo("ascending");

    click(tab, "GiB");
    assertThat(column(tab, 4).stream().map(Integer::valueOf)).isSorted();
    click(tab, "GiB");
    assertThat(column(tab, 4).get(0)).isEqualTo("256");
    assertThat(sortOf(tab, 4)).isEqualTo("descending");
    assertThat(sortOf(tab, 0)).isEmpty();
  }

  @Test
  void sortsWithTheKeyboard() throws IOException {
    Tab tab = open(tab(), DEMO);

    tab.evaluate("document.querySelector('#search').focus()");
    for (int i = 0; i < 5; i++) {
      tab.press("Tab", "", 9);
    }
    assertThat(tab.evaluate("document.activeElement.textContent").asText()).isEqualTo("Created");
    tab.press("Enter", "\r", 13);

    assertThat(sortOf(tab, 1)).isEqualTo("ascending");
    assertThat(tab.evaluate("document.activeElement.textContent").asText()).isEqualTo("Created");
    assertThat(column(tab, 1)).isSorted();
  }

  @Test
  void beginsWithALinkToTheTable() throws IOException {
    Tab tab = open(tab(), DEMO);

    tab.press("Tab", "", 9);

    assertThat(tab.evaluate("document.activeElement.textContent").asText())
        .isEqualTo("Skip to the table of images");
    assertThat(tab.evaluate("document.activeElement.getBoundingClientRect().left").asInt())
        .isZero();
    assertThat(tab.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
        .isEqualTo("solid");
    tab.press("Enter", "\r", 13);
    assertThat(tab.evaluate("document.activeElement.id").asText()).isEqualTo("images");
  }

  @Test
  void filtersByWhatIsTyped() throws IOException {
    Tab tab = open(tab(), LARGE);

    tab.evaluate("document.querySelector('#search').focus()");
    tab.evaluate(
        "void (window.done = new Promise(done => new MutationObserver(() => done(shown.value))"
            + ".observe(document.getElementById('shown'), {childList: true})))");
    tab.type("IN-USE api-prod-");
    String shown = tab.evaluate("window.done").asText();

    List<JsonNode> rows = shownRows(tab);
    assertThat(rows)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.asText()).contains("api-prod-").contains("excluded"));
    assertThat(shown).isEqualTo(rows.size() + " of 5,000 images");
  }

  @Test
  void filtersByVerdictAndGroupTogether() throws IOException {
    Tab tab = open(tab(), LARGE);

    choose(tab, "verdict", "retained");
    choose(tab, "group", "api.prod");

    assertThat(shownRows(tab))
        .hasSize((int) SamplePlans.count(LARGE.plan(), Verdict.RETAINED, "api.prod"))
        .allSatisfy(row -> assertThat(row.asText()).contains("api.prod").contains("retained"));

    tab.evaluate("new Promise(done => { filters.reset(); setTimeout(() => setTimeout(done)) })");
    assertThat(shownRows(tab)).hasSize(5000);
    assertThat(tab.evaluate("shown.value").asText()).isEqualTo("5,000 images");
  }

  @Test
  void filtersByOutcomeAndScope() throws IOException {
    Tab tab = open(tab(), SamplePlans.executed(), PlanReport.of(SamplePlans.large(OTHER, 10, 40)));

    choose(tab, "outcome", "skipped");
    assertThat(shownRows(tab)).hasSize(1);
    choose(tab, "outcome", "");
    choose(tab, "scope", OTHER.toString());
    assertThat(shownRows(tab)).hasSize(40);
  }

  private static final CleanupScope OTHER =
      CleanupScope.of(AccountId.of("210987654321"), "us-east-1");

  @Test
  void showsTheImagesOfAGroupThatIsClicked() throws IOException {
    Tab tab = open(tab(), DEMO);

    tab.evaluate("document.querySelector('a[data-group=\"back.dev\"]').click()");

    assertThat(shownRows(tab)).hasSize(5).allMatch(row -> row.asText().contains("back.dev"));
    assertThat(tab.evaluate("location.hash").asText()).isEqualTo("#images");
  }

  @Test
  void explainsWithOneClick() throws IOException {
    Tab tab = open(tab(), DEMO);
    String explanation = "document.querySelector('#ami-50504e36 details li').checkVisibility()";
    assertThat(tab.evaluate(explanation).asBoolean()).isFalse();

    tab.evaluate("document.querySelector('#ami-50504e36 summary').click()");

    assertThat(tab.evaluate(explanation).asBoolean()).isTrue();
  }

  @Test
  void opensTheImageThatTheAddressNames() throws IOException {
    Tab tab = open(tab(), DEMO);
    choose(tab, "group", "back.prod");

    tab.evaluate(
        "new Promise(done => { addEventListener('hashchange', () => setTimeout(() =>"
            + " setTimeout(done))); location.hash = '#ami-50504e36' })");

    assertThat(tab.evaluate("document.querySelector('#ami-50504e36 details').open").asBoolean())
        .isTrue();
    assertThat(tab.evaluate("document.getElementById('ami-50504e36').hidden").asBoolean())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1280, 1100, 768, 390})
  void showsTheImageThatTheAddressNamesBelowTheHeadOfTheTable(int width) throws IOException {
    Tab tab = open(tab().size(width, 700), LARGE);

    tab.evaluate(
        "new Promise(done => { addEventListener('hashchange', () => requestAnimationFrame(() =>"
            + " requestAnimationFrame(done))); location.hash = all.tBodies[0].rows[2500].id })");

    JsonNode place =
        tab.evaluate(
            "(row => [row.getBoundingClientRect().top,"
                + " all.tHead.getBoundingClientRect().bottom, innerHeight])"
                + "(document.getElementById(location.hash.slice(1)))");
    assertThat(place.get(0).asDouble())
        .isGreaterThanOrEqualTo(place.get(1).asDouble())
        .isBetween(0.0, place.get(2).asDouble() / 2);
    screenshot(tab, "linked-" + width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1280, 1100, 768, 390})
  void fillsEveryRowOfFigures(int width) throws IOException {
    Tab tab = open(tab().size(width, 900), DEMO);

    JsonNode rows =
        tab.evaluate(
            "Object.values(Object.groupBy(document.querySelectorAll('.figures > div'), figure =>"
                + " figure.offsetTop)).map(row => row.length)");

    assertThat(rows).extracting(JsonNode::asInt).doesNotContain(1);
    assertThat(rows).extracting(JsonNode::asInt).containsOnly(rows.get(0).asInt());
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 390})
  void namesTheLinesOfTheChartBesideItsBars(int width) throws IOException {
    Tab tab = open(tab().size(width, 900), DEMO, LARGE);

    JsonNode overlaps =
        tab.evaluate(
            "[...document.querySelectorAll('.history')].flatMap(chart =>"
                + " [...chart.querySelectorAll('text.end')].map(name =>"
                + " name.getBoundingClientRect().right"
                + " - chart.querySelector('svg').getBoundingClientRect().left))");

    assertThat(overlaps).isNotEmpty().allMatch(overlap -> overlap.asDouble() < 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1290, 1280, 1100, 970})
  void namesTicksApartFromEachOtherAndFromOtherColumns(int width) throws IOException {
    InMemoryAccount.Builder account = InMemoryAccount.builder();
    for (int day = 1; day <= 5; day++) {
      account.image("ami-0000000" + day, image -> image.createdAt("2025-01-01T00:00:00Z"));
    }
    Tab tab =
        open(
            tab().size(width, 900),
            DEMO,
            PlanReport.of(
                SamplePlans.plan(account.build(), 2, Instant.parse("2025-04-01T00:00:00Z"))));

    JsonNode gaps =
        tab.evaluate(
            "[...document.querySelectorAll('table.groups')].flatMap(table => {"
                + " const places = [...table.tHead.querySelectorAll('.time text')].filter(name =>"
                + " name.checkVisibility() && name.textContent).map(name =>"
                + " name.getBoundingClientRect());"
                + " const range = document.createRange();"
                + " range.selectNodeContents(table.tHead.rows[0].cells[2]);"
                + " places.push(range.getBoundingClientRect());"
                + " return places.slice(1).map((place, i) => place.left - places[i].right); })");

    assertThat(gaps).isNotEmpty().allMatch(gap -> gap.asDouble() > 0);
  }

  @Test
  void isReadableWithoutScript() throws IOException {
    Tab tab = open(tab().withoutScript(), DEMO);

    assertThat(tab.evaluate("document.getElementById('filters').checkVisibility()").asBoolean())
        .isFalse();
    assertThat(tab.evaluate("document.querySelectorAll('thead button').length").asInt()).isZero();
    assertThat(shownRows(tab)).hasSize(21);
    assertThat(
            tab.evaluate(
                    "[...document.querySelectorAll('svg.bars path.remove')].filter(path =>"
                        + " path.getBBox().height > 0).length")
                .asInt())
        .isEqualTo(4);
    tab.evaluate("document.querySelector('#ami-50504e36 summary').click()");
    assertThat(tab.evaluate("document.getElementById('ami-50504e36').innerText").asText())
        .contains("not-retained", "dev.front: rank 5 of 5", "snap-0c4647159c324c985");
    screenshot(tab, "without-script");
  }

  /** What is not in sight costs nothing until it is: this is what keeps large pages fast. */
  @Test
  void laysOutOnlyWhatIsInSight() throws IOException {
    Tab tab = open(tab(), LARGE);

    assertThat(
            tab.evaluate(
                    "[...document.querySelectorAll('#all tbody th b')].filter(name =>"
                        + " name.checkVisibility({contentVisibilityAuto: true})).length")
                .asInt())
        .isLessThan(500);
  }

  @Test
  void fitsFiveThousandImagesIntoFiveMegabytes() throws IOException {
    assertThat(Files.size(Path.of(page(LARGE)))).isLessThan(5_000_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1440, 1024, 962, 390, 320})
  void needsNoSidewaysScrolling(int width) throws IOException {
    Tab tab =
        open(
            tab().size(width, 900),
            SamplePlans.executed(),
            PlanReport.of(SamplePlans.withText("W".repeat(256))),
            tagged(),
            PlanReport.of(SamplePlans.large(OTHER, 12, 400)));
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");

    assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(ints = {390, 320})
  void showsAllThatWasDoneOnAPhone(int width) throws IOException {
    Tab tab = open(tab().size(width, 900), SamplePlans.executed());

    assertThat(
            tab.evaluate(
                    "(table => table.scrollWidth - table.clientWidth)"
                        + "(document.querySelector('#summary table'))")
                .asInt())
        .isZero();
  }

  /** The demo account, with as many recorded tags as have columns of their own. */
  private static PlanReport tagged() {
    Map<String, String> tags =
        Map.of("owner", "team-a", "cost-center", "1234567890", "service", "front end");
    return PlanReport.of(
        CleanupPlan.builder()
            .from(DEMO.plan())
            .images(
                DEMO.plan().images().stream()
                    .map(image -> ImageDecision.builder().from(image).tags(tags).build())
                    .toList())
            .build());
  }

  @Test
  void hasAColumnForEachRecordedTag() throws IOException {
    Tab tab = open(tab(), tagged());

    click(tab, "owner");
    assertThat(sortOf(tab, 4)).isEqualTo("ascending");
    assertThat(column(tab, 4)).containsOnly("team-a");
    tab.evaluate("all.scrollIntoView()");
    screenshot(tab, "tagged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark", "narrow"})
  void passesTheRulesOfAccessibility(String look) throws IOException {
    // Not one of the tabs that must be quiet: the checker itself draws complaints.
    Tab tab = chromium.orElseThrow().newTab().size(look.equals("narrow") ? 390 : 1280, 1000);
    if (look.equals("dark")) {
      tab.dark();
    }
    open(
        tab,
        SamplePlans.executed(),
        PlanReport.of(SamplePlans.withText("name")),
        PlanReport.of(SamplePlans.large(OTHER, 6, 30)));
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
  void tellsAssistiveTechnologyWhatThereIs() throws IOException {
    Tab tab = open(tab(), DEMO);
    List<String> seen = new ArrayList<>();
    tab.accessibilityTree()
        .forEach(
            node ->
                seen.add(
                    node.path("role").path("value").asText()
                        + " "
                        + node.path("name").path("value").asText()));

    assertThat(seen)
        .contains(
            "banner ",
            "main ",
            "navigation Parts of this page",
            "heading 12 of 21 images to be removed in 123456789012/eu-west-1",
            "heading Images",
            "table All images, and why each stays or goes",
            "columnheader Verdict",
            "rowheader front-a3c56c4 ami-50504e36",
            "searchbox Search",
            "combobox Verdict",
            "image Images created on 2017-06-15; to be removed are those created on 2017-06-15",
            "image 24 of 40 GiB in 5 snapshots to be deleted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void followsTheColoursOfTheSystem(String look) throws IOException {
    Tab tab = tab();
    if (look.equals("dark")) {
      tab.dark();
    }
    open(tab, LARGE);

    int red =
        tab.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
            .asInt();

    assertThat(red < 128).isEqualTo(look.equals("dark"));
    screenshot(tab, "large-" + look);
  }

  private Tab tab() {
    Tab tab = chromium.orElseThrow().newTab().size(1280, 1000);
    tabs.add(tab);
    return tab;
  }

  private Tab open(Tab tab, PlanReport... reports) throws IOException {
    return tab.open(page(reports));
  }

  private URI page(PlanReport... reports) throws IOException {
    Path file = Files.createTempFile(folder, "report", ".html");
    try (OutputStream out = Files.newOutputStream(file)) {
      new HtmlReport().render(CleanupReport.builder().addPlans(reports).build(), out);
    }
    return file.toUri();
  }

  private static void screenshot(Tab tab, String name) throws IOException {
    Files.write(SCREENSHOTS.resolve(name + ".png"), tab.screenshot());
  }

  private static void click(Tab tab, String column) {
    tab.evaluate(
        "[...document.querySelectorAll('#all thead button')].find(button => button.textContent ==="
            + " '"
            + column
            + "').click()");
  }

  private static void choose(Tab tab, String column, String value) {
    tab.evaluate(
        "(select => { select.value = '"
            + value
            + "'; select.dispatchEvent(new Event('change', {bubbles: true})) })"
            + "(document.querySelector('[data-column="
            + column
            + "]'))");
  }

  private static List<String> column(Tab tab, int column) {
    List<String> cells = new ArrayList<>();
    tab.evaluate(
            "[...document.querySelectorAll('#all tbody tr')].map(row => row.cells["
                + column
                + "].textContent)")
        .forEach(cell -> cells.add(cell.asText()));
    return cells;
  }

  private static String sortOf(Tab tab, int column) {
    return tab.evaluate(
            "document.querySelectorAll('#all thead th')[" + column + "].getAttribute('aria-sort')")
        .asText("");
  }

  private static List<JsonNode> shownRows(Tab tab) {
    List<JsonNode> rows = new ArrayList<>();
    tab.evaluate(
            "[...document.querySelectorAll('#all tbody tr')].filter(row =>"
                + " row.checkVisibility()).map(row => Array.from(row.cells, cell =>"
                + " cell.textContent).join(' ').slice(0, 200))")
        .forEach(rows::add);
    return rows;
  }
}
