package io.amiclean.examples.cli.options;

import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import picocli.CommandLine.Option;

/** Whether progress is shown. */
public final class ProgressOptions {

  /** Shows progress. */
  public static final String SHOWN = "--progress";

  /** Shows none. */
  public static final String HIDDEN = "--no-progress";

  @Option(
      names = SHOWN,
      description =
          "Shows progress on stderr: a bar on a terminal, which is the default there, else a line"
              + " every ten seconds.")
  boolean shown;

  @Option(names = HIDDEN, description = "Shows no progress bar.")
  boolean hidden;

  /** Returns the bar to show on this console. */
  public ProgressBars on(Console console) {
    if (hidden || console.isQuiet() || (!shown && !console.terminal())) {
      return ProgressBars.hidden();
    }
    return console.terminal()
        ? ProgressBars.on(console.err())
        : ProgressBars.inLinesOn(console.err());
  }
}
