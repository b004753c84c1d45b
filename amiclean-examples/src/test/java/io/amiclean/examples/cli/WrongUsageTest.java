package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class WrongUsageTest {

  /** The least that each command is called with; a positional parameter stands last. */
  private static final Map<String, List<String>> LEAST =
      Map.ofEntries(
          Map.entry("amiclean", List.of()),
          Map.entry("plan", List.of("plan", "--demo")),
          Map.entry("apply", List.of("apply", "none.json")),
          Map.entry("explain", List.of("explain", "none.json", "ami-50504e36")),
          Map.entry("what-if", List.of("what-if", "ami-50504e36")),
          Map.entry("record", List.of("record")),
          Map.entry("diff", List.of("diff", "none.json", "none.json")),
          Map.entry("report", List.of("report", "none.json")),
          Map.entry("stages", List.of("stages", "--demo")),
          Map.entry("restore", List.of("restore", "ami-50504e36")),
          Map.entry("recycle-bin", List.of("recycle-bin")),
          Map.entry("iam-policy", List.of("iam-policy")),
          Map.entry("completion", List.of("completion")),
          Map.entry("fedora", List.of("fedora", "--delete")));

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mapping-key colour --mapping-values a | 'colour' is no mapping key: expected tags or name
          --mapping-key TAGS --mapping-values a   | 'TAGS' is no mapping key
          --mapping-key tags                      | --mapping-key needs --mapping-values
          --mapping-key tags --mapping-values     | --mapping-values
          --mapping-key name --mapping-values a --excluded-mapping-values b | --mapping-key tags
          --mapping-values a b a                  | A value stands twice in --mapping-values
          --keep-previous -1                      | --keep-previous -1 is too little: expected 0
          --keep-previous four                    | 'four' is no whole number of at most 2147483647
          --max-percent 19.5                      | '19.5' is no whole number from 0 to 100
          --keep-previous 1 --keep-previous 2     | only once
          --ami-min-days -2                       | --ami-min-days -2 is too little: expected -1
          --max-images -1                         | --max-images -1 is too little: expected 0
          --max-percent -1                        | '-1' is no whole number from 0 to 100
          --max-percent 101                       | '101' is no whole number from 0 to 100
          --deadline soon                         | 'soon' is no duration: expected seconds such as 7200, or one such as PT2H
          --deadline 0                            | --deadline PT0S is too little: expected more than 0
          stages --deadline -5                    | --deadline PT-5S is too little: expected more than 0
          --journal -                             | --journal - is stdout, which keeps nothing: expected a file
          stages --journal -                      | --journal - is stdout, which keeps nothing: expected a file
          apply none.json --journal -             | --journal - is stdout, which keeps nothing: expected a file
          --journal x --result-out ./x            | --journal and --result-out are both 'x': expected two files
          apply none.json --journal x --result-out x | --journal and --result-out are both 'x': expected two files
          --journal /no/folder/x                  | The journal '/no/folder/x' has no folder: create /no/folder first
          stages --journal /no/folder/x           | The journal '/no/folder/x' has no folder: create /no/folder first
          apply none.json --journal /no/folder/x  | The journal '/no/folder/x' has no folder: create /no/folder first
          --regions all --journal /no/folder/x    | has no folder: create /no/folder first
          --journal /                             | The journal '/' is a folder: expected a file
          --journal /dev/null                     | The journal '/dev/null' is not a regular file: expected one, or none yet
          --from-ids ami-1234                     | 'ami-1234' is no image id: expected
          --from-ids ami-50504e36 AMI-50504E36    | 'AMI-50504E36' is no image id: expected
          --from-ids                              | --from-ids
          --now yesterday                         | 'yesterday' is no instant: expected
          --tag-exclude =value                    | '=value' names no tag: expected KEY
          --exclude-regions us-east-1             | --exclude-regions us-east-1 is of --regions all
          --session-name nightly                  | --external-id and --session-name are for roles
          --organization a/b                       | 'a/b' is no name of a role: expected 1 to 64 letters
          iam-policy --region mars                | 'mars' is no region: expected
          --rate slow                             | 'slow' is no rate: expected ec2, unlimited, or
          --endpoint-url localhost:4566           | 'localhost:4566' is no URL: expected
          --skip-usage snapshots                  | 'snapshots' is no source that --skip-usage
          --launch-template-versions newest       | 'newest' says no versions of launch templates: expected all
          --launch-template-versions 0            | '0' says no versions of launch templates: expected all
          --launch-template-versions in-use --skip-usage auto-scaling-groups | in-use is not known without the source 'auto-scaling-groups'
          --quiet --verbose | --quiet and --verbose exclude each other
          --progress --no-progress | --progress and --no-progress exclude each other
          apply x --no-progress --progress | --progress and --no-progress exclude each other
          --ssm-path /golden --skip-usage ssm-parameters | Parameters by path are asked for, but the source 'ssm-parameters' is skipped
          --usage-reports --allow-shared          | Usage reports are asked for, but the source 'launch-permissions' is skipped
          --pinned-ids                            | --pinned-ids
          --pinned-ids none.txt                   | 'none.txt' of --pinned-ids does not exist: expected
          --pinned-ids /                          | '/' of --pinned-ids is not a regular file: expected
          apply none.json --pinned-ids none.txt   | 'none.txt' of --pinned-ids does not exist: expected
          --keep-prev 4                           | --keep-prev
          --mapping-values environment --bogus    | --bogus
          --regions                               | --regions
          --regions all eu-west-1                 | expected 'all' alone, or regions
          --role-arn reader                       | 'reader' is no role: expected an ARN
          --keep-previous 2 plan --out x          | after it
          purge                                   | purge
          plan                                    | --out
          plan --out x -f                         | -f
          apply                                   | FILE
          explain x                               | IMAGE_ID
          diff x                                  | FILE
          diff x y z                              | 'z'
          diff x y z z                            | 'z', 'z'
          explain x ami-1234                      | 'ami-1234' is no image id: expected
          explain x ami-50504e36 ami-1234         | 'ami-1234' is no image id: expected
          """)
  void saysInTwoLinesWhatIsWrong(String arguments, String message) {
    CommandLineRun run = CommandLineRun.answering("y\n", arguments.split(" "));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(2);
    assertThat(run.out()).isEmpty();
  }

  /** Every option and parameter of every command that takes a text, number or file. */
  static Stream<Arguments> valuesOfAllCommands() {
    CommandLine amiclean = Amiclean.commands(CommandLineRun.console(), List.of("--help"));
    return Stream.concat(Stream.of(amiclean), amiclean.getSubcommands().values().stream())
        .map(CommandLine::getCommandSpec)
        .flatMap(
            command ->
                command.args().stream()
                    .filter(argument -> argument.arity().max() > 0)
                    .map(argument -> Arguments.of(command.name(), argument)));
  }

  /** A shell variable that is not set must take no protection away. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("valuesOfAllCommands")
  void refusesABlankValueOf(String command, ArgSpec argument) {
    List<String> arguments = new ArrayList<>(LEAST.getOrDefault(command, List.of()));
    if (Set.of("plan", "record").contains(command) && !label(argument).equals("--out")) {
      arguments.addAll(List.of("--out", folder.resolve("out.json").toString()));
    }
    if (argument instanceof OptionSpec option) {
      arguments.addAll(List.of(option.longestName(), ""));
    } else {
      int place = 1 + ((PositionalParamSpec) argument).index().min();
      if (place < arguments.size()) {
        arguments.remove(place);
      }
      arguments.add(place, "");
    }

    CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(label(argument)).hasLineCount(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesAValueOfWhiteSpace() {
    CommandLineRun run = CommandLineRun.onDemo("", "--excluded-mapping-values", "prod", " ");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("A blank value of --excluded-mapping-values: expected VALUE")
        .hasLineCount(2);
  }

  @Test
  void asksOfABlankNumberTooWhetherAVariableIsNotSet() {
    assertThat(CommandLineRun.of("--keep-previous", "").err())
        .contains("A blank value of --keep-previous: expected N (is a shell variable not set?)");
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  @ParameterizedTest
  @CsvSource({
    "--tag-exclude, keep=, 'KEY=VALUE, or KEY alone'",
    "--tag-exclude, 'keep= ', 'KEY=VALUE, or KEY alone'",
    "--stage-tag, LaunchPermissionRevoked=, expected KEY=PATTERN",
    "--stage-tag, =ddMMyyyy, expected KEY=PATTERN",
    "--stage-tag, ' =ddMMyyyy', expected KEY=PATTERN"
  })
  void refusesAValueOfWhichAPartIsBlank(String option, String value, String expected) {
    CommandLineRun run = CommandLineRun.of("stages", "--demo", option, value);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'" + value + "'", expected);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesARegionThatIsNone() {
    CommandLineRun run = CommandLineRun.of("--region", "Ireland");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'Ireland' is no region: expected");
  }

  @Test
  void refusesAnOutputFileThatExists() throws IOException {
    Path file = Files.writeString(folder.resolve("plan.json"), "mine");

    CommandLineRun run = CommandLineRun.of("plan", "--demo", "--out", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json' exists: choose another file, or give --overwrite");
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesAResultFileThatExistsBeforeAnythingIsRemoved() throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), "mine");

    CommandLineRun run = CommandLineRun.of("--demo", "-f", "--result-out", file.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(file).hasContent("mine");
  }

  @Test
  void refusesAPlanAsAJournalBeforeTheAccountIsRead() {
    String plan = folder.resolve("plan.json").toString();
    assertThat(CommandLineRun.of("plan", "--demo", "--out", plan).status()).isZero();

    CommandLineRun run = CommandLineRun.of("--demo", "-f", "--journal", plan);

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .isEqualTo(
            "amiclean: '"
                + plan
                + "' is refused: it is a plan, as 'amiclean plan --out' writes it; expected a"
                + " journal, as --journal writes it\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void refusesAFolderAsAnOutputFile() {
    CommandLineRun run =
        CommandLineRun.of("plan", "--demo", "--overwrite", "--out", folder.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is a folder: expected a file");
  }

  @Test
  void refusesAnOutputFileInNoFolder() {
    CommandLineRun run =
        CommandLineRun.of("plan", "--demo", "--out", folder.resolve("none/plan.json").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("has no folder: create ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--demo -f --result-out -", "record --demo --out -", "stages --demo --out -"})
  void refusesStdoutAsAFileOfAnythingButAPlan(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("'-' is stdout, which only 'amiclean plan --out -' writes to");
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void refusesToReplaceADevice() {
    CommandLineRun run = CommandLineRun.of("plan", "--demo", "--overwrite", "--out", "/dev/null");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("is not a regular file");
  }

  @Test
  void leavesNoDraftBehind() throws IOException {
    CommandLineRun.of("plan", "--demo", "--out", folder.resolve("plan.json").toString());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("plan.json"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--region eu-west-1",
        "--regions eu-west-1",
        "--profile work",
        "--endpoint-url http://localhost",
        "--role-arn arn:aws:iam::210987654321:role/amiclean",
        "--organization amiclean"
      })
  void theEmbeddedAccountIsReachedWithoutOptionsOfAws(String options) {
    List<String> args = new ArrayList<>(List.of("--demo"));
    args.addAll(List.of(options.split(" ", -1)));

    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("amiclean: --demo is one region of an embedded account: expected no ")
        .contains(args.get(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply %s --demo -f --result-out %s",
        "report --out %s %s",
        "diff %s other.json --out %s"
      })
  void refusesToWriteOverWhatItReads(String line) throws IOException {
    Path plan = folder.resolve("plan.json");
    CommandLineRun.of("plan", "--demo", "--out", plan.toString());
    byte[] before = Files.readAllBytes(plan);

    CommandLineRun run =
        CommandLineRun.of((line.formatted(plan, plan) + " --overwrite").split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json' is read by this command: choose another file");
    assertThat(plan).hasBinaryContent(before);
  }

  @Test
  void replacesAnOutputFileThatItDoesNotRead() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.json"),
            """
            {"schemaVersion": 1, "groupBy": [{"tags": ["role"]}], "retain": [{"keepNewest": 4}]}
            """);
    Path plan = Files.writeString(folder.resolve("plan.json"), "an earlier one");

    CommandLineRun run =
        CommandLineRun.of(
            "plan", "--demo", "--policy", policy + "", "--overwrite", "--out", plan + "");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(plan).content().startsWith("{");
  }
}
