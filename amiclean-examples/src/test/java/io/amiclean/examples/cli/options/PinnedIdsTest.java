package io.amiclean.examples.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image {@code ami-50504e36} of the embedded account is removed unless it is pinned. */
class PinnedIdsTest {

  private static final String PINNED = "image = \"ami-50504e36\"\n";

  @TempDir private Path folder;
  private Path pins;
  private Path plan;

  @BeforeEach
  void chooseFiles() {
    pins = folder.resolve("main.tf");
    plan = folder.resolve("plan.json");
  }

  private CommandLineRun plan(String... options) {
    String[] args = new String[options.length + 3];
    args[0] = "plan";
    args[1] = "--out";
    args[2] = plan.toString();
    System.arraycopy(options, 0, args, 3, options.length);
    return CommandLineRun.onDemo("", args);
  }

  @Test
  void keepAnImageAndThePlanSaysWhereItIsPinned() throws IOException {
    Files.writeString(pins, "# golden\n" + PINNED);

    assertThat(plan("--pinned-ids", pins.toString()).status()).isZero();

    CleanupPlan written = PlanJson.read(Files.readString(plan));
    assertThat(written.explain(ImageId.of("ami-50504e36")).reasons())
        .containsExactly(Reason.of("in-use", "In use by pinned main.tf:2", "main.tf:2"));
    assertThat(written.evidence()).extracting(Evidence::source).contains("pinned-ids");
  }

  @Test
  void keepAnImageOfTheCommandWithoutAName() throws IOException {
    Files.writeString(pins, PINNED);

    assertThat(CommandLineRun.onDemo("n\n", "--pinned-ids", pins.toString()).out())
        .contains("remove 3 AMIs");
  }

  @Test
  void keepAnImageThatWasPlannedToGoBefore() throws IOException {
    plan();
    Files.writeString(pins, PINNED);

    CommandLineRun run =
        CommandLineRun.of(
            "apply", plan.toString(), "--demo", "-f", "--pinned-ids", pins.toString());

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("ami-50504e36 \\(.*\\): skipped, became-in-use: .*pinned main.tf:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "US-ASCII"})
  void areRefusedInAFileThatHoldsNone(String encoding) throws IOException {
    Files.write(pins, "ami-\u00fc".getBytes(encoding));

    CommandLineRun run = CommandLineRun.onDemo("y\n", "--pinned-ids", pins.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .startsWith("amiclean: The pinned ids are unknown")
        .contains("main.tf")
        .hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void areRefusedBeforeAnybodyIsAskedToApply() throws IOException {
    plan();
    Files.write(pins, new byte[] {(byte) 0xff});

    CommandLineRun run =
        CommandLineRun.answering(
            "y\n", "apply", plan.toString(), "--demo", "--pinned-ids", pins.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err()).contains("is not UTF-8");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void areAcceptedWhereOnlyThePermissionsAreAskedFor() throws IOException {
    Files.writeString(pins, PINNED, StandardCharsets.UTF_8);

    assertThat(CommandLineRun.of("iam-policy", "--pinned-ids", pins.toString()).out())
        .isEqualTo(CommandLineRun.of("iam-policy").out());
  }
}
