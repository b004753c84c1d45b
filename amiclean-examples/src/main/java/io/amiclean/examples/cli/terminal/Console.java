package io.amiclean.examples.cli.terminal;

import io.amiclean.core.report.TerminalText;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.ReadingStop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Where a command reads answers and writes to.
 *
 * @param in the answers to its questions
 * @param out the product
 * @param details what of the product {@code --quiet} leaves out: tables and lines; else {@code out}
 * @param err everything else: errors and progress
 * @param charset the encoding of all
 * @param terminal whether a person sits in front of it
 * @param columns asks how wide a line may be
 */
public record Console(
    BufferedReader in,
    PrintStream out,
    PrintStream details,
    PrintStream err,
    Charset charset,
    boolean terminal,
    IntSupplier columns) {

  /** What of an answer counts. */
  enum Answer {
    YES,
    NO,

    /** The input ended without an answer. */
    NONE
  }

  /** Takes the streams of this process, and leaves a harmless stderr to what libraries log. */
  public static Console ofProcess() {
    Charset charset = Charset.defaultCharset();
    boolean terminal = isTerminal();
    Console console =
        new Console(
            new BufferedReader(new InputStreamReader(System.in, charset)),
            System.out,
            System.out,
            System.err,
            charset,
            terminal,
            TerminalWidth.of(terminal));
    System.setErr(new SanitizingPrintStream(console.err()));
    return console;
  }

  @SuppressWarnings("SystemConsoleNull") // of the console that is asked for, it is still true
  private static boolean isTerminal() {
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }

  /** Returns this console without details. */
  public Console quiet() {
    PrintStream nothing = new PrintStream(OutputStream.nullOutputStream(), false, charset);
    return new Console(in, out, nothing, err, charset, terminal, columns);
  }

  public boolean isQuiet() {
    return details != out;
  }

  /** Returns this console with everything on stderr: stdout is for a document. */
  public Console onErr() {
    return new Console(in, err, isQuiet() ? details : err, err, charset, terminal, columns);
  }

  /** Writes a document to stdout, in UTF-8 whatever the locale: programs read it. */
  public void printDocument(String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** Says something on stderr that is no error. */
  public void note(String message) {
    if (!isQuiet()) {
      say(message);
    }
  }

  /** Says something on stderr. */
  public void say(String message) {
    err.println("amiclean: " + TerminalText.sanitize(message));
  }

  /** Lets Ctrl-C say that nothing was changed, until that is closed. */
  public ReadingStop stopsWithoutChange(ProgressBars progress) {
    return ReadingStop.saying(
        () -> {
          progress.stop();
          if (terminal) {
            err.println();
          }
          say("Stopped: nothing was changed.");
        });
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
   * Asks a question, which only {@code y} and {@code yes} answer with yes, in any case.
   *
   * @throws IOException if stdout is closed or full, or the answer cannot be read
   */
  Answer ask(String question) throws IOException {
    out.print(question);
    requireShown();
    String answer = in.readLine();
    if (!terminal || answer == null) {
      // No Enter was pressed that would have ended the line.
      out.println();
    }
    if (answer == null) {
      return Answer.NONE;
    }
    return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes") ? Answer.YES : Answer.NO;
  }
}
