package io.amiclean.examples.exit;

import com.google.common.base.Throwables;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.report.TerminalText;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in a line or two on stderr, and with the exit status. */
public final class Failures {

  /** The option that shows the stack trace of an error. */
  public static final String STACKTRACE = "--stacktrace";

  /** What is said when stdout did not take all output. */
  public static final String LOST_OUTPUT =
      "stdout did not take all output: it is closed, or its device is full";

  /** What the JVM reads in place of a letter that the locale does not have. */
  private static final char UNREADABLE = '\uFFFD';

  private static final String SKIP_USAGE = "--skip-usage";
  private static final String ASSUME_ROLE = "sts:AssumeRole";

  /** What leaving a source out comes to. */
  private static final String DANGER = "what is in use by nothing else goes then";

  private Failures() {}

  /**
   * Makes a command line and its commands say what went wrong, and exit with its status.
   *
   * @param commands the command line with all its commands
   * @return the same command line
   */
  public static CommandLine handle(CommandLine commands) {
    return commands
        .setExecutionStrategy(Failures::runLast)
        .setParameterExceptionHandler(Failures::wrongUsage)
        .setExecutionExceptionHandler(Failures::failure);
  }

  /**
   * Runs a command line, and notices that stdout did not take all of its output: its device is
   * full, or its reader has closed it.
   *
   * @param commands the command line
   * @param args its arguments
   * @return the exit status
   */
  public static int run(CommandLine commands, String... args) {
    int status = commands.execute(args);
    boolean silent = status == ExitStatus.DONE || status == ExitStatus.INCOMPLETE;
    if (silent && commands.getOut().checkError()) {
      print(LOST_OUTPUT, commands.getErr());
      return status == ExitStatus.DONE ? ExitStatus.FAILED : status;
    }
    return status;
  }

