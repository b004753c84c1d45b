package io.amiclean.examples.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
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

class PoliciesByScopeCommandTest {

  private static final String NOW = "2017-06-16T00:00:00Z";

  private static final String KEEPS =
      "policy: { groupBy: [ { tags: [environment, role] } ], retain: [ { keepNewest: %d } ] }\n";

  @TempDir private Path folder;

  private Path policies(String content) throws IOException {
    return Files.writeString(folder.resolve("policies.yaml"), content);
  }

  private static String entry(String scopes, int keeps) {
    return "  - " + scopes + "\n    " + KEEPS.formatted(keeps);
  }

  private CommandLineRun plan(Path policies) {
    return CommandLineRun.of(
        "plan",
        "--demo",
        "--now",
        NOW,
        "--overwrite",
        "--policy",
        policies.toString(),
        "--out",
        folder.resolve("plan.json").toString());
  }

  private CleanupPlan planned(Path policies) throws IOException {
    CommandLineRun run = plan(policies);
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(folder.resolve("plan.json")));
  }

  @Test
  void theFirstPolicyThatIsForTheScopeCounts() throws IOException {
    CleanupPlan plan =
        planned(
            policies(
                "schemaVersion: 1\nname: all of us\npolicies:\n"
                    + entry("regions: [us-east-1]", 1)
                    + entry("accounts: [\"123456789012\"]", 2)
                    + entry("regions: [eu-west-1]", 3)));

    assertThat(plan.policy().retain()).containsExactly(StrategySpec.of("keepNewest", 2));
    assertThat(plan.policy().name()).contains("all of us");
  }

  @Test
  void aScopeThatNoPolicyIsForIsRefused() throws IOException {
    CommandLineRun run =
        plan(policies("schemaVersion: 1\npolicies:\n" + entry("regions: [us-east-1]", 1)));

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .contains(
            "No policy is for 123456789012/eu-west-1", "expected one of its account or region");
  }

  @Test
  void unitsThatNothingKnowsAreRefusedWithTheReason() throws IOException {
    CommandLineRun run =
        plan(
            policies(
                "schemaVersion: 1\npolicies:\n"
                    + entry("organizationalUnits: [ou-ab12-cdef3456]", 1)));

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err())
        .contains(
            "depends on its organizational unit", "the embedded account is of no organization");
  }

  @Test
  void allOfThemAreShownAndReadBack() throws IOException {
    Path policies =
        policies(
            "schemaVersion: 1\npolicies:\n"
                + entry("regions: [us-east-1]", 1)
                + "default: { groupBy: [ { tags: [role] } ], retain: [ { keepNewest: 4 } ] }\n");

    CommandLineRun run =
        CommandLineRun.of("policy", "show", "--check-orphans", "--policy", policies.toString());

    assertThat(run.status()).as(run.err()).isZero();
    Path shown = Files.writeString(folder.resolve("shown.json"), run.out());
    assertThat(PolicyJson.readByScope(shown).all())
        .hasSize(2)
        .allSatisfy(policy -> assertThat(policy.orphanSnapshots()).isTrue());
  }

  @Test
  void aCheckSaysHowManyThereAreAndWhichRulesOfTheInventorysMatchNothing() throws IOException {
    Path inventory = folder.resolve("inventory.json");
    CommandLineRun.of("record", "--demo", "--out", inventory.toString());
    Path policies = policies("schemaVersion: 1\npolicies:\n" + entry("regions: [eu-west-1]", 100));

    CommandLineRun run =
        CommandLineRun.of(
            "policy", "check", policies.toString(), "--inventory", inventory.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("policies of certain scopes, 1\n");
  }

  @Test
  void aCheckThatNeedsTheUnitOfTheInventorysAccountIsRefused() throws IOException {
    Path inventory = folder.resolve("inventory.json");
    CommandLineRun.of("record", "--demo", "--out", inventory.toString());
    Path policies =
        policies(
            "schemaVersion: 1\npolicies:\n" + entry("organizationalUnits: [ou-ab12-cdef3456]", 1));

    CommandLineRun run =
        CommandLineRun.of(
            "policy", "check", policies.toString(), "--inventory", inventory.toString());

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.out()).contains("policies of certain scopes, 1\n");
    assertThat(run.err()).contains("depends on its organizational unit");
    assertThat(CommandLineRun.of("policy", "check", policies.toString()).status()).isZero();
  }

  @Test
  void whatMatchesNothingIsWarnedOfAndStandsInThePlan() throws IOException {
    Path policy =
        policies(
            """
            schemaVersion: 1
            name: golden
            groupBy: [ { tags: [environment, role] } ]
            exclude: [ { tagged: { key: keep } } ]
            retain: [ { keepNewest: 4 } ]
            """);

    CommandLineRun run = plan(policy);

    assertThat(run.err()).contains("Warning: exclude: tagged(key: keep) matches nothing");
    assertThat(run.out())
        .contains("Policy 'golden', sha256:", "exclude: tagged(key: keep) matches nothing");
    assertThat(planned(policy).unmatched()).hasSize(1);
  }
}
