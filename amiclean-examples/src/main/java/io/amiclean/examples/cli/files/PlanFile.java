package io.amiclean.examples.cli.files;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.EditedPlanException;
import io.amiclean.core.json.PlanDocument;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.terminal.Console;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The plan that a command reads. */
public final class PlanFile {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  @Parameters(index = "0", paramLabel = "FILE", description = "A plan that 'amiclean plan' wrote.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  Path file;

  /** Reads the plan to be looked at, and says so if it was edited. */
  public CleanupPlan read(Console console) {
    return look(file, command, console);
  }

  /** Reads a plan to be looked at, and says so if it was edited. */
  public static CleanupPlan look(Path file, CommandSpec command, Console console) {
    PlanDocument document = open(file, command);
    document
        .edit()
        .ifPresent(edit -> console.say("'" + file + "' is shown as it is: " + edit.getMessage()));
    return document.plan();
  }

  /** Reads a plan, and refuses an edited one. */
  public static CleanupPlan read(Path file, CommandSpec command) {
    try {
      return open(file, command).unedited();
    } catch (EditedPlanException e) {
      throw FileKind.PLAN.refuse(file, e);
    }
  }

  /** Reads a plan, edited or not. */
  public static PlanDocument open(Path file, CommandSpec command) {
    return FileKind.PLAN.read(
        file, "plan file", ": 'amiclean plan --out' writes one", command, PlanJson::open);
  }
}
