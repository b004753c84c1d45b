package io.amiclean.examples.cli.policy;

import static io.amiclean.examples.cli.OverWire.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class OrganizationalUnitsOverWireTest {

  private static final String POLICIES =
      """
      schemaVersion: 1
      policies:
        - organizationalUnits: [ou-ab12-cdef3456]
          policy: { groupBy: [ { tags: [environment] } ], retain: [ { keepNewest: 1 } ] }
      default: { groupBy: [ { tags: [environment] } ], retain: [ { keepNewest: 9 } ] }
      """;

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void fill() throws IOException {
    aws.images(2);
    Files.writeString(folder.resolve("policies.yaml"), POLICIES);
  }

  private CommandLineRun plan() {
    return aws.run(
        "",
        "plan",
        "--now",
        NOW,
        "--policy",
        folder.resolve("policies.yaml").toString(),
        "--out",
        folder.resolve("plan.json").toString());
  }

  @Test
  void theUnitThatHoldsTheAccountHoweverDeepDecides() throws IOException {
    aws.endpoint()
        .state()
        .organizationParent("123456789012", "ou-ab12-99999999")
        .organizationParent("ou-ab12-99999999", "ou-ab12-cdef3456")
        .organizationParent("ou-ab12-cdef3456", "r-ab12");

    CommandLineRun run = plan();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(PlanJson.read(Files.readString(folder.resolve("plan.json"))).policy().retain())
        .containsExactly(StrategySpec.of("keepNewest", 1));
  }

  @Test
  void anAccountOfAnotherUnitHasTheDefault() throws IOException {
    aws.endpoint().state().organizationParent("123456789012", "r-ab12");

    CommandLineRun run = plan();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(PlanJson.read(Files.readString(folder.resolve("plan.json"))).policy().retain())
        .containsExactly(StrategySpec.of("keepNewest", 9));
  }

  @Test
  void credentialsThatMayNotAskAreRefused() {
    aws.endpoint().state().deny("organizations:ListParents");

    CommandLineRun run = plan();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("organizations:ListParents is denied");
  }
}
