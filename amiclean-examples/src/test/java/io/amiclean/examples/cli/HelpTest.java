package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.amiclean.examples.cli.options.Converters;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

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
        "policy",
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
  void groupsOptionsByWhatTheyAreForAfterTheCommands() {
    assertThat(CommandLineRun.of("--help").out())
        .containsSubsequence(
            "Commands:",
            "  what-if",
            "What to keep:",
            "--mapping-key",
            "What to read:",
            "--skip-usage",
            "How to execute:",
            "--force-delete",
            "Where:",
            "--region",
            "Output:",
            "--full-report",
            "Examples:",
            "amiclean --demo",
            "Exit status:");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void givesTwoExamplesOfEachCommandThatCanBeRun(String command) {
    assertThat(HelpText.examplesOf(command)).hasSize(2);
    for (String example : HelpText.examplesOf(command)) {
      assertThat(helpOf(command)).containsOnlyOnce(example + "\n");
      List<String> words = List.of(example.replaceFirst(" > .*", "").split(" "));
      CommandLine commands = Amiclean.commands(CommandLineRun.console(), words.subList(1, 2));
      Converters.register(commands);
      assertThatCode(
              () -> commands.parseArgs(words.subList(1, words.size()).toArray(String[]::new)))
          .doesNotThrowAnyException();
    }
  }

  private static String helpOf(String command) {
    return (command.equals("amiclean")
            ? CommandLineRun.of("help")
            : CommandLineRun.of("help", command))
        .out();
  }

  static Stream<String> commands() {
    return Stream.concat(
        Stream.of("amiclean"),
        Amiclean.commands(CommandLineRun.console(), List.of("--help"))
            .getSubcommands()
            .keySet()
            .stream());
  }

  @ParameterizedTest
  @CsvSource({
    "--keep-previuos=3, --keep-previous",
    "--demmo, --demo",
    "--keep 3, --keep-previous",
    "--dmeo, --demo",
    "plam, plan",
    "explian, explain",
    "plan --out x --demmo, --demo"
  })
  void saysWhatWasMeant(String line, String meant) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("; did you mean '" + meant + "'?\n").hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--xyzzy", "--foo", "-x", "-- --demo"})
  void saysNothingWasMeantByWhatIsFarFromEverythingOrKnown(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).doesNotContain("did you mean");
  }

  @Test
  void helpsWithACommandThatIsNamedAfterHelp() {
    assertThat(CommandLineRun.of("help", "plan").out()).startsWith("Usage: amiclean plan");
    assertThat(CommandLineRun.of("help").out()).startsWith("Usage: amiclean ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help plam", "plam --help"})
  void refusesToHelpWithACommandThatDoesNotExist(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Unmatched argument", "'plam'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completesCommandsAndOptions(String shell) throws Exception {
    CommandLineRun run = CommandLineRun.of("completion", shell);

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("what-if", "--keep-previous");
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (Writer script = bash.outputWriter()) {
      script.write(run.out());
    }
    assertThat(bash.inputReader().lines()).isEmpty();
    assertThat(bash.waitFor()).isZero();
  }

  @Test
  void completesForShellsThatItKnows() {
    CommandLineRun run = CommandLineRun.of("completion", "fish");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("expected bash or zsh");
  }

  @Test
  void theVersionNamesCommitJavaAndSdk() {
    assertThat(CommandLineRun.of("--version").out())
        .matches(
            "amiclean .+, commit ([0-9a-f]{7,40}|unknown), Java \\d+.*, AWS SDK 2\\.\\d+\\.\\d+\\n");
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
  void deniesNothingOfImagesOnHoldIfThePolicyRemovesThem(@TempDir Path folder) throws IOException {
    String rules =
        """
        {"schemaVersion": 1, "groupBy": [{"tags": ["role"]}], "retain": [{"keepNewest": 4}]%s}
        """;
    Path usual = Files.writeString(folder.resolve("usual.json"), rules.formatted(""));
    Path without =
        Files.writeString(
            folder.resolve("without.json"),
            rules.formatted(", \"withoutProtections\": [\"ON_HOLD\"]"));

    assertThat(CommandLineRun.of("iam-policy", "--policy", usual.toString()).out())
        .contains("AmicleanHold");
    assertThat(CommandLineRun.of("iam-policy", "--policy", without.toString()).out())
        .contains("AmicleanRemove")
        .doesNotContain("AmicleanHold");
  }

  @Test
  void trustsAnAccountWhateverItsSessionsAreCalled() {
    CommandLineRun run =
        CommandLineRun.of(
            "iam-policy",
            "--trust",
            "123456789012",
            "--external-id",
            "cleaner",
            "--session-name",
            "nightly");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("\"sts:ExternalId\": \"cleaner\"");
  }

  @Test
  void limitsThePermissionsToRegionsAndTags() {
    assertThat(
            CommandLineRun.of(
                    "iam-policy",
                    "--regions",
                    "cn-north-1",
                    "--tag-exclude",
                    "keep",
                    "--require-tag",
                    "role=build",
                    "--remove-only")
                .out())
        .contains(
            "arn:aws-cn:ec2:cn-north-1::image/*",
            "\"aws:ResourceTag/keep\": \"false\"",
            "\"aws:ResourceTag/role\": \"build\"")
        .doesNotContain("Describe");
    assertThat(CommandLineRun.of("iam-policy", "--read-only").out())
        .contains("ec2:DescribeImages")
        .doesNotContain("ec2:DeregisterImage");
  }

  @Test
  void showsTheTrustPolicyOfARole() {
    assertThat(
            CommandLineRun.of("iam-policy", "--trust", "210987654321", "--external-id", "id-1")
                .out())
        .contains("arn:aws:iam::210987654321:root", "\"sts:ExternalId\": \"id-1\"");
    assertThat(
            CommandLineRun.of(
                    "iam-policy", "--trust", "--role-arn", "arn:aws-cn:iam::123456789012:role/a")
                .out())
        .contains("arn:aws-cn:iam::123456789012:root");
    assertThat(CommandLineRun.of("iam-policy", "--trust").status()).isEqualTo(2);
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
