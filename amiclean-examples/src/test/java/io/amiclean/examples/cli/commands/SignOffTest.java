package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan in a file is executed as it was written, and as a reviewer signed it off. */
class SignOffTest {

  private static final String OTHER = "0".repeat(64);

  @TempDir private Path folder;
  private Path file;
  private CommandLineRun planned;
  private String digest;

  @BeforeEach
  void plan() throws IOException {
    file = folder.resolve("plan.json");
    planned = CommandLineRun.onDemo("", "plan", "--out", file.toString());
    digest = PlanJson.digest(PlanJson.read(Files.readString(file))).hex();
  }

  @Test
  void planPrintsTheDigestOnStderr() {
    assertThat(planned.err())
        .isEqualTo("amiclean: '" + file + "' has the digest sha256:" + digest + "\n");
    assertThat(planned.out()).doesNotContain(digest);
  }

  @Test
  void stagesPrintTheDigestOfThePlanInAFile() throws IOException {
    Path staged = folder.resolve("staged.json");

    CommandLineRun run = CommandLineRun.onDemo("", "stages", "--out", staged.toString());

    assertThat(run.status()).isZero();
    assertThat(run.err())
        .contains("sha256:" + PlanJson.digest(PlanJson.read(Files.readString(staged))).hex());
  }

  @Test
  void aPlanThatIsRefusedHasNothingToSignOff() {
    CommandLineRun run =
        CommandLineRun.onDemo(
            "", "plan", "--out", file.toString(), "--overwrite", "--max-images", "1");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).doesNotContain("digest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Nothing excludes the image      | Nobody needs the image
          "name": "front-a3c56c4"        | "name": "front-f00f00f"
          "digest": "sha256:[0-9a-f]{9}  | "digest": "sha256:123456789
          ,\\s+"digest": "[^"]+"         | ''
          """)
  void applyRefusesAnEditedPlan(String original, String edited) throws IOException {
    edit(original, edited);

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("amiclean: '" + file + "' is refused: The plan ")
        .contains("digest", "--allow-edited")
        .hasLineCount(1);
  }

  @Test
  void applyRefusesAPlanThatCountsUsageWhichItDoesNotRead() throws IOException {
    CleanupPlan plan = PlanJson.read(Files.readString(file));
    CleanupScope other = CleanupScope.of(AccountId.of("210987654321"), plan.scope().region());
    ReadingPolicy reading = ReadingPolicy.builder().from(plan.reading()).addUsageIn(other).build();
    Files.writeString(
        file, PlanJson.write(CleanupPlan.builder().from(plan).reading(reading).build()));

    CommandLineRun run = apply();

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).doesNotContain("succeeded");
    assertThat(run.err())
        .contains("The usage in " + other + " was read for the plan, and is not read now");
  }

  @Test
  void applyExecutesAnEditedPlanIfAllowed() throws IOException {
    edit("Nothing excludes the image", "Nobody needs the image");

    CommandLineRun run = apply("--allow-edited");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Images: 4 succeeded");
    assertThat(run.err())
        .contains("' is executed as it is: The plan was edited")
        .doesNotContain("make a new plan")
        .hasLineCount(1);
  }

  @Test
  void whatIsAllowedToBeEditedMustStillBeConsistent() throws IOException {
    edit("\"RETAINED\"", "\"REMOVE\"");

    CommandLineRun run = apply("--allow-edited");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("contradicts itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256:"})
  void applyExecutesThePlanThatWasSignedOff(String algorithm) {
    CommandLineRun run = apply("--require-digest", OTHER, "--require-digest", algorithm + digest);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("Images: 4 succeeded");
  }

  @Test
  void applyRefusesAPlanThatWasNotSignedOff() {
    CommandLineRun run = apply("--require-digest", OTHER);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("it has the digest sha256:" + digest, "names sha256:" + OTHER)
        .hasLineCount(1);
  }

  @Test
  void theDigestThatWasSignedOffIsNoLeaveToEdit() throws IOException {
    edit("Nothing excludes the image", "Nobody needs the image");

    CommandLineRun run = apply("--allow-edited", "--require-digest", digest);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:", "abc", "md5:0123"})
  void aMalformedDigestIsWrongUsage(String malformed) {
    CommandLineRun run = apply("--require-digest", malformed);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("expected 64 hexadecimal digits");
  }

  @Test
  void explainShowsAnEditedPlanAndSaysSo() throws IOException {
    edit("\"name\": \"front-a3c56c4\"", "\"name\": \"front-f00f00f\"");

    CommandLineRun run = CommandLineRun.of("explain", file.toString(), "ami-50504e36");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("ami-50504e36 (front-f00f00f)");
    assertThat(run.err()).contains("' is shown as it is: The plan was edited").hasLineCount(1);
  }

  @Test
  void explainSaysNothingOfAPlanAsItWasWritten() {
    CommandLineRun run = CommandLineRun.of("explain", file.toString(), "ami-50504e36");

    assertThat(run.err()).isEmpty();
  }

  @Test
  void restoreRefusesAnEditedPlan() throws IOException {
    edit("Nothing excludes the image", "Nobody needs the image");

    CommandLineRun run = CommandLineRun.of("restore", "--plan", file.toString(), "--demo");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("The plan was edited");
  }

  private CommandLineRun apply(String... options) {
    String[] args = new String[options.length + 4];
    System.arraycopy(options, 0, args, 4, options.length);
    args[0] = "apply";
    args[1] = file.toString();
    args[2] = "--demo";
    args[3] = "-f";
    return CommandLineRun.of(args);
  }

  private void edit(String original, String edited) throws IOException {
    String json = Files.readString(file);
    String changed = json.replaceFirst(original, edited);
    assertThat(changed).isNotEqualTo(json);
    Files.writeString(file, changed);
  }
}
