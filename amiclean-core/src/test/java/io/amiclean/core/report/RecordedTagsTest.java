package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.inmemory.ImageSpec;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.CleanupPlannerBuilder;
import io.amiclean.core.report.html.HtmlReport;
import io.amiclean.core.retention.RetentionStrategies;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Tags that the plan records, such as those that name the owner to notify. */
class RecordedTagsTest {

  private static final String TEAM_A = "team-a \u001b[31m<b>|";

  private static CleanupPlannerBuilder planner() {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    InMemoryAccount account =
        InMemoryAccount.builder()
            .clock(clock)
            .image(
                "ami-00000001",
                image -> tagged(image).tag("owner", TEAM_A).tag("team", "web").tag("other", "x"))
            .image(
                "ami-00000002",
                image -> tagged(image).tag("owner", "team-b").snapshot("snap-00000002", 8))
            .image("ami-00000003", RecordedTagsTest::tagged)
            .build();
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("role"))
        .retain(RetentionStrategies.keepNewest(1))
        .clock(clock);
  }

  private static ImageSpec tagged(ImageSpec image) {
    return image.createdAt("2017-01-01T00:00:00Z").tag("role", "front");
  }

  private static CleanupPlan plan() {
    return planner().recordTags("team", "owner").build().plan();
  }

  private static ImageDecision image(CleanupPlan plan, int number) {
    return plan.images().get(number - 1);
  }

  @Test
  void standInTheDecisionSortedByKey() {
    CleanupPlan plan = plan();

    assertThat(image(plan, 1).tags()).containsExactly(entry("owner", TEAM_A), entry("team", "web"));
    assertThat(image(plan, 2).tags()).containsExactly(entry("owner", "team-b"));
    assertThat(image(plan, 3).tags()).isEmpty();
    assertThat(plan.policy().recordTags()).containsExactly("owner", "team");
  }

  private static ImageDecision withTags(ImageDecision image, Map<String, String> tags) {
    return ImageDecision.builder().from(image).tags(tags).build();
  }

  @Test
  void changeNoVerdict() {
    assertThat(plan().images())
        .extracting(image -> withTags(image, Map.of()))
        .isEqualTo(planner().build().plan().images());
  }

  @Test
  void surviveAStageOfTheLifecycle() {
    CleanupPlan plan =
        planner()
            .recordTags("owner")
            .lifecycle(LifecyclePolicy.of(LifecycleRule.deprecate()))
            .build()
            .plan();

    assertThat(plan.stageChanges())
        .isNotEmpty()
        .filteredOn(image -> image.imageId().value().equals("ami-00000002"))
        .allSatisfy(image -> assertThat(image.tags()).containsEntry("owner", "team-b"));
  }

  @Test
  void areReadBackEqualFromJson() {
    CleanupPlan plan = plan();

    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
    assertThat(PlanJson.write(plan))
        .containsSubsequence("\"groups\"", "\"tags\"", "\"owner\"", "\"team\"", "\"verdict\"");
  }

  @Test
  void makeAPlanAnotherOne() {
    ImageDecision image = image(plan(), 2);

    assertThat(image).isNotEqualTo(withTags(image, Map.of("owner", "team-c")));
    assertThat(image.toString()).contains("tags={owner=team-b}");
  }

  @Test
  void leaveAPlanThatRecordsNoneAsItIs() {
    CleanupPlan plan = planner().build().plan();

    assertThat(PlanJson.write(plan)).doesNotContain("\"tags\": {", "recordTags");
    assertThat(ReportRenderers.csv().renderToString(CleanupReport.of(plan))).doesNotContain("tag:");
    assertThat(ReportRenderers.markdown().renderToString(CleanupReport.of(plan)))
        .doesNotContain("Tags");
    assertThat(ReportRenderers.text().renderToString(CleanupReport.of(plan)))
        .doesNotContain("Tags");
    assertThat(new HtmlReport().renderToString(CleanupReport.of(plan)))
        .doesNotContain("class=\"tags\"");
  }

  @Test
  void areAColumnForEachKeyInCsv() {
    String csv = ReportRenderers.csv().renderToString(CleanupReport.of(plan()));

    assertThat(csv.lines())
        .first()
        .asString()
        .contains("\"groups\",\"tag:owner\",\"tag:team\",\"verdict\"");
    assertThat(csv).contains("\"front\",\"team-a \\u001b[31m<b>|\",\"web\",");
    assertThat(csv.lines().map(line -> line.split("\",\"", -1).length).distinct()).hasSize(1);
  }

  @Test
  void areAColumnInMarkdown() {
    String markdown = ReportRenderers.markdown().renderToString(CleanupReport.of(plan()));

    assertThat(markdown).contains(" | Tags |", "| owner=team-b |");
    assertThat(markdown.lines().filter(line -> line.startsWith("| ami-0")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.split("\\|", -1)).hasSize(9));
  }

  @Test
  void areAColumnInText() {
    assertThat(ReportRenderers.text().renderToString(CleanupReport.of(plan())))
        .contains("|     Tags     |", "| owner=team-b |")
        .doesNotContain("\u001b");
  }

  @Test
  void standInTheExplanationOfAnImage() {
    assertThat(TextReport.explain(image(plan(), 2))).contains("\n  tags: owner=team-b\n");
    assertThat(TextReport.explain(image(plan(), 3))).doesNotContain("tags:");
  }

  @Test
  void areAColumnForEachKeyOnThePage() {
    String page = new HtmlReport().renderToString(CleanupReport.of(plan()));

    assertThat(page)
        .contains(
            "class=\"tags\" data-sort=\"text\">owner</th>",
            "class=\"tags\" data-sort=\"text\">team</th>",
            "<td role=\"cell\"><bdi>team-b</bdi><td role=\"cell\"><td")
        .doesNotContain("<b>|", "\u001b");
  }

  @Test
  void shareAColumnOfThePageWhereKeysAreMany() {
    CleanupPlan plan = planner().recordTags("owner", "team", "other", "role").build().plan();

    assertThat(new HtmlReport().renderToString(CleanupReport.of(plan)))
        .contains("class=\"tags\" data-sort=\"text\">Tags</th>", "<bdi>owner&#x3D;team-b</bdi>");
  }

  @Test
  void addUpToTheCostOfEachOwnerInText() {
    assertThat(ReportRenderers.text().renderToString(CleanupReport.of(plan())))
        .contains(
            "Storage by owner, in USD a month:\n",
            "|         team-b        |  1   |     1     |  0.40 |     0.40    |",
            "|    (without owner)    |  1   |     1     |  0.00 |     0.00    |")
        .contains("Storage by team, in USD a month:\n");
  }

  @Test
  void addUpToTheCostOfEachOwnerOnThePage() {
    Document page = Jsoup.parse(new HtmlReport().renderToString(CleanupReport.of(plan())));
    Element owners = page.select(".owners").get(0);

    assertThat(owners.expectFirst("caption").text()).isEqualTo("Images and storage by owner");
    assertThat(owners.select("tbody tr"))
        .extracting(Element::text)
        .containsExactly(
            "team-b 1 1 8 8 0.40",
            "team-a \\u001b[31m<b>| 1 0 0 0 0.00",
            "without owner 1 1 0 0 0.00");
  }

  @Test
  void addUpTheOwnersThatFreeLittleWhereTheyAreMany() {
    CleanupPlan plan = plan();
    CleanupPlan many =
        CleanupPlan.builder()
            .from(plan)
            .images(
                IntStream.range(0, 41)
                    .mapToObj(
                        number ->
                            ImageDecision.builder()
                                .from(image(plan, 2))
                                .imageId(ImageId.of("ami-1%07x".formatted(number)))
                                .tags(Map.of("owner", "team-" + number))
                                .build())
                    .toList())
            .build();

    assertThat(
            Jsoup.parse(new HtmlReport().renderToString(CleanupReport.of(many)))
                .select(".owners tbody tr"))
        .hasSize(21)
        .last()
        .extracting(Element::text)
        .asString()
        .startsWith("21 others 21 21 ");
  }

  @Test
  void needAKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> planner().recordTags("owner", " "))
        .withMessage("A blank tag key: expected a key such as owner");
  }
}
