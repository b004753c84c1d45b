package io.amiclean.examples.cli;

import io.amiclean.api.model.Progress;
import io.amiclean.api.model.ProgressListener;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Shows progress on a stream: one bar counts what is read, whatever the source, and one what is
 * removed.
 *
 * <p>Safe for use by several threads. After {@link #finish()} another bar begins with the next
 * progress.
 */
final class ProgressBars implements ProgressListener, AutoCloseable {

  private static final String REMOVAL = "removal";
  private static final int WIDTH = 80;

  private final Optional<PrintStream> stream;
  private final Map<String, Long> done = new HashMap<>();
  private final Map<String, Long> totals = new HashMap<>();
  private @Nullable ProgressBar bar;

  private ProgressBars(Optional<PrintStream> stream) {
    this.stream = stream;
  }

  static ProgressBars on(PrintStream stream) {
    return new ProgressBars(Optional.of(stream));
  }

  static ProgressBars hidden() {
    return new ProgressBars(Optional.empty());
  }

  @Override
  public void onProgress(Progress progress) {
    stream.ifPresent(shown -> show("", progress, shown));
  }

  /** Returns a listener for one of several scopes, whose progress adds up. */
  ProgressListener of(String scope) {
    return progress -> stream.ifPresent(shown -> show(scope + " ", progress, shown));
  }

  private synchronized void show(String scope, Progress progress, PrintStream shown) {
    boolean removal = progress.task().equals(REMOVAL);
    String name = removal ? "Removing" : "Retrieving";
    if (bar == null || !bar.getTaskName().equals(name)) {
      finish();
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(removal ? progress.total().orElse(-1) : -1)
              // A given width keeps the library from looking for a terminal, which takes a while.
              .setConsumer(new ConsoleProgressBarConsumer(shown, WIDTH))
              .build();
    }
    done.put(scope + progress.task(), progress.done());
    if (removal && progress.total().isPresent()) {
      totals.put(scope, progress.total().getAsLong());
      bar.maxHint(totals.values().stream().mapToLong(Long::longValue).sum());
    }
    bar.stepTo(done.values().stream().mapToLong(Long::longValue).sum());
    bar.setExtraMessage(removal ? "" : " " + scope + progress.task());
  }

  /** Ends the bar that is shown, so that other lines can follow. */
  synchronized void finish() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    done.clear();
    totals.clear();
  }

  @Override
  public void close() {
    finish();
  }
}
