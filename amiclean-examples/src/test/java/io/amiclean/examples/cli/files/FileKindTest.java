package io.amiclean.examples.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is something else than what a command expects. */
class FileKindTest {

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    String plan = folder.resolve("plan").toString();
    assertThat(CommandLineRun.onDemo("", "plan", "--out", plan).status()).isZero();
    assertThat(
            CommandLineRun.of("record", "--demo", "--out", folder.resolve("inventory").toString())
                .status())
        .isZero();
    assertThat(
            CommandLineRun.of(
                    "apply",
                    plan,
                    "--demo",
                    "-f",
                    "--result-out",
                    folder.resolve("result").toString(),
                    "--journal",
                    folder.resolve("journal").toString())
                .status())
        .isZero();
    assertThat(
            CommandLineRun.of("diff", plan, plan, "--out", folder.resolve("diff").toString())
                .status())
        .isZero();
    String good = folder.resolve("good").toString();
    Files.writeString(
        Path.of(good),
        """
        { "schemaVersion": 1,
          "groupBy": [{ "everything": "all" }],
          "retain": [{ "keepNewest": 2 }] }
        """);
    assertThat(
            CommandLineRun.of(
                    "policy",
                    "backtest",
                    good,
                    "--inventory",
                    folder.resolve("inventory").toString(),
                    "--days",
                    "1",
                    "--format",
                    "json",
                    "--out",
                    folder.resolve("backtest").toString())
                .status())
        .isZero();
    Files.writeString(folder.resolve("policy"), "{ \"schemaVersion\": 1, \"groupBy\": [] }");
    Files.writeString(folder.resolve("yaml"), "schemaVersion: 1\nretain:\n  - keepNewest: 4\n");
    Files.writeString(folder.resolve("listing"), "{ \"Images\": [] }");
  }

  @ParameterizedTest
  @CsvSource({
    "apply %s --demo, inventory, an inventory",
    "apply %s --demo, result, a result",
    "apply %s --demo, diff, a difference",
    "apply %s --demo, policy, a policy",
    "apply %s --demo, yaml, a policy",
    "apply %s --demo, journal, a journal",
    "apply %s --demo, listing, a listing of 'aws ec2 describe-images'",
    "explain %s ami-50504e36, inventory, an inventory",
    "diff %1$s %1$s, result, a result",
    "plan --out new.json --inventory %s, plan, a plan",
    "what-if ami-50504e36 --inventory %s, result, a result",
    "restore --demo --result %s, plan, a plan",
    "restore --demo --plan %s, result, a result",
    "report %s, inventory, an inventory",
    "report %s, diff, a difference",
    "report %s, backtest, a backtest",
    "policy check %s, backtest, a backtest",
    "policy backtest %1$s --inventory %1$s, inventory, an inventory",
    "policy backtest {policy} --inventory %s, plan, a plan"
  })
  void isNamed(String line, String file, String kind) {
    String[] words = line.formatted(folder.resolve(file)).split(" ", -1);
    Arrays.setAll(words, i -> words[i].replace("{policy}", folder.resolve("good").toString()));
    CommandLineRun run = CommandLineRun.of(words);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("amiclean: '" + folder.resolve(file) + "' is refused: it is " + kind)
        .contains("expected a")
        .hasLineCount(1);
  }

  @Test
  void ofAnInventoryThatIsCutOffIsNotSaidToBeAPlan() throws IOException {
    Path inventory = folder.resolve("inventory");
    String whole = Files.readString(inventory);
    Files.writeString(inventory, whole.substring(0, whole.indexOf("\"snapshots\"") - 10));

    assertThat(CommandLineRun.of("--dry-run", "--inventory", inventory.toString()).err())
        .contains("it is cut off: expected the rest of it")
        .doesNotContain("a plan");
  }

  @Test
  void isNotNamedWhereItIsWhatIsExpectedButBroken() throws IOException {
    Path plan = folder.resolve("plan");
    Files.writeString(plan, Files.readString(plan).replace("\"verdict\"", "\"verdikt\""));

    assertThat(CommandLineRun.of("apply", plan.toString(), "--demo").err())
        .contains("verdikt")
        .doesNotContain("it is");
  }
}
