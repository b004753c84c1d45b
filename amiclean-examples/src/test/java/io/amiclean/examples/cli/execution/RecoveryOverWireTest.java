package io.amiclean.examples.cli.execution;

import static io.amiclean.examples.cli.OverWire.NOW;
import static io.amiclean.examples.cli.OverWire.ami;
import static io.amiclean.examples.cli.OverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a way back before images are removed. */
@Tag("slow")
class RecoveryOverWireTest {

  private static final String QUESTION = "\nDo you want to continue and remove 2 AMIs [y/N] ? : ";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @BeforeEach
  void makeImages() {
    aws.images(2);
    aws.state().snapshot(snap(1)).tag("environment", "dev");
    aws.state().snapshot(snap(2)).tag("environment", "dev");
  }

  private CommandLineRun ask() {
    return aws.run("n\n", "--keep-previous", "0", "--now", NOW);
  }

  @Test
  void isInDaysWhereARuleHoldsThem() {
    aws.state().retentionRule("a", "EC2_IMAGE", 7);
    aws.state().retentionRule("b", "EBS_SNAPSHOT", 14);

    assertThat(ask().out())
        .contains("\nRemoval can be undone for 7 days, from the Recycle Bin" + QUESTION);
  }

  @Test
  void isNoneWhereNoRuleHoldsThem() {
    aws.state().retentionRule("a", "EC2_IMAGE", 7).excluding("role", "web");

    assertThat(ask().out())
        .contains("\nRemoval is for good: no rule of the Recycle Bin holds them" + QUESTION);
  }

  @Test
  void isNotSaidWhereTheRulesAreDenied() {
    aws.state().deny("rbin:GetRule");
    aws.state().retentionRule("a", "EC2_IMAGE", 7);

    CommandLineRun run = ask();

    assertThat(run.status()).isEqualTo(ExitStatus.DONE);
    assertThat(run.out()).contains(" a month" + QUESTION).doesNotContain("Recycle Bin");
    assertThat(run.err()).contains("recycle-bin-rules: ", "rbin:GetRule is denied");
  }

  @Test
  void isOfTimeOfThePlanWhereThatIsApplied() throws IOException {
    aws.state().retentionRule("a", "EC2_IMAGE", 7);
    aws.state().retentionRule("b", "EBS_SNAPSHOT", 1).tag("environment", "dev");
    Path plan = folder.resolve("plan.json");
    assertThat(aws.planAll(plan).status()).isZero();

    assertThat(Files.readString(plan)).contains("\"recoverableDays\": 1,");
    assertThat(CommandLineRun.of("explain", plan.toString(), ami(1)).out())
        .contains("\n  Removal can be undone for 1 day, from the Recycle Bin\n");
    assertThat(aws.run("n\n", "apply", plan.toString()).out())
        .contains(
            "\nRemoval can be undone for 1 day, from the Recycle Bin\nThe rules of the Recycle Bin"
                + " are those of "
                + NOW
                + ", as it was planned"
                + QUESTION);
  }

  @Test
  void stopsNoExecutionWhenItIsNotKnownAnyMore() {
    Path plan = folder.resolve("plan.json");
    aws.state().retentionRule("a", "EC2_IMAGE", 7);
    aws.planAll(plan);
    aws.state().deny("rbin:ListRules");

    CommandLineRun run = aws.run("", "apply", plan.toString(), "-f");

    assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.DONE);
    assertThat(aws.state().imageIds()).isEmpty();
  }

  @Test
  void standsOnThePageAndInTheTextReport() {
    aws.state().retentionRule("a", "EC2_IMAGE", 7);
    aws.state().retentionRule("b", "EBS_SNAPSHOT", 7);
    Path plan = folder.resolve("plan.json");
    aws.planAll(plan);

    for (String format : new String[] {"text", "html", "markdown"}) {
      assertThat(CommandLineRun.of("report", "--format", format, plan.toString()).out())
          .as(format)
          .contains("Removal can be undone for 7 days, from the Recycle Bin.");
    }
  }
}
