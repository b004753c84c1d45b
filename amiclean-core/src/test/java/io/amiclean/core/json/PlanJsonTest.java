package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Counter;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageLineage;
import io.amiclean.api.model.Reason;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.model.Refusal;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.Fixtures;
import io.amiclean.core.SamplePlans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanJsonTest {

  private static final String PLAN = PlanJson.write(SamplePlans.everyVerdict());

  @Test
  void readsWhatItWrites() {
    assertThat(PlanJson.read(PLAN)).isEqualTo(SamplePlans.everyVerdict());
  }

  @Test
  void rewritesTheSameBytes() {
    assertThat(PlanJson.write(PlanJson.read(PLAN))).isEqualTo(PLAN);
  }

  @Test
  void keepsWhatIsKnownOfASnapshotBesidesItsVolume() {
    SnapshotDecision snapshot =
        SnapshotDecision.builder()
            .from(SamplePlans.delete(Fixtures.snapshotId(1), ReasonCodes.ONLY_OF_REMOVED_IMAGES))
            .fullSizeBytes(5_000_000_000L)
            .archived(true)
            .archivedAt(Fixtures.NOW)
            .build();
    CleanupPlan plan =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
                .addGroups("front")
                .addSnapshots(snapshot)
                .build());

    assertThat(PlanJson.write(plan))
        .containsSubsequence(
            "\"sizeGiB\": 8,",
            "\"fullSizeBytes\": 5000000000,",
            "\"archived\": true,",
            "\"archivedAt\": \"2017-06-16T00:00:00Z\"");
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void keepsWhatAnImageComesFrom() {
    CleanupPlan plan =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.REMOVE, ReasonCodes.NOT_RETAINED)
                .addGroups("front")
                .lineage(
                    ImageLineage.builder()
                        .sourceImageId(Fixtures.imageId(2))
                        .sourceImageRegion("eu-west-1")
                        .imageBuilderArn("arn:aws:imagebuilder:eu-west-1:1:image/web/1.0.0/1")
                        .build())
                .build());

    assertThat(PlanJson.write(plan))
        .contains(
            "\"lineage\":{\"sourceImageId\":\"ami-00000002\",\"sourceImageRegion\":\"eu-west-1\","
                + "\"imageBuilderArn\":\"arn:aws:imagebuilder:eu-west-1:1:image/web/1.0.0/1\"}");
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void keepsTheScopesWhoseUsageCounts() {
    CleanupPlan plan =
        CleanupPlan.builder()
            .from(SamplePlans.everyVerdict())
            .reading(
                ReadingPolicy.builder()
                    .addUsageIn(CleanupScope.of(AccountId.of("310987654321"), "eu-west-1"))
                    .addUsageIn(CleanupScope.of(AccountId.of("210987654321"), "eu-west-1"))
                    .build())
            .build();
    String written = PlanJson.write(plan);

    assertThat(PlanJson.read(written)).isEqualTo(plan);
    assertThat(written).containsSubsequence("\"usageIn\"", "\"210987654321\"", "\"310987654321\"");
    assertThat(PLAN).doesNotContain("usageIn");
  }

  @Test
  void refusesAScopeWhoseUsageCountsWithAnUnknownKey() {
    String plan =
        PLAN.replace(
            "\"launchTemplateVersions\"",
            "\"usageIn\": [ { \"accountId\": \"210987654321\", \"region\": \"eu-west-1\", \"role\":"
                + " \"reader\" } ], \"launchTemplateVersions\"");

    assertThatThrownBy(() -> PlanJson.read(plan))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("/reading/usageIn/0")
        .hasMessageContaining("'role'");
  }

  @Test
  void keepsTheCountersOfReasons() {
    ImageDecision kept =
        ImageDecision.builder()
            .from(SamplePlans.image(1, Verdict.RETAINED, ReasonCodes.KEEP_CALENDAR).build())
            .reasons(
                List.of(
                    Reason.of(ReasonCodes.KEEP_CALENDAR, "Kept for 2017-06")
                        .counting(List.of(Counter.of("monthly 2017-06", 3, 12)))))
            .build();
    CleanupPlan plan =
        CleanupPlan.builder().from(SamplePlans.everyVerdict()).images(List.of(kept)).build();

    assertThat(PlanJson.read(PlanJson.write(plan)).explain(kept.imageId()).reasons())
        .isEqualTo(kept.reasons())
        .first()
        .satisfies(reason -> assertThat(reason.counters().get(0).left()).isEqualTo(9));
  }

  @Test
  void keepsRefusals() {
    CleanupPlan plan =
        CleanupPlan.builder()
            .from(SamplePlans.everyVerdict())
            .addRefusals(Refusal.of("limit-images", "Too many"))
            .build();

    assertThat(PlanJson.read(PlanJson.write(plan)).refusals())
        .containsExactly(Refusal.of("limit-images", "Too many"));
  }

  @Test
  void keepsNamesWithAwkwardCharacters() {
    String name = "a\"b\\c\n\t\u0001\u001b[31m\u202e😀é";
    CleanupPlan plan =
        SamplePlans.removing(
            io.amiclean.api.plan.ImageDecision.builder()
                .from(SamplePlans.everyVerdict().images().get(1))
                .name(name)
                .build());

    assertThat(PlanJson.read(PlanJson.write(plan)).images().get(0).name()).isEqualTo(name);
  }

  @Test
  void writesTheKeysOfTheSchemaInTheirOrder() {
    assertThat(PLAN)
        .containsSubsequence(
            "\"schemaVersion\": 2",
            "\"digest\": \"sha256:",
            "\"createdAt\": \"2017-06-16T00:00:00Z\"",
            "\"scope\"",
            "\"accountId\": \"123456789012\"",
            "\"region\": \"eu-west-1\"",
            "\"policy\"",
            "\"reading\"",
            "\"evidence\"",
            "\"images\": [",
            "\"imageId\": \"ami-00000001\"",
            "\"name\"",
            "\"creationDate\": \"2017-06-15T00:00:00Z\"",
            "\"groups\"",
            "\"verdict\": \"REMOVE\"",
            "\"actions\"",
            "DEREGISTER_IMAGE",
            "\"reasons\"",
            "\"code\": \"not-retained\"",
            "\"snapshots\"",
            "\"sizeGiB\": 8",
            "\"orphanSnapshots\"",
            "\"refusals\"",
            "\"summary\"",
            "\"images\": 4",
            "\"remove\": 1",
            "\"staged\": 0",
            "\"retained\": 1",
            "\"excluded\": 1",
            "\"unmapped\": 1",
            "\"snapshotsToDelete\": 2",
            "\"gibToDelete\": 16");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 400, 1000})
  void refusesAPlanThatIsCutOff(int length) {
    assertThatThrownBy(() -> PlanJson.read(PLAN.substring(0, length)))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("plan is not usable");
  }

  @Test
  void refusesWhatFollowsThePlan() {
    assertThatThrownBy(() -> PlanJson.read(PLAN + "{}"))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("expected the end");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "schemaVersion": 1     | "schemaVersion": 2      | schema version 2 is not understood
          "createdAt"             | "madeAt"                 | key 'madeAt' is unknown
          "verdict": "REMOVE"    | "verdict": "DESTROY"    | 'DESTROY' is unknown
          DEREGISTER_IMAGE        | TERMINATE                | 'TERMINATE' is unknown
          ami-00000001            | ami-1                    | 'ami-1' is no image id
          ami-00000002            | ami-00000001             | twice
          snap-00000009           | snap-00000001            | snap-00000001 is an orphan
          "verdict": "RETAINED"  | "verdict": "REMOVE"     | ami-00000002 contradicts itself
          "verdict": "REMOVE"    | "verdict": "RETAINED"   | ami-00000001 contradicts itself
          "verdict": "KEEP"      | "verdict": "DELETE"     | snap-00000003 contradicts itself
          "remove": 1            | "remove": 0             | contradicts the images and snapshots of the plan: it says remove 0 instead of 1, so the plan was edited: make a new plan
          "gibToDelete": 16      | "gibToDelete": 8        | says gibToDelete 8 instead of 16, so
          123456789012            | 12345                    | '12345' is no account id
          2017-06-16T00:00:00Z    | yesterday                | 'yesterday' is no time
          "sizeGiB": 8           | "sizeGiB": "8"          | expected a whole number
          "name": "image-1"      | "name": 1               | expected a text
          "2017-06-15T00:00:00Z" | null                     | ami-00000001 contradicts itself
          "groups": \\[[^]]*]     | "groups": []             | ami-00000001 contradicts itself
          "complete": true       | "complete": false       | neither read to its end nor skipped
          """)
  void refusesAnEditedPlan(String original, String edited, String message) {
    assertThatThrownBy(() -> PlanJson.read(PLAN.replaceFirst(original, edited)))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesActionsThatDoNotGoWithTheVerdict() {
    String edited = PLAN.replaceFirst("\"DEREGISTER_IMAGE\"", "");

    assertThatThrownBy(() -> PlanJson.read(edited))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("REMOVE does not go with the actions []");
  }

  @Test
  void passesOverUnknownKeysOfTheEvidence() {
    String grown = PLAN.replaceFirst("\"items\": 4", "\"items\": 4, \"pages\": [ 1, { } ]");

    assertThat(PlanJson.read(grown)).isEqualTo(SamplePlans.everyVerdict());
  }

  @Test
  void namesThePlaceOfAnError() {
    String edited = PLAN.replaceFirst("\"RETAINED\"", "\"KEPT\"");

    assertThatThrownBy(() -> PlanJson.read(edited)).hasMessageContaining("(/images/1/verdict)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"DEREGISTER_IMAGE\"",
        "\"TAG_IMAGE\"",
        "\"DISABLE_IMAGE\",\"RESTORE_IMAGE\"",
        "\"RESTORE_IMAGE\"",
        ""
      })
  void refusesAStageChangeThatDoesNotGoWithItsReason(String actions) {
    CleanupPlan plan =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.STAGE, ReasonCodes.NEXT_STAGE)
                .stageChange(Action.DISABLE_IMAGE)
                .addGroups("all")
                .build());
    String json = PlanJson.write(plan);
    assertThat(PlanJson.read(json)).isEqualTo(plan);

    assertThatThrownBy(() -> PlanJson.read(json.replace("\"DISABLE_IMAGE\"", actions)))
        .isInstanceOf(DocumentFormatException.class)
        .hasMessageContaining("ami-00000001");
  }
}
