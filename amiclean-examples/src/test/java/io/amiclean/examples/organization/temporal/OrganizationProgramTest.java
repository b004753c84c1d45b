package io.amiclean.examples.organization.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.organization.ApprovalLimits;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class OrganizationProgramTest {

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|\\S+");

  static List<String> documentedCommands() throws IOException {
    return Files.readAllLines(Path.of("..", "docs", "organization.md")).stream()
        .filter(line -> line.startsWith("organization "))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("documentedCommands")
  void takesTheCommandsOfTheDocumentation(String line) {
    String[] args =
        WORD.matcher(line)
            .results()
            .skip(1)
            .map(OrganizationProgramTest::word)
            .toArray(String[]::new);

    assertThat(OrganizationProgram.commandLine().parseArgs(args).subcommand()).isNotNull();
  }

  private static String word(MatchResult found) {
    return found.group(1) == null ? found.group() : found.group(1);
  }

  @Test
  void refusesADigestThatIsNone() {
    StringWriter err = new StringWriter();
    CommandLine program = OrganizationProgram.commandLine().setErr(new PrintWriter(err));

    assertThat(program.execute("approve", "123456789012/eu-west-1", "latest")).isEqualTo(2);
    assertThat(err.toString()).contains("'latest' is no digest of a plan");
  }

  @Test
  void schedulesNoRunBesideOneThatWaits() {
    OrganizationSettings settings =
        OrganizationSettings.daily("policies/1.json", new ApprovalLimits(20, 10));

    Schedule schedule = OrganizationProgram.schedule(settings, "0 2 * * *", "amiclean");

    assertThat(Objects.requireNonNull(schedule.getPolicy()).getOverlap())
        .isEqualTo(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP);
    assertThat(schedule.getSpec().getCronExpressions()).containsExactly("0 2 * * *");
    assertThat(((ScheduleActionStartWorkflow) schedule.getAction()).getWorkflowType())
        .isEqualTo("OrganizationWorkflow");
    assertThat(settings.decideWithin()).isLessThan(Duration.ofDays(1));
  }
}
