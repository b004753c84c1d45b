package io.amiclean.core.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.hash.Hashing;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.testing.Samples;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.SnapshotPrice;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.report.TerminalText;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {

  private static final PlanReport DEMO = PlanReport.of(SamplePlans.ofDemoAccount());

  private static final PlanReport OTHER =
      PlanReport.of(
          CleanupPlan.builder()
              .from(DEMO.plan())
              .scope(CleanupScope.of(AccountId.of("210987654321"), "us-east-1"))
              .build());

  @Test
  void explainsEveryImage() throws IOException {
    CleanupPlan plan = SamplePlans.withEveryVerdict();
    Document page = page(PlanReport.of(plan));

    assertThat(page.select("#all tbody tr")).hasSameSizeAs(plan.images());
    for (ImageDecision image : plan.images()) {
      Element row = page.expectFirst("#" + image.imageId());
      assertThat(row.expectFirst("th").text()).isEqualTo(image.name() + " " + image.imageId());
      assertThat(row.select("td.%s".formatted(word(image.verdict())))).hasSize(1);
      Element why = row.expectFirst("details");
      for (Reason reason : image.reasons()) {
        assertThat(why.text()).contains(reason.code(), reason.message());
        assertThat(why.select("samp").eachText()).containsAll(reason.evidence());
      }
      for (SnapshotDecision snapshot : image.snapshots()) {
        assertThat(why.text())
            .contains(snapshot.snapshotId() + " ", ": " + word(snapshot.verdict()))
            .contains(snapshot.reasons().get(0).message());
      }
    }
  }

  @Test
  void tellsTheWayOfAnImage() throws IOException {
    Document page = page(DEMO);

    assertThat(page.expectFirst("#ami-50504e36 .way").text())
        .matches(
            "Exclusion: let go by \\d+ filters In dev.front, rank 5 of 5: let go by 1 retention");
    assertThat(page.expectFirst("#ami-2bf48158 .way").text())
        .matches("Exclusion: let go by \\d+ filters");
  }

  @Test
  void listsWhatGoesFirstThenGroupByGroupNewestFirst() throws IOException {
    List<Element> rows = page(DEMO).select("#all tbody tr");

    assertThat(rows.subList(0, 12)).allMatch(row -> !row.select("td.remove").isEmpty());
    assertThat(rows.subList(12, 20)).allMatch(row -> !row.select("td.retained").isEmpty());
    for (List<Element> group : List.of(rows.subList(0, 3), rows.subList(12, 14))) {
      assertThat(group).extracting(row -> row.select("td").get(1).text()).containsOnly("back.dev");
      assertThat(group)
          .extracting(row -> row.select("td").get(0).text())
          .isSortedAccordingTo((one, other) -> other.compareTo(one));
    }
    assertThat(rows.get(20).text()).contains("test-delete");
  }

  @Test
  void listsFirstWhatSavesMostInAllScopes() throws IOException {
    PlanReport large =
        PlanReport.of(
            SamplePlans.large(CleanupScope.of(AccountId.of("210987654321"), "us-east-1"), 10, 400));
    Document page = page(DEMO, large);

    List<Element> rows =
        page.select("#all tbody tr").stream()
            .filter(row -> !row.select("td.remove").isEmpty())
            .toList();
    assertThat(rows)
        .extracting(row -> new BigDecimal(row.expectFirst("td.cost").text()))
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
  }

  @Test
  void listsFirstWhatIsLargestWhereThePriceIsNotKnown() throws IOException {
    CleanupPlan plan =
        SamplePlans.large(CleanupScope.of(AccountId.of("123456789012"), "mars-1"), 10, 400);
    Document page = page(PlanReport.of(plan));

    assertThat(page.select("#all tbody tr:has(td.remove)"))
        .isNotEmpty()
        .extracting(row -> Integer.valueOf(row.expectFirst("td.n").text()))
        .isSortedAccordingTo((one, other) -> other - one);
    assertThat(page.select("td.cost")).isEmpty();
  }

  @Test
  void namesTheCommandThatExecutesExactlyThisPlan() throws IOException {
    String digest = PlanJson.digest(DEMO.plan()).toString();

    assertThat(page(DEMO).expectFirst(".command").text())
        .isEqualTo("amiclean apply FILE --require-digest " + digest);
    assertThat(page(DEMO, OTHER).expectFirst(".command").text())
        .isEqualTo(
            "amiclean apply FILE FILE --require-digest "
                + digest
                + " --require-digest "
                + PlanJson.digest(OTHER.plan()));
    assertThat(page(DEMO).select("#basis dd").eachText()).contains(digest);
  }

  @Test
  void namesNoCommandForWhatMustNotOrNeedNotBeExecuted() throws IOException {
    assertThat(page(PlanReport.of(SamplePlans.withText("refused"))).select(".command")).isEmpty();
    assertThat(page(SamplePlans.executed()).select(".command")).isEmpty();
    assertThat(page(PlanReport.of(SamplePlans.large(SamplePlans.SCOPE, 1, 3))).select(".command"))
        .isEmpty();
  }

  @Test
  void countsWhyImagesStay() throws IOException {
    assertThat(page(PlanReport.of(SamplePlans.withEveryVerdict())).select("#summary .note").text())
        .startsWith("Kept: 1 in use, 1 retained.");
  }

  static Stream<String> awkwardTexts() {
    return Stream.of(
        "<script>alert(1)</script>",
        "</style></title></textarea><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)> ' onmouseover='alert(1)",
        "a `b` = {{title}} {{{script.text}}} ${7*7}",
        "&lt;b&gt; &amp;amp; &#0;",
        "right \u202e to \u2066 left",
        "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
        "\u001b[31mred\u001b[0m \u009b31m \u0000 \u0007",
        "line\nbreak\r\nand\ttab\u2028 end",
        "\ud83d\ude80 e\u0301 \ud83d\udc69\u200d\ud83d\ude92 \ud800",
        "two  spaces",
        "x".repeat(256));
  }

  @ParameterizedTest
  @MethodSource("awkwardTexts")
  void showsEveryTextAsItself(String text) throws IOException {
    Document page = page(PlanReport.of(SamplePlans.withText(text)));

    String shown = TerminalText.sanitize(text);
    Element row = page.expectFirst("#all tbody tr");
    assertThat(row.expectFirst("th b").wholeText()).isEqualTo(shown);
    assertThat(row.expectFirst("td bdi").wholeText()).isEqualTo(shown);
    assertThat(row.expectFirst("summary").wholeText()).isEqualTo("Because of " + shown);
    assertThat(row.select("samp")).extracting(Element::wholeText).containsExactly(shown, shown);
    assertThat(page.expectFirst("a[data-group]").attr("data-group")).isEqualTo(shown);
    assertThat(page.expectFirst("select[data-column=group] option:last-child").attr("value"))
        .isEqualTo(shown);
    assertThat(page.expectFirst(".alert li").wholeText()).startsWith("Refused for " + shown);
    assertThat(page.expectFirst("#basis td p").wholeText()).isEqualTo("Note " + shown);
    assertThat(page.select("script, style, img, textarea, [onload], [onerror], [onmouseover]"))
        .extracting(Element::nodeName)
        .containsExactly("style", "script");
  }

  @Test
  void holdsNoCharacterThatIsNotShown() throws IOException {
    String page =
        html(
            awkwardTexts()
                .map(text -> PlanReport.of(SamplePlans.withText(text)))
                .toArray(PlanReport[]::new));

    assertThat(page.codePoints().filter(character -> character != '\n'))
        .noneMatch(
            character ->
                Character.getType(character) == Character.CONTROL
                    || Character.getType(character) == Character.FORMAT);
  }

  @Test
  void permitsOnlyItsOwnStyleAndScript() throws IOException {
    Document page = page(DEMO);

    assertThat(page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .isEqualTo(
            "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action"
                + " 'none'",
            hash(page.expectFirst("style")), hash(page.expectFirst("script")));
    assertThat(page.select("[style], [src], [srcset], link, iframe, object, embed, base"))
        .isEmpty();
    assertThat(page.select("[href]")).allMatch(link -> link.attr("href").startsWith("#"));
    assertThat(page.select("*"))
        .allSatisfy(
            element ->
                assertThat(element.attributes())
                    .noneMatch(attribute -> attribute.getKey().startsWith("on")));
  }

  private static String hash(Element element) {
    byte[] hash = Hashing.sha256().hashString(element.data(), StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void hasOneTitleAndHeadingsWithoutGaps() throws IOException {
    Document page = page(SamplePlans.executed(), DEMO);

    List<Integer> levels =
        page.select("h1, h2, h3, h4, h5, h6").stream()
            .map(heading -> heading.nodeName().charAt(1) - '0')
            .toList();

    assertThat(levels).startsWith(1).doesNotContain(4, 5, 6);
    assertThat(levels.subList(1, levels.size())).doesNotContain(1).startsWith(2);
  }

  @Test
  void labelsEveryControlChartAndTable() throws IOException {
    Document page = page(SamplePlans.executed(), DEMO);

    assertThat(page.select("input, select")).isNotEmpty().allMatch(field -> field.is("label > *"));
    assertThat(page.select("svg"))
        .isNotEmpty()
        .allMatch(
            svg ->
                !svg.attr("aria-label").isBlank()
                    || svg.hasAttr("aria-hidden")
                    || svg.is("[aria-label] > svg"));
    assertThat(page.select("table"))
        .allMatch(table -> !table.expectFirst("caption").text().isBlank());
    assertThat(page.select("thead th")).allMatch(header -> header.attr("scope").equals("col"));
    assertThat(page.select("tbody th")).allMatch(header -> header.attr("scope").equals("row"));
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
  }

  @Test
  void namesEveryElementOnce() throws IOException {
    Document page = page(DEMO, DEMO, SamplePlans.executed());

    assertThat(page.select("[id]")).extracting(Element::id).doesNotHaveDuplicates();
    assertThat(page.select("a[href]"))
        .allSatisfy(
            link -> assertThat(page.getElementById(link.attr("href").substring(1))).isNotNull());
  }

  @Test
  void sumsUpAllScopes() throws IOException {
    Document page = page(PlanReport.of(SamplePlans.withEveryVerdict()), OTHER);

    assertThat(page.title()).isEqualTo("13 of 26 images to be removed in 2 scopes");
    assertThat(page.select(".figures dd").eachText())
        .containsExactly(
            "13 to be removed",
            "1 moved by a stage",
            "9 kept by a rule",
            "1 protected",
            "2 in no group, kept",
            "15 to be deleted",
            "124 GiB to be deleted, at most",
            "USD 6.20 freed a month, up to");
    assertThat(page.select("#summary table:last-child tbody tr").eachText())
        .containsExactly(
            "123456789012/eu-west-1 2017-06-16 00:00 5 1 3 28",
            "210987654321/us-east-1 2017-06-16 00:00 21 12 12 96");
    assertThat(page.select("#summary .alert")).isEmpty();
    assertThat(page.select("#all tbody tr")).hasSize(26);
  }

  @Test
  void groupsTheDigitsOfAllNumbers() throws IOException {
    CleanupPlan plan = SamplePlans.large(SamplePlans.SCOPE, 1, 60);
    ImageDecision kept =
        plan.images().stream().filter(image -> !image.isRemoval()).findFirst().get();
    ImageDecision removed = plan.removals().get(0);
    List<ImageDecision> images = new ArrayList<>();
    for (int number = 0; number < 2200; number++) {
      images.add(
          ImageDecision.builder()
              .from(number < 1100 ? kept : removed)
              .imageId(SamplePlans.imageId(number))
              .recoverableDays(
                  number < 1100 ? OptionalInt.empty() : OptionalInt.of(number == 1100 ? 0 : 7))
              .putTags("owner", "team-" + number)
              .build());
    }
    Document page = page(PlanReport.of(CleanupPlan.builder().from(plan).images(images).build()));

    assertThat(page.select("#summary .note").eachText())
        .contains(
            "Kept: 1,100 retained.",
            "Of the 1,100, removal of 1,099 can be undone for 7 days, that of 1 is for good.");
    assertThat(page.select("figure tbody td").eachText())
        .containsExactly("0", "1,100", "1,100", "0");
    assertThat(page.select(".history > rect title").eachText())
        .allMatch(text -> text.contains("1,100"));
    assertThat(page.select(".history").attr("aria-label")).contains("in a month: 1,100 (");
    assertThat(page.select(".owners em").eachText()).containsExactly("2,180 others");
  }

  @Test
  void saysThatPlansOfOneScopeAreAddedUp() throws IOException {
    Document page = page(SamplePlans.executed(), DEMO);

    assertThat(page.title())
        .isEqualTo("13 of 26 images removed or to be removed in 2 plans of 1 scope");
    assertThat(page.select("#summary .alert:has(h2) li").eachText())
        .containsExactly(
            "123456789012/eu-west-1 has 2 plans on this page. The summary adds them up: an image"
                + " or a snapshot that is in several of them counts once for each.");
    assertThat(page.select("#groups h3").eachText())
        .containsOnly("123456789012/eu-west-1, planned for 2017-06-16 00:00 UTC");
  }

  /** One of two deletions of the image was not permitted, and nobody knows of the orphan's. */
  @Test
  void countsWhatWasDoneOnceThePlanWasExecuted() throws IOException {
    Document page = page(SamplePlans.executed());

    assertThat(page.title()).isEqualTo("1 of 5 images removed in 123456789012/eu-west-1");
    assertThat(page.select(".figures dd").eachText())
        .containsExactly(
            "1 removed",
            "1 0 of them moved by a stage",
            "1 kept by a rule",
            "1 protected",
            "1 in no group, kept",
            "1 deleted",
            "8 GiB deleted, at most",
            "USD 0.40 freed a month, up to");
    assertThat(page.expectFirst("table.groups tbody tr").text()).isEqualTo("front 3 1 36 8 0.40");
    assertThat(page.select("table.groups thead th").eachText()).contains("Removed", "Deleted");
    assertThat(page.select("#summary, #groups").text()).doesNotContain("to be ");
  }

  @Test
  void removesNothingInAnExecutionThatDidNothing() throws IOException {
    Document page =
        page(
            PlanReport.of(
                DEMO.plan(),
                ExecutionResult.builder()
                    .startedAt(SamplePlans.NOW)
                    .finishedAt(SamplePlans.NOW)
                    .scope(DEMO.plan().scope())
                    .build()));

    assertThat(page.title()).isEqualTo("0 of 21 images removed in 123456789012/eu-west-1");
    assertThat(page.expectFirst(".figures dd").text()).isEqualTo("12 0 of them removed");
    assertThat(page.select(".history path.remove").attr("d")).isEmpty();
  }

  @Test
  void chartsEachGroup() throws IOException {
    Element row = page(DEMO).expectFirst("table.groups tbody tr");

    assertThat(row.select("svg").eachAttr("aria-label"))
        .containsExactly(
            "Images created on 2017-06-15; to be removed are those created on 2017-06-15",
            "24 of 40 GiB in 5 snapshots to be deleted");
    assertThat(row.text()).isEqualTo("back.dev 5 3 40 24 1.20");
    // Three of five images: the bar on the ground is three fifths of the height, the other the
    // rest.
    assertThat(row.select("path.remove").attr("d")).contains(" 28V11.2h").endsWith("V28z");
    assertThat(row.select("path.kept").attr("d")).contains(" 11.2V0h").endsWith("V11.2z");
    assertThat(row.select("rect.remove").attr("width")).isEqualTo("600");
  }

  @Test
  void tellsTheFiguresOfTheChart() throws IOException {
    assertThat(page(DEMO).select("figure tbody tr").eachText())
        .containsExactly("Week of 2016-08-15 1 0", "Week of 2017-06-12 8 12");
  }

  @Test
  void showsWhatBecameOfEachAction() throws IOException {
    Document page = page(SamplePlans.executed());

    assertThat(page.select("#summary tbody tr").eachText())
        .containsExactly(
            "deregister image 1 0 0 0 0", "delete snapshot 0 1 0 1 1", "disable image 0 0 1 0 0");
    assertThat(page.select("#summary .alert li").eachText())
        .containsExactly(
            "123456789012/eu-west-1: snap-00000000000000002 delete snapshot: failed,"
                + " UnauthorizedOperation Not permitted",
            "123456789012/eu-west-1: snap-00000000000000009 delete snapshot: unknown, timeout No"
                + " answer");
    assertThat(page.expectFirst("#ami-00000001").text())
        .contains("succeeded", "failed UnauthorizedOperation Not permitted");
    assertThat(page.expectFirst("#ami-00000002").select("td").get(3).text()).isEmpty();
  }

  @Test
  void showsOrphansAndWhatWasRead() throws IOException {
    Document page = page(SamplePlans.executed());

    assertThat(page.select("#orphans tbody tr").eachText())
        .containsExactly(
            "snap-00000000000000009 delete unknown No answer unknown"
                + " orphan Its image is gone ami-0000dead");
    assertThat(page.select("#basis tbody tr").eachText())
        .containsExactly(
            "images 5 complete 2017-06-16 00:00", "recycle-bin 0 left out 2017-06-16 00:00");
    assertThat(page.select("#basis dt").eachText())
        .containsExactlyInAnyOrder("digest", "policy", "groupBy", "retain");
  }

  @Test
  void readsWellWithoutAnyImage() throws IOException {
    Document page =
        page(
            PlanReport.of(
                CleanupPlan.builder()
                    .policy(Samples.policy())
                    .createdAt(SamplePlans.NOW)
                    .scope(SamplePlans.SCOPE)
                    .build()));

    assertThat(page.title()).isEqualTo("0 of 0 images to be removed in 123456789012/eu-west-1");
    assertThat(page.select("#images").text()).isEqualTo("Images The inventory holds no images.");
    assertThat(page.select("#all, #groups, .history")).isEmpty();
  }

  @Test
  void drawsNoHistoryOfImagesWithoutDates() throws IOException {
    CleanupPlan plan = SamplePlans.withEveryVerdict();
    Document page =
        page(
            PlanReport.of(
                CleanupPlan.builder()
                    .policy(Samples.policy())
                    .createdAt(plan.createdAt())
                    .scope(plan.scope())
                    .addImages(plan.images().get(3))
                    .build()));

    assertThat(page.select(".history")).isEmpty();
    assertThat(page.expectFirst("#all td").text()).isEqualTo("unknown");
  }

  @Test
  void isTheSamePageForTheSamePlan() throws IOException {
    CleanupPlan again = PlanJson.read(PlanJson.write(DEMO.plan()));

    assertThat(html(PlanReport.of(again))).isEqualTo(html(DEMO));
  }

  @Test
  void holdsNoTextThatIsLeftFromTheTemplate() throws IOException {
    Document page = page(SamplePlans.executed(), DEMO);
    page.select("style, script").remove();

    assertThat(page.nodeStream(TextNode.class)).noneMatch(text -> text.text().contains("{"));
  }

  @Test
  void saysWhatSnapshotsCostAtMost() throws IOException {
    CleanupPlan plan = SamplePlans.withEveryVerdict();
    PriceList prices =
        PriceList.builder()
            .source("our contract")
            .date(LocalDate.parse("2017-01-01"))
            .currency(Currency.getInstance("EUR"))
            .putRegions(
                "eu-west-1", SnapshotPrice.of(new BigDecimal("0.05"), new BigDecimal("0.01")))
            .build();
    Document page = Jsoup.parse(new HtmlReport(prices).renderToString(CleanupReport.of(plan)));

    assertThat(page.expectFirst(".figures div:last-child dd").text())
        .isEqualTo("EUR 1.40 freed a month, up to");
    assertThat(page.expectFirst("table.groups tbody tr").text()).isEqualTo("front 3 1 36 28 1.40");
    assertThat(page.expectFirst("#ami-00000001 details").text())
        .contains("The snapshots cost up to EUR 1.40 a month, of which up to EUR 1.40 are freed");
    assertThat(page.select("#groups .note").text()).contains("Prices: our contract, 2017-01-01.");
  }

  @Test
  void theRowOfAnImageShowsWhatIsFreedAndItsDetailsWhatAllItsSnapshotsCost() throws IOException {
    Element row =
        page(PlanReport.of(SamplePlans.withASnapshotThatStays())).expectFirst("#ami-00000001");

    assertThat(row.select("td.n").eachText()).containsExactly("120", "1.00");
    assertThat(row.expectFirst("details").text())
        .contains("The snapshots cost up to USD 6.00 a month, of which up to USD 1.00 are freed");
  }

  @Test
  void saysWhereThePriceIsNotKnown() throws IOException {
    CleanupPlan plan =
        SamplePlans.large(CleanupScope.of(AccountId.of("123456789012"), "mars-1"), 1, 3);
    Document page = page(PlanReport.of(plan));

    assertThat(page.select("#groups .note").eachText())
        .contains("What the snapshots cost is not known: the price list has no prices for mars-1.");
    assertThat(page.select(".figures div:last-child dd").text())
        .isEqualTo("unknown the prices lack a region");
  }

  @Test
  void showsResultsWithoutTheirPlans() throws IOException {
    Document page =
        Jsoup.parse(
            new HtmlReport()
                .renderToString(
                    CleanupReport.builder()
                        .addResults(SamplePlans.executed().result().orElseThrow())
                        .build()));

    assertThat(page.title()).isEqualTo("5 actions without their plans");
    assertThat(page.select("#actions tbody tr")).hasSize(5);
    assertThat(page.select("#summary .alert li")).hasSize(2);
    assertThat(page.select("#images, #groups, #basis, .shares")).isEmpty();
  }

  @Test
  void showsWhichScopesWereLeftAlone() {
    Document page =
        Jsoup.parse(
            new HtmlReport()
                .renderToString(
                    CleanupReport.builder().putFailures("eu-west-2", "Denied: <b>").build()));

    assertThat(page.title()).isEqualTo("1 scope left alone");
    assertThat(page.select("#summary .alert li").eachText())
        .containsExactly("eu-west-2: Denied: <b>");
  }

  @Test
  void refusesToReportNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HtmlReport()
                    .render(CleanupReport.builder().build(), OutputStream.nullOutputStream()))
        .withMessage("There is nothing to report: expected at least one plan, result or failure");
  }

  @Test
  void saysWhenItCannotWrite() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("No space left");
          }
        };

    assertThatIOException()
        .isThrownBy(
            () -> new HtmlReport().render(CleanupReport.builder().addPlans(DEMO).build(), full))
        .withMessage("No space left");
  }

  private static String word(Enum<?> verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  private static Document page(PlanReport... reports) throws IOException {
    return Jsoup.parse(html(reports));
  }

  private static String html(PlanReport... reports) throws IOException {
    return new HtmlReport().renderToString(CleanupReport.builder().addPlans(reports).build());
  }
}
