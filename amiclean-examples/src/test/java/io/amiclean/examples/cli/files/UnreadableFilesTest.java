package io.amiclean.examples.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.CommandLineRun;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that have no end, are too large, or are none: each command refuses them and names them. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class UnreadableFilesTest {

  @TempDir static Path folder;

  @BeforeAll
  static void makeALargeFile() throws IOException {
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("LARGE").toFile(), "rw")) {
      sparse.setLength(3_000_000_000L);
    }
    CommandLineRun.onDemo("", "plan", "--out", folder.resolve("PLAN").toString());
  }

  private static CommandLineRun run(String command, String file) {
    return CommandLineRun.of(
        Arrays.stream(command.split(" "))
            .map(word -> word.equals("FILE") ? file : word)
            .map(word -> word.equals("PLAN") ? folder.resolve("PLAN").toString() : word)
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apply FILE --demo -f",
        "explain FILE ami-50504e36",
        "diff PLAN FILE",
        "report FILE",
        "report --prices FILE PLAN",
        "restore --plan FILE --region eu-west-1",
        "restore --result FILE --region eu-west-1",
        "--inventory FILE",
        "what-if --inventory FILE ami-50504e36",
        "--demo --pinned-ids FILE"
      })
  void areRefusedByName(String command) {
    for (String file :
        new String[] {"/dev/zero", folder.toString(), folder.resolve("LARGE").toString()}) {
      CommandLineRun run = run(command, file);

      assertThat(run.status()).as(run.err()).isIn(2, 4);
      assertThat(run.err()).contains(file).doesNotContain("\tat ");
      assertThat(run.err().lines().count()).isLessThanOrEqualTo(2);
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void aReportTakesAPlanFromAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    byte[] plan = Files.readAllBytes(folder.resolve("PLAN"));
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.write(pipe, plan);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    writer.start();

    CommandLineRun run = run("report FILE", pipe.toString());
    writer.join();

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("AMIs to be removed");
  }
}
