package io.amiclean.examples.exit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;

/** Ctrl-C, as a process gets it from a terminal. */
public final class InterruptSignal {

  /** The field of Linux with the signals that a process ignores, as bits in hexadecimal. */
  private static final Path STATUS = Path.of("/proc/self/status");

  private static final String IGNORED = "SigIgn:";
  private static final int SIGINT_BIT = 1;

  private InterruptSignal() {}

  /**
   * Leaves a test out where the signal cannot be sent, or would be ignored: shells have what they
   * run in the background ignore it, and so do all processes that are started there.
   */
  public static void assumeThatItArrives() throws IOException {
    assumeThat(Path.of("/bin/kill")).exists();
    if (Files.exists(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(IGNORED)) {
          assumeThat(new BigInteger(line.substring(IGNORED.length()).strip(), 16))
              .as("the signals that this process ignores")
              .matches(signals -> !signals.testBit(SIGINT_BIT), "SIGINT is not among them");
        }
      }
    }
  }

  /** Sends it to a process. */
  public static void sendTo(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }
}
