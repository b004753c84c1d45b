package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.report.html.HtmlReport;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports that show what changed since an earlier plan. */
class ComparedReportsTest {

  /** One image is gone since, one is new, and one that was to stay goes now. */
  private static final CleanupPlan EARLIER = plan(1, 2);

  private static final CleanupPlan LATER = plan(2, 3);

  private static final PlanReport COMPARED = PlanReport.of(LATER).since(EARLIER);

  private static CleanupPlan plan(int first, int last) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    InMemoryAccount.Builder account = InMemoryAccount.builder().clock(clock);
    for (int number = first; number <= last; number++) {
      String created = "2016-0%d-01T00:00:00Z".formatted(number);
      account.image(
          "ami-0000000" + number,
          image -> image.name("<b>web-1").createdAt(created).tag("role", "web"));
    }
    InMemoryAccount built = account.build();
    return CleanupPlanner.builder()
        .images(built)
        .snapshots(built)
        .usage(built)
        .groupBy(Mappers.tags("role"))
        .retain(RetentionStrategies.keepNewest(1))
        .clock(clock)
        .build()
        .plan();
  }

  private static String render(ReportRenderer renderer) {
    return renderer.renderToString(CleanupReport.builder().addPlans(COMPARED).build());
  }

  @Test
  void sayInTextWhatDiffSays() {
    assertThat(render(ReportRenderers.text()))
        .contains(
            "\n123456789012/eu-west-1: the plan for 2017-06-16T00:00:00Z against that for",
            "Images that go now (1):\n  ami-00000002 (<b>web-1): RETAINED -> REMOVE\n",
            "Images that are gone (1):\n  ami-00000001",
            "Images that are new (1):\n  ami-00000003");
  }

  @Test
  void haveATableInMarkdown() {
    assertThat(render(ReportRenderers.markdown()))
        .contains("### Changed since the plan for 2017-06-16")
        .contains("| ami-00000002 | &#60;b&#62;web-1 | goes now | retained | remove | not-retained")
        .contains("| ami-00000001 | &#60;b&#62;web-1 | gone | remove |  |");
  }

  @Test
  void haveAColumnInCsvAndARowForWhatIsGone() {
    List<List<String>> rows =
        render(ReportRenderers.csv())
            .lines()
            .map(line -> List.of(line.substring(1, line.length() - 1).split("\",\"", -1)))
            .toList();

    assertThat(rows)
        .extracting(row -> row.get(2) + " " + row.get(row.size() - 1))
        .containsExactly(
            "image_id change",
            "ami-00000002 NEWLY_REMOVED",
            "ami-00000003 NEW",
            "ami-00000001 GONE");
    assertThat(rows.get(3).get(rows.get(0).indexOf("verdict"))).isEmpty();
  }

  @Test
  void haveAPartOnThePageThatLeadsToTheImages() {
    Document page = Jsoup.parse(render(new HtmlReport()));

    assertThat(page.select("nav a").eachText()).contains("Changes");
    assertThat(page.expectFirst("#changes .lead").text())
        .isEqualTo("Since the plan for 2017-06-16 00:00 UTC: 1 to be removed now, 1 gone, 1 new.");
    List<Element> rows = page.select("#changes tbody tr");
    assertThat(rows)
        .extracting(row -> row.select("td").get(0).text())
        .containsExactly("goes now", "gone", "new");
    assertThat(rows.get(0).expectFirst("a").attr("href")).isEqualTo("#ami-00000002");
    assertThat(page.select("#ami-00000002")).hasSize(1);
    assertThat(rows.get(0).select("td").get(1).text()).isEqualTo("retained → remove");
    assertThat(rows.get(1).select("a")).isEmpty();
  }

  @Test
  void listOnThePageWhatAPersonReadsAndCountTheRest() {
    CleanupPlan many =
        CleanupPlan.builder()
            .from(LATER)
            .images(
                Stream.iterate(1, number -> number + 1)
                    .limit(250)
                    .map(
                        number ->
                            ImageDecision.builder()
                                .from(LATER.images().get(0))
                                .imageId(ImageId.of("ami-1%07x".formatted(number)))
                                .build())
                    .toList())
            .build();
    Document page =
        Jsoup.parse(
            new HtmlReport()
                .renderToString(
                    CleanupReport.builder().addPlans(PlanReport.of(many).since(EARLIER)).build()));

    assertThat(page.select("#changes tbody tr")).hasSize(200);
    assertThat(page.expectFirst("#changes .note").text())
        .isEqualTo("And 52 more changes; amiclean diff lists all.");
  }

  static Stream<ReportRenderer> forPeople() {
    return Stream.of(ReportRenderers.markdown(), new HtmlReport());
  }

  @ParameterizedTest
  @MethodSource("forPeople")
  void saySoIfNothingChanged(ReportRenderer renderer) {
    assertThat(
            renderer.renderToString(
                CleanupReport.builder().addPlans(PlanReport.of(LATER).since(LATER)).build()))
        .containsIgnoringCase("no image and no orphan snapshot is decided on otherwise.");
  }

  @Test
  void areWithoutTheComparisonAsBefore() {
    assertThat(ReportRenderers.csv().renderToString(CleanupReport.of(LATER)))
        .doesNotContain("change");
    assertThat(new HtmlReport().renderToString(CleanupReport.of(LATER)))
        .doesNotContain("id=\"changes\"");
  }

  @Test
  void areOfOneScope() {
    CleanupPlan elsewhere =
        CleanupPlan.builder()
            .from(EARLIER)
            .scope(CleanupScope.of(AccountId.of("210987654321"), "us-east-1"))
            .build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlanReport.of(LATER).since(elsewhere))
        .withMessageContaining("210987654321/us-east-1");
  }
}
