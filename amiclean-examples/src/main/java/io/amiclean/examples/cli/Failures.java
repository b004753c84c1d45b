package io.amiclean.examples.cli;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Throwables;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.Refusal;
import io.amiclean.core.report.TextReport;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong in a line or two on stderr, and with the exit status. */
final class Failures {

  static final String STACKTRACE = "--stacktrace";

  private Failures() {}

  static int wrongUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    print(failure, command.getErr());
    command
        .getErr()
        .println("'" + command.getCommandSpec().qualifiedName() + " --help' lists the options.");
    return ExitStatus.USAGE;
  }

  static int failure(Exception failure, CommandLine command, ParseResult parsed) {
    print(failure, command.getErr());
    if (command.getParseResult().hasMatchedOption(STACKTRACE)) {
      command.getErr().println(TextReport.harmlessLines(Throwables.getStackTraceAsString(failure)));
    }
    return isRefusal(failure) ? ExitStatus.REFUSED : ExitStatus.FAILED;
  }

  /** Refuses what a plan says must not be executed. */
  static void requireAccepted(CleanupPlan plan) {
    Optional<PlanRefusedException> refusal = refusal(plan);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
  }

  /** Returns why a plan must not be executed, if it must not. */
  static Optional<PlanRefusedException> refusal(CleanupPlan plan) {
    return plan.refusals().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PlanRefusedException(
                plan.refusals().stream()
                    .map(Refusal::message)
                    .collect(joining("; ", "The plan is refused: ", "; nothing is removed"))));
  }

  /** Says what went wrong in one of several scopes. */
  static void print(String scope, Exception failure, Console console) {
    console.err().println("amiclean: " + TextReport.harmless(scope + ": " + message(failure)));
  }

  static boolean isRefusal(Exception failure) {
    return failure instanceof PlanRefusedException
        || failure instanceof EvidenceException
        || failure instanceof DocumentFormatException;
  }

  private static void print(Exception failure, PrintWriter err) {
    err.println("amiclean: " + TextReport.harmless(message(failure)));
  }

  private static String message(Exception failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
