package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.amiclean.api.Samples;
import io.amiclean.api.report.ReportSink;
import io.amiclean.api.report.ReportSinkContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownFileSinkTest extends ReportSinkContract {

  @TempDir private Path folder;

  @Override
  protected ReportSink sink() {
    return new MarkdownFileSink(folder.resolve("report.md"));
  }

  @Override
  protected String published() throws IOException {
    Path file = folder.resolve("report.md");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  @Override
  protected Optional<ReportSink> breakingSink() {
    return Optional.of(new MarkdownFileSink(folder.resolve("missing").resolve("report.md")));
  }

  @Test
  void tellsImagesAndOutcomes() throws IOException {
    sink().publish(Samples.report());

    assertThat(published())
        .startsWith("# Clean AMIs, 2025-06-01\n\n## 123456789012/eu-west-1\n\n")
        .contains(
            "| Image | Name | Compose |\n| --- | --- | --- |\n| " + Samples.imageId(1) + " | ",
            "1 succeeded, 1 failed",
            "| " + Samples.snapshotId(1) + " | delete snapshot | failed | EC2 refused. |");
  }

  @Test
  void leavesAFileThatExistsAlone() throws IOException {
    Files.writeString(folder.resolve("report.md"), "mine");

    assertThatIOException()
        .isThrownBy(() -> sink().publish(Samples.report()))
        .withMessageContaining("report.md exists");
    assertThat(published()).isEqualTo("mine");
  }

  @Test
  void leavesNoDraft() throws IOException {
    sink().publish(Samples.report());

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString).toList())
          .isEqualTo(List.of("report.md"));
    }
  }
}
