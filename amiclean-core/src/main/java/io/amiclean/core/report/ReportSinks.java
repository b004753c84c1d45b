package io.amiclean.core.report;

import io.amiclean.api.report.ReportRenderer;
import io.amiclean.api.report.ReportSink;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sinks of reports that come with amiclean. */
public final class ReportSinks {

  private ReportSinks() {}

  /**
   * Returns a sink that writes a report to a new file, whole or not at all. A file that exists is
   * not replaced: to publish to it throws {@link FileAlreadyExistsException}. Safe for use by
   * several threads, of which one publishes.
   *
   * @param file the file, which does not exist yet; its folder does
   * @param renderer the format
   * @return the sink
   */
  public static ReportSink newFile(Path file, ReportRenderer renderer) {
    Objects.requireNonNull(renderer, "renderer");
    Path target = file.toAbsolutePath();
    return report -> {
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(
            target + " exists: choose another file for the report");
      }
      @Nullable Path folder = target.getParent();
      if (folder == null) {
        throw new NoSuchFileException(target + " is no file: choose another one for the report");
      }
      Path draft = Files.createTempFile(folder, ".amiclean-", ".tmp");
      try {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
          renderer.render(report, out);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    };
  }
}
