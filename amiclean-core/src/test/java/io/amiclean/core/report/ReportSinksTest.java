package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.amiclean.api.report.ReportSink;
import io.amiclean.api.testing.ReportSinkContract;
import io.amiclean.api.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSinksTest extends ReportSinkContract {

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("report.md");
  }

  @Override
  protected ReportSink sink() {
    return ReportSinks.newFile(file(), ReportRenderers.markdown());
  }

  @Override
  protected String published() throws IOException {
    return Files.exists(file()) ? Files.readString(file()) : "";
  }

  @Override
  protected Optional<ReportSink> breakingSink() {
    return Optional.of(
        ReportSinks.newFile(
            file(),
            (report, out) -> {
              out.write(1);
              throw new IOException("The disk is full.");
            }));
  }

  @Test
  void writesWhatTheRendererWrites() throws IOException {
    sink().publish(Samples.report());

    assertThat(published()).isEqualTo(ReportRenderers.markdown().renderToString(Samples.report()));
  }

  @Test
  void leavesAFileThatExistsAlone() throws IOException {
    Files.writeString(file(), "mine");

    assertThatIOException()
        .isThrownBy(() -> sink().publish(Samples.report()))
        .withMessageContaining("report.md exists");
    assertThat(published()).isEqualTo("mine");
  }

  @Test
  void leavesNoDraft() throws IOException {
    sink().publish(Samples.report());
    assertThatIOException()
        .isThrownBy(() -> breakingSink().orElseThrow().publish(Samples.report()));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString).toList())
          .isEqualTo(List.of("report.md"));
    }
  }
}
