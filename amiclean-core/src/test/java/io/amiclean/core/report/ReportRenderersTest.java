package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.core.SamplePlans;
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
        "first-document." + name,
        ReportRenderers.toString(format, SampleReports.ofTheFirstDocument()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesEveryVerdictAndReasonCode(String name, ReportRenderer format) throws IOException {
    GoldenFile.assertHolds(
        "everything." + name, ReportRenderers.toString(format, SampleReports.ofEverything()));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void writesAPlanOfNoImage(String name, ReportRenderer format) throws IOException {
    GoldenFile.assertHolds(
        "nothing." + name, ReportRenderers.toString(format, SampleReports.ofNothing()));
  }

  @Test
  void writesOnePlanAsPlanJsonDoes() {
    ReportContent content = SampleReports.ofTheFirstDocument();

    assertThat(ReportRenderers.toString(ReportRenderers.json(), content))
        .isEqualTo(PlanJson.write(content.plans().get(0).plan()));
  }

  @Test
  void listsSeveralPlansAndResultsAsJson() throws IOException {
    assertThat(
            documents(
                ReportRenderers.toString(ReportRenderers.json(), SampleReports.ofEverything())))
        .isEqualTo(4);
  }

  @Test
  void listsNothingAsJson() throws IOException {
    assertThat(
            documents(
                ReportRenderers.toString(ReportRenderers.json(), ReportContent.builder().build())))
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
    ReportContent content = ofNamed(name, group);
    FORMATS.forEach(
        (format, renderer) ->
            assertThat(ReportRenderers.toString(renderer, content).replace("&#8203;", ""))
                .as(format)
                .doesNotContainPattern(format.equals("json") ? "[\\p{Cc}&&[^\\n]]" : NOT_SHOWN));
  }

  @Property(tries = 200)
  void keepsEachImageOnARowOfItsOwn(@ForAll @StringLength(max = 256) String name) {
    ReportContent content = ofNamed(name, "front");

    assertThat(ReportRenderers.toString(ReportRenderers.csv(), content).split("\r\n", -1))
        .hasSize(3);
    assertThat(ReportRenderers.toString(ReportRenderers.markdown(), content).lines())
        .filteredOn(line -> line.startsWith("| ami-"))
        .singleElement()
        .satisfies(line -> assertThat(line.split("\\|", -1)).hasSize(8));
  }

  @Property(tries = 200)
  void readsBackFromJsonWhateverANameHolds(@ForAll @StringLength(max = 256) String name) {
    ReportContent content = ofNamed(name, "front");
    CleanupPlan plan = content.plans().get(0).plan();

    // A half of a pair of surrogates has no form in UTF-8.
    assertThat(PlanJson.read(ReportRenderers.toString(ReportRenderers.json(), content)))
        .isEqualTo(plan);
  }

  private static ReportContent ofNamed(String name, String group) {
    ImageDecision image =
        SamplePlans.image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
            .name(name)
            .addGroups(group)
            .build();
    return ReportContent.builder().addPlans(CleanupReport.of(SamplePlans.removing(image))).build();
  }
}
