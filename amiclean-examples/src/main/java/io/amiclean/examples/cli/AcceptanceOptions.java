package io.amiclean.examples.cli;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.report.PlanDigest;
import io.amiclean.core.report.PlanDocument;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Which plans in files are executed: those that nobody edited, or that a reviewer signed off. */
final class AcceptanceOptions {

  @Option(
      names = "--allow-edited",
      description =
          "Executes a plan although its file was edited, or states no digest; otherwise it is"
              + " refused.")
  boolean allowEdited;

  @Option(
      names = "--require-digest",
      paramLabel = "DIGEST",
      description =
          "Executes only the plan with this digest, which 'amiclean plan' prints and a reviewer"
              + " signs off. Repeatable, for several plans.")
  List<PlanDigest> signedOff = List.of();

  /** Reads a plan, and refuses it unless it is to be executed. */
  CleanupPlan read(Path file, CommandSpec command, Console console) {
    PlanDocument document = PlanFile.open(file, command);
    if (document.edit().isPresent()) {
      String edit = "'" + file + "' is %s: " + document.edit().get().getMessage();
      if (!allowEdited) {
        throw new DocumentFormatException(
            edit.formatted("refused") + ", or give --allow-edited to execute it as it is", null);
      }
      PlanFile.say(edit.formatted("executed as it is"), console);
    }
    if (!signedOff.isEmpty() && !signedOff.contains(document.digest())) {
      throw new PlanRefusedException(
          "'"
              + file
              + "' is refused: it has the digest "
              + document.digest()
              + ", and --require-digest names "
              + signedOff.stream().map(PlanDigest::toString).collect(joining(", "))
              + ": give the plan that was signed off");
    }
    return document.plan();
  }
}
