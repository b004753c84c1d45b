package io.amiclean.examples.cli;

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
 * @param terminal whether a person sits in front of it
 */
record Console(BufferedReader in, PrintStream out, PrintStream err, boolean terminal) {

  static Console ofProcess() {
    return new Console(
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        System.out,
        System.err,
        System.console() != null);
  }

  /** Asks a question, which only {@code y} and {@code Y} answer with yes. */
  boolean confirm(String question) throws IOException {
    out.print(question);
    out.flush();
    String answer = in.readLine();
    if (!terminal) {
      // Nobody pressed the Enter that would have ended the line.
      out.println();
    }
    return "y".equalsIgnoreCase(answer);
  }
}
