package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanDocument;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.core.report.DriftText;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.CommandPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which plans in files are executed: unedited ones, or those that a reviewer signed off. */
public final class AcceptanceOptions extends CommandPart {

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

  @Option(
      names = "--max-plan-age",
      paramLabel = "SECONDS",
      description =
          "Refuses a plan that was made for a time more than this ago, or ahead: seconds, or a"
              + " duration such as PT2H or P1D. Default: any age.")
  @Nullable Duration maxPlanAge;

  private final Map<CleanupScope, String> said = new ConcurrentHashMap<>();

  /** Checks what picocli cannot check. */
  public void validate() {
    require(
        maxPlanAge == null || !maxPlanAge.isNegative(),
        "--max-plan-age " + maxPlanAge + " is negative: expected 0 seconds or more");
  }

  /** Has an executor refuse plans that are too old, and say what changed since. */
  void accept(CleanupPlan plan, PlanExecutorBuilder executor, Console console) {
    if (maxPlanAge != null) {
      executor.maxPlanAge(maxPlanAge);
    }
    if (!console.isQuiet()) {
      executor.onDrift(drift -> say(plan, drift, console));
    }
  }

  /** Says what changed since a plan was made, unless it was said before. */
  void say(CleanupPlan plan, PlanDrift drift, Console console) {
    String text = DriftText.of(drift);
    if (!text.isEmpty() && !text.equals(said.put(plan.scope(), text))) {
      synchronized (this) {
        console.err().print("amiclean: " + plan.scope() + ": " + text);
      }
    }
  }

  /** Reads a plan, and refuses it unless it is to be executed. */
  public CleanupPlan read(Path file, Console console) {
    PlanDocument document = PlanFile.open(file, command);
    if (document.edit().isPresent()) {
      String edit = "'" + file + "' is %s: " + document.edit().get().getMessage();
      if (!allowEdited) {
        throw new DocumentFormatException(
            edit.formatted("refused")
                + ": make a new plan, or give --allow-edited to execute it as it is",
            null);
      }
      console.say(edit.formatted("executed as it is"));
    }
    if (!signedOff.isEmpty() && !signedOff.contains(document.digest())) {
      throw new PlanRefusedException(
          ("'%s' is refused: it has the digest %s, and --require-digest names %s: give"
                  + " the plan that was signed off")
              .formatted(
                  file,
                  document.digest(),
                  signedOff.stream().map(PlanDigest::toString).collect(joining(", "))));
    }
    requireNamedStrategies(file, document.plan());
    return document.plan();
  }

  /** A plan is planned again before it is executed, which takes its strategies. */
  private static void requireNamedStrategies(Path file, CleanupPlan plan) {
    try {
      CleanupPlanner.builder().policy(plan.policy());
    } catch (PlanRefusedException e) {
      throw new PlanRefusedException("'" + file + "' is refused: " + e.getMessage());
    }
  }
}
