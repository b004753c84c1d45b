package io.amiclean.examples.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.json.DiffJson;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffTest {

  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void plan() {
    before = folder.resolve("before.json");
    after = folder.resolve("after.json");
    CommandLineRun.onDemo("", "plan", "--out", before.toString());
    CommandLineRun.onDemo("", "plan", "--out", after.toString(), "--keep-previous", "3");
  }

  @Test
  void diffSaysWhatTheLaterPlanDecidesOtherwise() {
    CommandLineRun run = diff(before, after);

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("123456789012/eu-west-1: the plan for ")
        .containsSubsequence(
            "Options:\n  retain: keepNewest(4) -> keepNewest(3)\n",
            "  remove: 4 -> 8\n",
            "Images that go now (4):\n",
            "  ami-52504e34 (front-ff5eac7): RETAINED -> REMOVE\n",
            "    - keep-newest: Among the newest 4 of dev.front (dev.front: rank 4 of 5)\n",
            "    + not-retained: ");
  }

  @Test
  void diffWritesTheSameAsJsonToAFile() throws IOException {
    Path out = folder.resolve("diff.json");
    CommandLineRun run =
        CommandLineRun.of("diff", before.toString(), after.toString(), "--out", out.toString());

    assertThat(run).isEqualTo(diff(before, after));
    assertThat(Files.readString(out))
        .isEqualTo(
            DiffJson.write(
                PlanDiff.between(
                    PlanJson.read(Files.readString(before)),
                    PlanJson.read(Files.readString(after)))));
  }

  @Test
  void diffReplacesNoFileUnasked() {
    CommandLineRun run =
        CommandLineRun.of("diff", before.toString(), after.toString(), "--out", after.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("after.json' exists", "--overwrite");
  }

  @Test
  void diffOfEqualPlansSaysSo() {
    CommandLineRun run = diff(before, before);

    assertThat(run.status()).isZero();
    assertThat(run.out()).endsWith("\nNo differences.\n");
  }

  @Test
  void diffRefusesPlansOfTwoScopes() throws IOException {
    CleanupPlan plan = PlanJson.read(Files.readString(after));
    Files.writeString(
        after,
        PlanJson.write(
            CleanupPlan.builder()
                .from(plan)
                .scope(CleanupScope.of(AccountId.of("210987654321"), "eu-west-1"))
                .build()));

    CommandLineRun run = diff(before, after);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("210987654321/eu-west-1").hasLineCount(1);
  }

  @Test
  void diffShowsAnEditedPlanAndSaysSo() throws IOException {
    Files.writeString(after, Files.readString(after).replace("front-ff5eac7", "front-0000000"));

    CommandLineRun run = diff(before, after);

    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("after.json' is shown as it is: The plan was edited");
    assertThat(run.out()).contains("front-0000000");
  }

  @Test
  void diffRefusesWhatIsNoPlan() throws IOException {
    Files.writeString(after, "[]");

    CommandLineRun run = diff(before, after);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("after.json' is refused: ");
  }

  @Test
  void diffTakesTwoPlans() {
    assertThat(CommandLineRun.of("diff", before.toString()).status()).isEqualTo(2);
    assertThat(diff(before, folder.resolve("none.json")).status()).isEqualTo(2);
  }

  private static CommandLineRun diff(Path before, Path after) {
    return CommandLineRun.of("diff", before.toString(), after.toString());
  }
}
