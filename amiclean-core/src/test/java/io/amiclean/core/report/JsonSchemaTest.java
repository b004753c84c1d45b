package io.amiclean.core.report;

import static io.amiclean.core.Fixtures.NOW;
import static io.amiclean.core.Fixtures.SCOPE;
import static io.amiclean.core.Fixtures.imageId;
import static io.amiclean.core.Fixtures.snapshotId;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ReasonCodes;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.plan.StageWait;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.PlanLimits;
import io.amiclean.api.policy.Protection;
import io.amiclean.api.report.PlanReport;
import io.amiclean.core.SamplePlans;
import io.amiclean.core.backtest.SampleBacktests;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedSamples;
import io.amiclean.core.json.BacktestJson;
import io.amiclean.core.json.DiffJson;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.json.ResultJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is valid against the schemas that are published beside it. */
class JsonSchemaTest {

  private static final Schema PLAN = schema("plan");
  private static final Schema RESULT = schema("result");
  private static final Schema INVENTORY = schema("inventory");
  private static final Schema DIFF = schema("diff");
  private static final Schema POLICY = schema("policy");
  private static final Schema BACKTEST = schema("backtest");

  /** Schemas name each other by their address, as if they lay there. */
  private static Schema schema(String document) {
    String folder = "https://amiclean.io/schema/1/";
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry ->
                registry.schemas(
                    address ->
                        address.startsWith(folder)
                            ? read(address.substring(folder.length()))
                            : null))
        .getSchema(SchemaLocation.of(folder + document + ".schema.json"));
  }

  private static String read(String name) {
    try (InputStream json = PlanJson.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(json, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> problems(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  private static ExecutionResult result(ActionOutcome... outcomes) {
    return ExecutionResult.builder()
        .startedAt(NOW)
        .finishedAt(NOW)
        .scope(SCOPE)
        .addOutcomes(outcomes)
        .build();
  }

  @Test
  void aPolicyIsValid() {
    CleanupPolicy policy = SamplePlans.everyVerdict().policy();
    CleanupPolicy limited =
        CleanupPolicy.builder()
            .from(policy)
            .limits(PlanLimits.removeAtMostPercent(20))
            .addWithoutProtections(Protection.values())
            .addRecordTags("owner")
            .build();

    assertThat(problems(POLICY, PolicyJson.write(policy))).isEmpty();
    assertThat(problems(POLICY, PolicyJson.write(limited))).isEmpty();
    assertThat(problems(POLICY, PolicyJson.write(limited).replace("removeAtMostPercent", "most")))
        .isNotEmpty();
  }

  @Test
  void aPlanIsValid() {
    for (PlanReport report : SampleReports.ofEverything().plans()) {
      assertThat(problems(PLAN, PlanJson.write(report.plan()))).isEmpty();
    }
    assertThat(problems(PLAN, PlanJson.write(SamplePlans.removing()))).isEmpty();
  }

  @Test
  void recordedTagsAreValid() {
    CleanupPlan plan = SampleReports.ofEverything().plans().get(0).plan();

    assertThat(
            problems(
                PLAN,
                PlanJson.write(
                    SamplePlans.removing(
                        ImageDecision.builder()
                            .from(plan.removals().get(0))
                            .tags(Map.of("owner", "team-a"))
                            .build()))))
        .isEmpty();
  }

  @Test
  void aWaitInAStageIsValid() {
    ImageDecision waiting =
        ImageDecision.builder()
            .from(SamplePlans.image(1, Verdict.RETAINED, ReasonCodes.WAITING_IN_STAGE).build())
            .stageWait(
                StageWait.of(
                    Action.DISABLE_IMAGE, Instant.EPOCH, Instant.parse("2017-06-26T00:00:00Z")))
            .build();

    assertThat(problems(PLAN, PlanJson.write(SamplePlans.removing(waiting)))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Action.class,
      names = {"DEPRECATE_IMAGE", "MAKE_IMAGE_PRIVATE", "DISABLE_IMAGE", "RESTORE_IMAGE"})
  void aChangeByAStageIsValid(Action change) {
    String code =
        change == Action.RESTORE_IMAGE ? ReasonCodes.RESTORE_PROPOSED : ReasonCodes.NEXT_STAGE;
    CleanupPlan plan =
        SamplePlans.removing(
            SamplePlans.image(1, Verdict.STAGE, code)
                .stageChange(change)
                .addGroups("front")
                .build());

    assertThat(problems(PLAN, PlanJson.write(plan))).isEmpty();
  }

  @Test
  void aDifferenceIsValid() {
    assertThat(problems(DIFF, difference())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "kind": "GONE"       | "kind": "NEW"
          "kind": "GONE"       | "kind": "LOST"
          "verdict": "REMOVE"  | "verdict": "MAYBE"
          "imageId": "ami-00000001" | "imageId": "ami-1"
          "remove": 1,         | ``
          """)
  void aDifferenceThatIsNotAsItShouldBeIsNotValid(String part, String instead) {
    assertThat(difference()).contains(part);

    assertThat(problems(DIFF, difference().replace(part, instead == null ? "" : instead)))
        .isNotEmpty();
  }

  private static String difference() {
    return DiffJson.write(PlanDiff.between(SamplePlans.everyVerdict(), SamplePlans.removing()));
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void aResultIsValid(Outcome outcome) {
    assertThat(
            problems(
                RESULT,
                ResultJson.write(
                    result(
                        ActionOutcome.deregistration(imageId(1), outcome, "code", "What happened"),
                        ActionOutcome.deletion(snapshotId(1), outcome, "code", "What happened")))))
        .isEmpty();
  }

  @Test
  void aBacktestIsValid() {
    assertThat(problems(BACKTEST, backtest())).isEmpty();
    assertThat(problems(BACKTEST, BacktestJson.write(SampleBacktests.ofNothing()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "hindsight": "REGRETTED"      | "hindsight": "NOT_KNOWN"
          "hindsight": "NO_SIGN_OF_USE" | "hindsight": "REGRETTED"
          "hindsight": "NOT_KNOWN"      | "hindsight": "NO_SIGN_OF_USE"
          "kind": "LAUNCHED"            | "kind": "REFERRED_TO"
          "kind": "REFERRED_TO"         | "kind": "LAUNCHED"
          "currency": "USD"             | "currency": "dollars"
          "refusedDays": 0,             | ``
          """)
  void aBacktestThatIsNotAsItShouldBeIsNotValid(String part, String instead) {
    assertThat(backtest()).contains(part);

    assertThat(problems(BACKTEST, backtest().replace(part, instead == null ? "" : instead)))
        .isNotEmpty();
  }

  private static String backtest() {
    return BacktestJson.write(SampleBacktests.ofEverything("front", "keep one", "keep two"));
  }

  @Test
  void aRecordedAccountIsValid() {
    InMemoryAccount demo = InMemoryAccount.demo();

    assertThat(problems(INVENTORY, InventoryJson.write(RecordedSamples.everything()))).isEmpty();
    assertThat(
            problems(
                INVENTORY,
                InventoryJson.write(AccountRecorder.builder().account(demo).build().record())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "verdict": "REMOVE"   | "verdict": "MAYBE"
          "verdict": "REMOVE"   | "verdict": "RETAINED"
          "verdict": "RETAINED" | "verdict": "REMOVE"
          "verdict": "DELETE"   | "verdict": "REMOVE"
          "schemaVersion": 1    | "schemaVersion": 2
          "sizeGiB": 8          | "sizeGiB": "8"
          "name": "image-1",    | ``
          "name": "image-1"     | "name": "image-1", "size": 1
          "region": "eu-west-1" | "region": "eu-west-1", "zone": "a"
          "imageId": "ami-00000001" | "imageId": "ami-1"
          "remove": 1,          | ``
          "code": "in-use"      | "code": "In use"
          """)
  void aPlanThatIsNotAsItShouldBeIsNotValid(String part, String instead) {
    String json = PlanJson.write(SamplePlans.everyVerdict());
    assertThat(json).contains(part);

    assertThat(problems(PLAN, json.replace(part, instead == null ? "" : instead))).isNotEmpty();
  }

  @Test
  void anOutcomeIsAboutOneResource() {
    String json =
        ResultJson.write(
            result(
                ActionOutcome.deregistration(imageId(1), Outcome.FAILED, "code", "What happened")));

    assertThat(problems(RESULT, json.replace("\"imageId\": \"ami-00000001\",", ""))).isNotEmpty();
    assertThat(
            problems(
                RESULT,
                json.replace("\"imageId\"", "\"snapshotId\": \"snap-00000001\", \"imageId\"")))
        .isNotEmpty();
  }

  @Test
  void aRecordedAccountWithoutTheStateOfAnImageIsNotValid() {
    String json = InventoryJson.write(RecordedSamples.everything());

    assertThat(problems(INVENTORY, json.replaceFirst("\"state\": \"available\",", "")))
        .isNotEmpty();
  }
}
