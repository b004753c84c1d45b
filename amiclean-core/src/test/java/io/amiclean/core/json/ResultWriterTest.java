package io.amiclean.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.core.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultWriterTest {

  @TempDir private Path folder;

  private static ExecutionResult result(List<ActionOutcome> outcomes) {
    return ExecutionResult.builder()
        .startedAt(Fixtures.NOW)
        .finishedAt(Fixtures.NOW.plusNanos(1_500_000))
        .scope(Fixtures.SCOPE)
        .outcomes(outcomes)
        .build();
  }

  private static ExecutionResult deletions(int count) {
    return result(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    ActionOutcome.deletion(
                        Fixtures.snapshotId(i), Outcome.SUCCEEDED, "deleted", "Deleted"))
            .toList());
  }

  private static ResultWriter spool(ExecutionResult result, Path file) throws IOException {
    ResultWriter spool = ResultWriter.in(file);
    result.outcomes().forEach(spool);
    return spool;
  }

  private static String written(ExecutionResult result, Path file) throws IOException {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    try (ResultWriter spool = spool(result, file)) {
      spool.write(result.summary(), document);
    }
    return document.toString(StandardCharsets.UTF_8);
  }

  @Property(tries = 100)
  void writesWhatIsWrittenOfAResult(@ForAll("results") ExecutionResult result) throws IOException {
    Path file = Files.createTempDirectory("spool").resolve("spool");
    try {
      assertThat(written(result, file)).isEqualTo(ResultJson.write(result));
    } finally {
      Files.delete(file.getParent());
    }
  }

  @Provide
  Arbitrary<ExecutionResult> results() {
    return Combinators.combine(
            Arbitraries.of(Outcome.class),
            Arbitraries.of("success", "image-not-removed", ""),
            Arbitraries.strings().ofMaxLength(20),
            Arbitraries.of(true, false))
        .as(Ending::new)
        .list()
        .ofMaxSize(10)
        .map(
            endings ->
                result(
                    IntStream.range(0, endings.size())
                        .mapToObj(i -> endings.get(i).outcome(i))
                        .toList()));
  }

  private record Ending(Outcome outcome, String code, String message, boolean ofImage) {

    ActionOutcome outcome(int number) {
      return ofImage
          ? ActionOutcome.deregistration(Fixtures.imageId(number), outcome, code, message)
          : ActionOutcome.deletion(Fixtures.snapshotId(number), outcome, code, message);
    }
  }

  @Test
  void keepsNoOutcomeThatFitsIntoNoBuffer() throws IOException {
    ExecutionResult result = deletions(1_000);

    assertThat(written(result, folder.resolve("spool"))).isEqualTo(ResultJson.write(result));
  }

  @Test
  void leavesNoFileBehindThoughItIsNeverWritten() throws IOException {
    spool(deletions(1_000), folder.resolve("spool")).close();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void takesNoFileThatExists() throws IOException {
    Path file = Files.writeString(folder.resolve("spool"), "mine");

    assertThatThrownBy(() -> ResultWriter.in(file)).isInstanceOf(FileAlreadyExistsException.class);

    assertThat(file).hasContent("mine");
  }

  @Test
  void anInterruptDoesNotBreakIt() throws IOException {
    ExecutionResult result = deletions(1_000);
    Thread.currentThread().interrupt();
    try {
      assertThat(written(result, folder.resolve("spool"))).isEqualTo(ResultJson.write(result));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void tellsInTheEndThatAnOutcomeCouldNotBeWritten() throws IOException {
    ExecutionResult result = deletions(1_000);
    ResultWriter spool = ResultWriter.in(folder.resolve("spool"));
    spool.close();
    ByteArrayOutputStream document = new ByteArrayOutputStream();

    Stream.concat(result.outcomes().stream(), result.outcomes().stream()).forEach(spool);

    assertThatThrownBy(() -> spool.write(result.summary(), document))
        .isInstanceOf(IOException.class);
    assertThat(document.size()).isZero();
  }
}
