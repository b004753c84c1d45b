package io.amiclean.examples.fedora;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportSink;
import io.amiclean.core.report.ReportSinks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the report of a run goes.
 *
 * @param file a file, if there is one
 * @param sink where it is published, if it is
 * @param kept the file that keeps it if that fails, and there is no other one
 * @param say says what failed
 */
record Publication(
    @Nullable Path file, Optional<ReportSink> sink, Path kept, Consumer<String> say) {

  /** Publishes a report, and returns whether it got to where it should. */
  boolean publish(CleanupReport report) throws IOException {
    // First to the file, so that nothing that happens on the network can lose it.
    boolean written = file != null && write(report, file);
    boolean complete = file == null || written;
    if (sink.isPresent()) {
      try {
        sink.get().publish(report);
      } catch (IOException e) {
        if (!written) {
          ReportSinks.newFile(kept, new FedoraReport()).publish(report);
        }
        say.accept(e.getMessage() + "; the report is kept in " + (written ? file : kept));
        return false;
      }
    }
    return complete;
  }

  /** The images are changed by now, so that a failure must not hide how that ended. */
  private boolean write(CleanupReport report, Path target) {
    try {
      ReportSinks.newFile(target, new FedoraReport()).publish(report);
      return true;
    } catch (IOException e) {
      say.accept("The report could not be written to " + target + ": " + e);
      return false;
    }
  }
}
