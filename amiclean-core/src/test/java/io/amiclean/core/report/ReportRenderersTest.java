package io.amiclean.core.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportRenderersTest {

  /** What makes a terminal do more than show it, or shows text in another order. */
  private static final String NOT_SHOWN = "[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\n\r]]";

  private static final Map<String, ReportRenderer> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put("txt", ReportRenderers.text());
    FORMATS.put("json", ReportRenderers.json());
    FORMATS.put("csv", ReportRenderers.csv());
    FORMATS.put("snapshots.csv", ReportRenderers.csvOfSnapshots());
    FORMATS.put("md", ReportRenderers.markdown());
  }

  private static Stream<Arguments> formats() {
    return FORMATS.entrySet().stream()
        .map(format -> Arguments.of(format.getKey(), format.getValue()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesTheReportOfTheFirstDocument(String name, ReportRenderer format) throws IOException {
    GoldenFile.assertHolds(
        "first-document." + name, format.renderToString(SampleReports.ofTheFirstDocument()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesEveryVerdictAndReasonCode(String name, ReportRenderer format) throws IOException {
    GoldenFile.assertHolds(
        "everything." + name, format.renderToString(SampleReports.ofEverything()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesAPlanOfNoImage(String name, ReportRenderer format) throws IOException {
    GoldenFile.assertHolds("nothing." + name, format.renderToString(SampleReports.ofNothing()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"txt", "md"})
  void namesThePolicyWithItsDigest(String format) {
    CleanupPlan plan = SamplePlans.everyVerdict();
    CleanupPolicy named = CleanupPolicy.builder().from(plan.policy()).name("golden").build();
    CleanupPlan planned = CleanupPlan.builder().from(plan).policy(named).build();

    assertThat(requireNonNull(FORMATS.get(format)).renderToString(CleanupReport.of(planned)))
        .contains("Policy 'golden', " + PolicyJson.digest(named));
  }

  @Test
  void writesOnePlanAsPlanJsonDoes() {
    CleanupReport content = SampleReports.ofTheFirstDocument();

    assertThat(ReportRenderers.json().renderToString(content))
        .isEqualTo(PlanJson.write(content.plans().get(0).plan()));
  }

  @Test
  void listsSeveralPlansAndResultsAsJson() throws IOException {
    assertThat(documents(ReportRenderers.json().renderToString(SampleReports.ofEverything())))
        .isEqualTo(4);
  }

  @Test
  void saysWhichScopesWereLeftAloneAndWhy() {
    CleanupReport report =
        CleanupReport.builder().putFailures("eu-west-2", "Denied\u001b[31m | by <b>").build();

    assertThat(ReportRenderers.text().renderToString(report))
        .isEqualTo("Left alone:\neu-west-2: Denied\\u001b[31m | by <b>\n");
    assertThat(ReportRenderers.markdown().renderToString(report))
        .contains(
            "## Left alone", "| eu-west-2 | Denied&#92;u001b&#91;31m &#124; by &#60;b&#62; |");
  }

  @Test
  void listsNothingAsJson() throws IOException {
    assertThat(documents(ReportRenderers.json().renderToString(CleanupReport.builder().build())))
        .isZero();
  }

  private static int documents(String json) throws IOException {
    int documents = 0;
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        parser.skipChildren();
        documents++;
      }
      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_ARRAY);
      assertThat(parser.nextToken()).isNull();
    }
    return documents;
  }

  @Property(tries = 200)
  void showsNothingThatATerminalObeys(
      @ForAll @StringLength(max = 256) String name, @ForAll @StringLength(max = 20) String group) {
    CleanupReport content = ofNamed(name, group);
    FORMATS.forEach(
        (format, renderer) ->
            assertThat(renderer.renderToString(content).replace("&#8203;", ""))
                .as(format)
                .doesNotContainPattern(format.equals("json") ? "[\\p{Cc}&&[^\\n]]" : NOT_SHOWN));
  }

  @Property(tries = 200)
  void keepsEachImageOnARowOfItsOwn(@ForAll @StringLength(max = 256) String name) {
    CleanupReport content = ofNamed(name, "front");

    assertThat(ReportRenderers.csv().renderToString(content).split("\r\n", -1)).hasSize(3);
    assertThat(ReportRenderers.markdown().renderToString(content).lines())
        .filteredOn(line -> line.startsWith("| ami-"))
        .singleElement()
        .satisfies(line -> assertThat(line.split("\\|", -1)).hasSize(8));
  }

  @Property(tries = 200)
  void readsBackFromJsonWhateverANameHolds(@ForAll @StringLength(max = 256) String name) {
    CleanupReport content = ofNamed(name, "front");
    CleanupPlan plan = content.plans().get(0).plan();

    // A half of a pair of surrogates has no form in UTF-8.
    assertThat(PlanJson.read(ReportRenderers.json().renderToString(content))).isEqualTo(plan);
  }

  private static CleanupReport ofNamed(String name, String group) {
    ImageDecision image =
        SamplePlans.image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
            .name(name)
            .addGroups(group)
            .build();
    return CleanupReport.builder().addPlans(PlanReport.of(SamplePlans.removing(image))).build();
  }
}
