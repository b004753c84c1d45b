package io.amiclean.examples.cli;

import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.TerminalWidth;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A run of the command line in this process.
 *
 * @param status the exit status
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
public record CommandLineRun(int status, String out, String err) {

  /** Runs a command whose questions get no answer. */
  public static CommandLineRun of(String... args) {
    return answering("", args);
  }

  /** Runs a command with a text on stdin. */
  public static CommandLineRun answering(String answers, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Amiclean.run(console(answers, out, err), args);
    return new CommandLineRun(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command as a shell does into which a line is pasted. */
  public static CommandLineRun pasted(String answers, String line) {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", "amiclean() { printf '%s\\n' \"$@\"; }\n" + line).start();
      String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answering(answers, words.lines().toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the command that is printed last. */
  public String lastCommand() {
    String all = out + err;
    return all.substring(all.lastIndexOf("amiclean apply ")).lines().findFirst().orElseThrow();
  }

  /** Parses options of the command without a name, without running it. */
  public static CommandSpec parsed(String... args) {
    CommandLine command = Amiclean.commands(console(), List.of());
    command.parseArgs(args);
    return command.getCommandSpec();
  }

  /** Returns a console that answers nothing and drops what is written to it. */
  public static Console console() {
    return console("", OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
  }

  /** Returns a console that answers with a text and writes to streams. */
  public static Console console(String answers, OutputStream out, OutputStream err) {
    PrintStream product = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Console(
        new BufferedReader(new StringReader(answers)),
        product,
        product,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        StandardCharsets.UTF_8,
        false,
        () -> TerminalWidth.UNLIMITED);
  }

  /** Runs a command on the embedded account, as of the day after its last image. */
  public static CommandLineRun onDemo(String answers, String... args) {
    return answering(
        answers,
        Stream.of(List.of(args), List.of("--demo", "--now", "2017-06-16T00:00:00Z"))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }
}
