package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCommandTest {

  private static final String NOW = "2017-06-16T00:00:00Z";
  private static final String POLICY =
      """
      { "schemaVersion": 1,
        "name": "golden images",
        "groupBy": [{ "tags": ["environment", "role"] }],
        "exclude": [{ "tagged": { "key": "keep" } }],
        "retain": [{ "keepNewest": 2 }] }
      """;

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("policy.json"), content);
  }

  @Test
  void showsThePolicyThatOptionsAmountTo() {
    CommandLineRun run =
        CommandLineRun.of("policy", "show", "--keep-previous", "2", "--max-images", "10");

    assertThat(run.status()).isZero();
    CleanupPolicy policy = PolicyJson.read(run.out());
    assertThat(policy.retain()).containsExactly(StrategySpec.of("keepNewest", 2));
    assertThat(policy.limits().removeAtMost()).hasValue(10);
  }

  @Test
  void whatIsShownPlansAsTheOptionsDo() throws IOException {
    String options = "--keep-previous 2 --ami-min-days 1 --excluded-mapping-values prod";
    Path file = file(CommandLineRun.of(("policy show " + options).split(" ")).out());

    CleanupPlan byOptions = plan(options.split(" "));
    CleanupPlan byPolicy = plan("--policy", file.toString());

    assertThat(PlanJson.write(byPolicy)).isEqualTo(PlanJson.write(byOptions));
  }

  private CleanupPlan plan(String... options) throws IOException {
    Path plan = folder.resolve("plan.json");
    String[] all = new String[options.length + 7];
    String[] fixed = {"plan", "--demo", "--overwrite", "--now", NOW, "--out", plan.toString()};
    System.arraycopy(fixed, 0, all, 0, fixed.length);
    System.arraycopy(options, 0, all, fixed.length, options.length);
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(plan));
  }

  @Test
  void theNameOfThePolicyIsShownAndStandsInThePlan() throws IOException {
    assertThat(plan("--policy", file(POLICY).toString()).policy().name()).contains("golden images");
    assertThat(CommandLineRun.of("--demo", "--now", NOW, "--policy", file(POLICY).toString()).out())
        .contains("policy : ['golden images']");
  }

  @Test
  void ofYamlIsSaidThatJsonIsExpected() throws IOException {
    Path file = file("schemaVersion: 1\nretain:\n  - keepNewest: 4\n");

    CommandLineRun run = CommandLineRun.of("policy", "check", file.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .isEqualTo(
            "amiclean: '"
                + file
                + "' is refused: it is YAML; expected JSON, or a name that ends in .yaml\n");
  }

  @Test
  void aGoodPolicyIsSaidToBeOne() throws IOException {
    CommandLineRun run = CommandLineRun.of("policy", "check", file(POLICY).toString());

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("policy.json' is a policy");
  }

  @Test
  void aMinimumOfASourceThatIsNotKnownIsSaid() throws IOException {
    Path file =
        file(
            """
            {"schemaVersion": 1, "groupBy": [{"family": {}}], "retain": [{"keepNewest": 4}],
             "evidence": {"minimum": {"instancez": 10, "instances": 10, "images": 1}}}
            """);

    CommandLineRun run = CommandLineRun.of("policy", "check", file.toString());

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .startsWith("amiclean: 'instancez' of evidence.minimum is no source of amiclean")
        .contains("expected one of allowed-images, auto-scaling-groups, ", "images", "snapshots")
        .hasLineCount(1);
  }

  @Test
  void nothingIsSaidOfAPolicyWhoseInventoryIsMissing() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("policy", "check", file(POLICY).toString(), "--inventory", "none.json");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void ofAFormatThatIsNoneIsSaidWhichThereAre() {
    assertThat(CommandLineRun.of("policy", "show", "--format", "xml").err())
        .contains("'xml' is no format: expected json or yaml");
  }

  @Test
  void aBrokenPolicyIsRefusedWithFileLineAndColumn() throws IOException {
    Path file = file(POLICY.replace("keepNewest\": 2", "keepNewest\": \"two\""));

    for (String[] args :
        new String[][] {
          {"policy", "check", file.toString()}, {"--demo", "--policy", file.toString()}
        }) {
      CommandLineRun run = CommandLineRun.of(args);

      assertThat(run.status()).isEqualTo(4);
      assertThat(run.err()).contains("policy.json", "line 5, column 30", "expected a whole number");
      assertThat(run.out()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--keep-previous 2",
        "--mapping-values role",
        "--tag-exclude keep",
        "--max-images 1",
        "--ami-min-days 3"
      })
  void aPolicyAndTheOptionsThatItReplacesAreWrongUsage(String option) throws IOException {
    CommandLineRun run =
        CommandLineRun.of(("--demo --policy " + file(POLICY) + " " + option).split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("expected no " + option.substring(0, option.indexOf(' ')));
  }

  @Test
  void aFileThatDoesNotExistIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("policy", "check", folder.resolve("none").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("does not exist");
  }

  @Test
  void rulesThatMatchNothingOfAnInventoryAreNamed() throws IOException {
    Path inventory = folder.resolve("inventory.json");
    assertThat(CommandLineRun.of("record", "--demo", "--out", inventory.toString()).status())
        .isZero();

    CommandLineRun run =
        CommandLineRun.of(
            "policy", "check", file(POLICY).toString(), "--inventory", inventory.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("exclude: tagged(key: keep) matches nothing of the inventory")
        .doesNotContain("groupBy:", "retain:");
  }

  @Test
  void aTagOfGroupByThatNoImageOfAnInventoryHasIsNamed() throws IOException {
    Path inventory = folder.resolve("inventory.json");
    CommandLineRun.of("record", "--demo", "--out", inventory.toString());
    Path file = file(POLICY.replace("\"role\"", "\"rolle\""));

    CommandLineRun run =
        CommandLineRun.of("policy", "check", file.toString(), "--inventory", inventory.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("No image of the inventory has the tag 'rolle' of groupBy: is it mistyped?\n")
        .doesNotContain("'environment'");
  }

  @Test
  void aTagOfGroupByThatNoImageHasIsWarnedOfWhenPlanning() throws IOException {
    Path file = file(POLICY.replace("\"role\"", "\"rolle\""));

    CommandLineRun run =
        CommandLineRun.of("--demo", "--dry-run", "--now", NOW, "--policy", file.toString());

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("amiclean: Warning: No image has the tag 'rolle' of groupBy: is it mistyped?\n")
        .doesNotContain("'environment'");
  }

  @Test
  void tagsOfGroupByThatImagesHaveAreNotWarnedOf() throws IOException {
    assertThat(
            CommandLineRun.of(
                    "--demo", "--dry-run", "--now", NOW, "--policy", file(POLICY).toString())
                .err())
        .doesNotContain("of groupBy");
  }

  @Test
  void aPlanWithAPartThatNoProviderCanMakeIsRefused() throws IOException {
    CleanupPlan plan = plan("--keep-previous", "2");
    CleanupPlan custom =
        CleanupPlan.builder()
            .from(plan)
            .policy(
                CleanupPolicy.builder()
                    .from(plan.policy())
                    .addExclude(StrategySpec.custom("pinned by the release train"))
                    .addExclude(StrategySpec.of("acme.supported", "P90D"))
                    .build())
            .build();
    Path file = Files.writeString(folder.resolve("custom.json"), PlanJson.write(custom));

    CommandLineRun run = CommandLineRun.of("apply", "-f", "--demo", file.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("custom.json' is refused", "'pinned by the release train'");
    assertThat(CommandLineRun.of("explain", file.toString(), "ami-50504e36").status()).isZero();
  }

  @Test
  void whatIsShownIsAlsoSaidInOneSentenceBesideIt() {
    assertThat(CommandLineRun.of("policy", "show", "--keep-previous", "2").err())
        .isEqualTo(
            "amiclean: Groups images by the tags environment and role; keeps the newest 2 of each"
                + " group; removes the others.\n");
  }

  @Test
  void aPolicyThatIsCheckedIsSaidInOneSentence() throws IOException {
    assertThat(CommandLineRun.of("policy", "check", file(POLICY).toString()).out())
        .contains("; leaves alone images tagged keep; keeps the newest 2 of each group;");
  }

  @Test
  void whatOfAPolicyIsMissingIsSaid() {
    CommandLineRun run = CommandLineRun.of("policy");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("expected 'backtest', 'check' or 'show'");
  }
}