  /**
   * Runs the command that was named, unless a value of it is blank or cannot be read. Blank values
   * come from shell variables that are not set. Either would take away what an option protects, or
   * choose another account.
   *
   * @param parsed what was given
   * @return the exit status
   */
  public static int runLast(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      ParseResult given = command.getParseResult();
      if (!given.isUsageHelpRequested() && !given.isVersionHelpRequested()) {
        given.matchedArgs().forEach(argument -> requireText(argument, command));
      }
    }
    return new RunLast().execute(parsed);
  }

  private static void requireText(ArgSpec argument, CommandLine command) {
    if (argument.originalStringValues().stream().anyMatch(String::isBlank)) {
      throw new ParameterException(command, blank(argument));
    }
    argument.originalStringValues().stream()
        .filter(Failures::isUnreadable)
        .findFirst()
        .ifPresent(
            value -> {
              throw new ParameterException(command, unreadable(value));
            });
  }

  private static boolean isUnreadable(String value) {
    return value.indexOf(UNREADABLE) >= 0;
  }

  private static String unreadable(String value) {
    return "'%s' cannot be read in this locale: set LC_ALL=C.UTF-8"
        .formatted(value.replace(UNREADABLE, '?'));
  }

  private static String blank(ArgSpec argument) {
    String label = argument.paramLabel();
    return "A blank value of %s: expected %s (is a shell variable not set?)"
        .formatted(argument instanceof OptionSpec option ? option.longestName() : label, label);
  }

  private static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    ArgSpec argument = failure.getArgSpec();
    String value = failure.getValue();
    String what;
    // What makes a number, a time or a path of a value refuses it first.
    if (argument != null && value != null && value.isBlank()) {
      what = blank(argument);
    } else if (value != null && isUnreadable(value)) {
      what = unreadable(value);
    } else {
      // Of options that exclude each other, picocli says that it is an error.
      what = message(failure).replaceFirst("^Error: ", "") + meant(failure);
    }
    print(what, command.getErr());
    command
        .getErr()
        .println("'" + command.getCommandSpec().qualifiedName() + " --help' lists the options.");
    return ExitStatus.USAGE;
  }

  /** Returns what was meant by an option or a command that is not known, if that is near. */
  private static String meant(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String given = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    CommandLine command = failure.getCommandLine();
    Set<String> known =
        given.startsWith("-")
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet();
    // Behind '--', an option that is known counts as none.
    if (known.contains(given)) {
      return "";
    }
    int letters = given.replaceFirst("^-+", "").length();
    return known.stream()
        .filter(name -> letters > 1 && name.startsWith(given))
        .min(Comparator.comparingInt(String::length))
        .or(
            () ->
                known.stream()
                    .min(Comparator.comparingInt(name -> distance(given, name)))
                    .filter(name -> distance(given, name) <= Math.min(3, letters / 2)))
        .map(name -> "; did you mean '" + name + "'?")
        .orElse("");
  }

  /** Returns how many letters are to be changed, left out or put in (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }

  private static int failure(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof EvidenceFailuresException several) {
      printEach(several, command);
    } else {
      print(message(failure) + wayOut(failure, command), command.getErr());
    }
    if (command.getParseResult().hasMatchedOption(STACKTRACE)) {
      command
          .getErr()
          .println(TerminalText.sanitizeLines(Throwables.getStackTraceAsString(failure)));
    }
    return isRefusal(failure) ? ExitStatus.REFUSED : ExitStatus.FAILED;
  }

  /** Names the option that leaves out what is denied, if the command has it, and its danger. */
  private static String wayOut(Exception failure, CommandLine command) {
    return failure instanceof EvidenceDeniedException denied
            && canSkip(List.of(denied.source()), command)
            && !denied.permission().equals(ASSUME_ROLE)
        ? "; " + SKIP_USAGE + " " + denied.source() + " leaves it out, and " + DANGER
        : "";
  }

  private static boolean canSkip(List<String> sources, CommandLine command) {
    return command.getCommandSpec().findOption(SKIP_USAGE) != null
        && AwsAccount.sourceNames().containsAll(sources);
  }

  /** Each on a line of its own, and how to go on without them where that can be. */
  private static void printEach(EvidenceFailuresException failure, CommandLine command) {
    print(failure.failures().size() + " sources cannot be read:", command.getErr());
    failure.failures().stream()
        .map(one -> "  " + one.source() + ": " + one.getMessage())
        .map(TerminalText::sanitize)
        .forEach(command.getErr()::println);
    List<String> sources =
        failure.failures().stream().map(EvidenceException::source).distinct().toList();
    if (canSkip(sources, command)) {
      command
          .getErr()
          .println(
              "This leaves them out, and %s: %s %s"
                  .formatted(DANGER, SKIP_USAGE, String.join(" ", sources)));
    }
  }

  /**
   * Returns why a plan must not be executed.
   *
   * @param plan the plan
   * @return all its refusals at once, or empty if it may be executed
   */
  public static Optional<PlanRefusedException> refusal(CleanupPlan plan) {
    return plan.refusals().isEmpty()
        ? Optional.empty()
        : Optional.of(new PlanRefusedException(plan.refusals()));
  }

  /**
   * Says what went wrong in one of several scopes.
   *
   * @param scope the name of the scope
   * @param failure what went wrong
   * @param err where it is said
   */
  public static void print(String scope, Exception failure, PrintStream err) {
    err.println("amiclean: " + TerminalText.sanitize(scope + ": " + message(failure)));
  }

  /**
   * Returns whether a failure means that nothing was executed, and rightly so.
   *
   * @param failure what went wrong
   * @return whether the exit status is that of a refusal
   */
  public static boolean isRefusal(Exception failure) {
    return failure instanceof PlanRefusedException
        || failure instanceof EvidenceException
        || failure instanceof DocumentFormatException;
  }

  private static void print(String message, PrintWriter err) {
    err.println("amiclean: " + TerminalText.sanitize(message));
  }

  /**
   * Returns what a failure says.
   *
   * @param failure what went wrong
   * @return its message, or its name if it has none
   */
  public static String message(Exception failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return "'" + file.getFile() + "' cannot be used: " + reason(file);
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /**
   * Returns why a file cannot be used. For the most frequent failures the JDK's own message is only
   * the path.
   *
   * @param failure why reading or writing failed
   * @return the reason, to be put after the name of the file
   */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileNotFoundException && failure.getMessage() != null) {
      // The path, and the reason in brackets.
      return failure.getMessage().replaceFirst("(?s)^.* \\((.*)\\)$", "$1");
    }
    return failure instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }
}
