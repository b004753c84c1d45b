package io.amiclean.examples.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.json.ResultJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan that is applied with a journal, which is that of something else, or was cut off. */
@Tag("slow")
class JournalOverWireTest {

  private static final String OTHER = "210987654321";

  @TempDir private Path folder;
  private Path plan;
  private Path journal;
  private Path result;

  @RegisterExtension private final OverWire aws = OverWire.empty();
  @RegisterExtension private final OverWire other = OverWire.ofAccount(OTHER);

  /** Takes the lock of a file, and holds it until something can be read. */
  static final class Holder {

    private Holder() {}

    public static void main(String... args) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(args[0], "rw");
          FileLock lock = file.getChannel().lock()) {
        System.out.println(lock.isValid());
        int unused = System.in.read();
      }
    }
  }

  @BeforeEach
  void plan() {
    plan = folder.resolve("plan.json");
    journal = folder.resolve("journal");
    result = folder.resolve("result.json");
    aws.images(3);
    assertThat(aws.planAll(plan).status()).isZero();
  }

  @Test
  void isRefusedForAPlanOfAnotherAccount() throws IOException {
    apply(aws, plan);
    other.images(3);
    Path ofOther = folder.resolve("other.json");
    assertThat(other.planAll(ofOther).status()).isZero();
    byte[] before = Files.readAllBytes(journal);

    CommandLineRun run = apply(other, ofOther);

    assertRefused(run, "is of 123456789012/eu-west-1, but the plan is of " + OTHER + "/eu-west-1");
    assertThat(other.changes()).isEmpty();
    assertThat(journal).hasBinaryContent(before);
  }

  @Test
  void isNotBegunForAPlanOfAnotherAccountThanTheCredentials() {
    CommandLineRun run = apply(other, plan);

    assertRefused(
        run,
        "The plan is of 123456789012/eu-west-1, but the credentials and region are of "
            + OTHER
            + "/eu-west-1");
    assertThat(other.changes()).isEmpty();
    assertThat(journal).doesNotExist();
  }

  @Test
  void isRefusedForAnotherPlan() {
    apply(aws, plan);
    aws.image(4);
    Path another = folder.resolve("another.json");
    assertThat(aws.planAll(another).status()).isZero();
    aws.endpoint().clearRequests();

    assertRefused(apply(aws, another), "is of another plan");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void isRefusedWhileAnotherProcessHasIt() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                journal.toString())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("true");

      assertRefused(apply(aws, plan), "is in use by another execution");
      assertThat(aws.changes()).isEmpty();
    } finally {
      holder.destroyForcibly().waitFor();
    }

    assertThat(apply(aws, plan).status()).isZero();
    assertThat(aws.state().imageIds()).isEmpty();
  }

  /** The first line says whose journal it is, the others are of images that do not go yet. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void isFinishedWhenItsLastLineIsCutOff(int wholeLines) throws IOException {
    aws.endpoint().failAlways("DeregisterImage", 500, "InternalError", "An internal error.");
    assertThat(apply(aws, plan).status()).isEqualTo(3);
    aws.endpoint().heal();
    List<String> lines = Files.readAllLines(journal);
    String cut = lines.get(wholeLines);
    Files.writeString(
        journal,
        String.join("", lines.subList(0, wholeLines).stream().map(line -> line + "\n").toList())
            + cut.substring(0, cut.length() / 2));

    CommandLineRun run = apply(aws, plan);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err())
        .startsWith("amiclean: The journal ends in a half-written line, which is dropped: {")
        .hasLineCount(1);
    assertThat(aws.state().imageIds()).isEmpty();
    assertThat(aws.state().snapshotIds()).isEmpty();
  }

  @Test
  void isNotTakenForOneIfItIsAFileOfSomethingElse() throws IOException {
    Files.writeString(journal, "2024-06-01 something else\n", StandardCharsets.UTF_8);

    assertRefused(apply(aws, plan), "journal");
    assertThat(aws.changes()).isEmpty();
    assertThat(journal).hasContent("2024-06-01 something else");
  }

  @Test
  void isNotDoneAgain() throws IOException {
    apply(aws, plan);
    aws.endpoint().clearRequests();

    CommandLineRun run = apply(aws, plan);

    assertThat(run.status()).isZero();
    assertThat(aws.changes()).isEmpty();
    assertThat(ResultJson.read(Files.readString(result)).outcomes())
        .hasSize(6)
        .extracting(ActionOutcome::outcome)
        .containsOnly(Outcome.SUCCEEDED);
  }

  private CommandLineRun apply(OverWire account, Path file) {
    return account.run(
        "",
        "apply",
        "-f",
        file.toString(),
        "--journal",
        journal.toString(),
        "--result-out",
        result.toString(),
        "--overwrite");
  }

  private static void assertRefused(CommandLineRun run, String message) {
    assertThat(run.status()).as(run.err()).isEqualTo(4);
    assertThat(run.err()).startsWith("amiclean: ").contains(message).hasLineCount(1);
  }
}
