package io.amiclean.examples.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How wide the lines of a terminal are. */
public final class TerminalWidth {

  /** What is written to a file or a pipe is as wide as it is. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(TerminalWidth.class);

  private static final int USUAL = 80;
  private static final int PATIENCE_SECONDS = 2;
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d+)\\s*");
  private static final Pattern COLUMNS = Pattern.compile("[1-9]\\d{0,4}");

  private TerminalWidth() {}

  /**
   * Returns what finds the width: the variable {@code COLUMNS}, else the terminal's own.
   *
   * @param terminal whether there is a terminal
   */
  static IntSupplier of(boolean terminal) {
    return () -> of(System.getenv().getOrDefault("COLUMNS", ""), terminal);
  }

  static int of(String columns, boolean terminal) {
    if (COLUMNS.matcher(columns).matches()) {
      return Integer.parseInt(columns);
    }
    return terminal ? ask() : UNLIMITED;
  }

  private static int ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      if (stty.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        Matcher size =
            SIZE.matcher(
                new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        if (size.matches() && COLUMNS.matcher(size.group(1)).matches()) {
          return Integer.parseInt(size.group(1));
        }
      } else {
        stty.destroy();
      }
    } catch (IOException e) {
      LOG.debug("The width of the terminal cannot be asked for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return USUAL;
  }
}
