package io.amiclean.examples.cli;

import io.amiclean.examples.exit.Failures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Where a command reads answers and writes to.
 *
 * @param in the answers to its questions
 * @param out the product
 * @param err everything else: errors and progress
 * @param charset the encoding of both
 * @param terminal whether a person sits in front of it
 */
record Console(
    BufferedReader in, PrintStream out, PrintStream err, Charset charset, boolean terminal) {

  /** Takes the streams of this process, and leaves a harmless stderr to what libraries log. */
  static Console ofProcess() {
    Charset charset = Charset.defaultCharset();
    Console console =
        new Console(
            new BufferedReader(new InputStreamReader(System.in, charset)),
            System.out,
            System.err,
            charset,
            isTerminal());
    System.setErr(new SanitizingPrintStream(console.err()));
    return console;
  }

  @SuppressWarnings("SystemConsoleNull") // of the console that is asked for, it is still true
  private static boolean isTerminal() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /**
   * Checks that what was shown so far was shown, before something is changed because of it.
   *
   * @throws IOException if stdout is closed or full
   */
  void requireShown() throws IOException {
    if (out.checkError()) {
      throw new IOException(Failures.LOST_OUTPUT + "; nothing was executed");
    }
  }

  /**
   * Asks a question, which only {@code y} and {@code Y} answer with yes.
   *
   * @throws IOException if stdout is closed or full, or the answer cannot be read
   */
  boolean confirm(String question) throws IOException {
    out.print(question);
    requireShown();
    String answer = in.readLine();
    if (!terminal) {
      // Nobody pressed the Enter that would have ended the line.
      out.println();
    }
    return "y".equalsIgnoreCase(answer);
  }
}
