package io.amiclean.examples.cli;

import picocli.CommandLine.Option;

/** Whether progress is shown. */
final class ProgressOptions {

  @Option(
      names = "--progress",
      description = "Shows a progress bar on stderr. Default: on a terminal.")
  boolean shown;

  @Option(names = "--no-progress", description = "Shows no progress bar.")
  boolean hidden;

  /** Returns the bar to show on this console. */
  ProgressBars on(Console console) {
    return !hidden && (shown || console.terminal())
        ? ProgressBars.on(console.err())
        : ProgressBars.hidden();
  }
}
