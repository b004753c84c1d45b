package io.amiclean.examples.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether progress is shown. */
final class ProgressOptions {

  @Option(
      names = "--progress",
      negatable = true,
      description = "Shows a progress bar on stderr, or not. Default: on a terminal.")
  @Nullable Boolean progress;

  /** Returns the bar to show on this console. */
  ProgressBars on(Console console) {
    boolean shown = progress == null ? console.terminal() : progress;
    return shown ? ProgressBars.on(console.err()) : ProgressBars.hidden();
  }
}
