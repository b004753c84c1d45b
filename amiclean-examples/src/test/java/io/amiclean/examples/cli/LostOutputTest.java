package io.amiclean.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.exit.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands whose stdout is full, or whose reader has closed it. */
class LostOutputTest {

  private static final String SAID =
      "amiclean: stdout did not take all output: it is closed, or its device is full";

  @TempDir static Path folder;

  /** Takes a number of bytes and fails from then on, as a device that is full. */
  private static final class FullStream extends OutputStream {

    private long room;

    FullStream(long room) {
      this.room = room;
    }

    @Override
    public void write(int one) throws IOException {
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      room--;
    }
  }

  @BeforeAll
  static void makeWhatCommandsRead() {
    for (String name : List.of("plan.json", "other.json")) {
      CommandLineRun.onDemo("", "plan", "--out", file(name));
    }
    CommandLineRun.of("record", "--demo", "--out", file("inventory.json"));
    CommandLineRun.onDemo("", "-f", "--result-out", file("result.json"));
    assertThat(folder).isDirectoryContaining(path -> path.endsWith("result.json"));
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  static Stream<List<String>> commands() {
    return Stream.of(
            "--help",
            "--version",
            "--demo",
            "--demo -f",
            "--inventory inventory.json",
            "plan --demo --overwrite --out new.json",
            "plan --help",
            "apply plan.json --demo -f",
            "explain plan.json ami-50504e36",
            "what-if --demo ami-50504e36",
            "diff plan.json other.json",
            "report plan.json",
            "report --format csv plan.json",
            "report --format csv-snapshots plan.json",
            "report --format json plan.json",
            "report --format html plan.json",
            "report --format markdown plan.json result.json",
            "stages --demo",
            "iam-policy",
            "iam-policy --stages",
            "fedora --iam-policy")
        .map(
            command ->
                Arrays.stream(command.split(" "))
                    .map(word -> word.endsWith(".json") ? file(word) : word)
                    .toList());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysInOneLineThatOutputWasLost(List<String> command) {
    Run run = run(new FullStream(0), command);

    assertThat(run.err().lines().filter(line -> line.startsWith(SAID))).hasSize(1);
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void noticesTheLastByteThatIsMissing() {
    CommandLineRun whole = CommandLineRun.of("iam-policy");

    assertThat(run(new FullStream(whole.out().length()), List.of("iam-policy")).status())
        .isEqualTo(ExitStatus.DONE);
    assertThat(run(new FullStream(whole.out().length() - 1), List.of("iam-policy")).status())
        .isEqualTo(ExitStatus.FAILED);
  }

  @Test
  void executesNothingThatWasNotShown() {
    Run run = run(new FullStream(100), List.of("--demo", "-f", "--result-out", file("none.json")));

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err()).contains("; nothing was executed");
    assertThat(Path.of(file("none.json"))).doesNotExist();
  }

  @Test
  void saysWhatWasExecutedWhereTheEndIsNotShown() {
    int end = CommandLineRun.of("--demo", "-f").out().length() - 1;

    Run run = run(new FullStream(end), List.of("--demo", "-f"));

    assertThat(run.status()).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err())
        .contains(
            "amiclean: Not all of this could be shown, and it was executed all the same: Images: 4"
                + " succeeded; Snapshots: 4 succeeded\n");
  }

  @Test
  void keepsTheStatusOfARefusal() throws IOException {
    Path plan = Files.writeString(folder.resolve("broken.json"), "{}");

    Run run = run(new FullStream(0), List.of("report", plan.toString()));

    assertThat(run.status()).isEqualTo(ExitStatus.REFUSED);
    assertThat(run.err()).hasLineCount(1);
  }

  private record Run(int status, String err) {}

  private static Run run(OutputStream out, List<String> command) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Amiclean.run(CommandLineRun.console("y\n", out, err), command.toArray(String[]::new));
    return new Run(status, err.toString(StandardCharsets.UTF_8));
  }
}
