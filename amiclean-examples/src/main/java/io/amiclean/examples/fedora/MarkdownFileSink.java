package io.amiclean.examples.fedora;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a report to a new file, as Markdown. A file that exists is not replaced. Safe for use by
 * several threads, of which one writes.
 */
public final class MarkdownFileSink implements DocumentSink {

  private final Path file;

  /**
   * Creates a sink.
   *
   * @param file the file, which does not exist yet; its folder does
   */
  public MarkdownFileSink(Path file) {
    this.file = file.toAbsolutePath();
  }

  @Override
  public void publish(ReportDocument document) throws IOException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file + " exists: choose another file for the report");
    }
    Path draft = Files.createTempFile(file.getParent(), ".amiclean-", ".tmp");
    try {
      Files.writeString(draft, document.content(), StandardCharsets.UTF_8);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
