package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void listsCommandsOptionsAndExitStatus(String option) {
    CommandLineRun run = CommandLineRun.of(option);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("iam-policy", "--keep-previous", "--no-progress", "Exit status:")
        .contains("launch-templates");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "apply",
        "explain",
        "what-if",
        "report",
        "stages",
        "restore",
        "recycle-bin",
        "iam-policy",
        "fedora"
      })
  void helpsWithEachCommand(String command) {
    CommandLineRun run = CommandLineRun.of(command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: amiclean " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--version"})
  void showsTheVersion(String option) {
    CommandLineRun run = CommandLineRun.of(option);

    assertThat(run.status()).isZero();
    assertThat(run.out()).hasLineCount(1);
  }

  @Test
  void showsThePermissionsWithoutAnAccount() {
    CommandLineRun run = CommandLineRun.of("iam-policy");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("{").contains("\"ec2:DeregisterImage\"");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void showsThePermissionsOfStagesAndRecycleBinIfAsked() {
    assertThat(CommandLineRun.of("iam-policy").out())
        .doesNotContain("ec2:DisableImage", "ec2:RestoreImageFromRecycleBin");
    assertThat(CommandLineRun.of("iam-policy", "--stages", "--recycle-bin").out())
        .contains("ec2:DisableImage", "ec2:RestoreImageFromRecycleBin");
    assertThat(CommandLineRun.of("iam-policy", "--stage", "disable").out())
        .contains("ec2:DisableImage");
  }

  @Test
  void leavesThePermissionsOfSkippedSourcesOut() {
    assertThat(
            CommandLineRun.of("iam-policy", "--skip-usage", "instances", "image-references").out())
        .doesNotContain("ec2:DescribeInstances");
  }

  @Test
  void showsThePermissionsOfTheLaunchTemplateVersionsThatCount() {
    assertThat(
            CommandLineRun.of(
                    "iam-policy",
                    "--launch-template-versions",
                    "2",
                    "--skip-usage",
                    "image-references")
                .out())
        .contains("ec2:DescribeLaunchTemplateVersions")
        .doesNotContain("ec2:DescribeLaunchTemplates\"");
  }

  @Test
  void showsAStackTraceOnlyIfAsked() {
    assertThat(CommandLineRun.onDemo("", "--from-ids", "ami-00000000").err())
        .doesNotContain("\tat ");
    assertThat(CommandLineRun.onDemo("", "--from-ids", "ami-00000000", "--stacktrace").err())
        .contains("\tat ");
  }
}
