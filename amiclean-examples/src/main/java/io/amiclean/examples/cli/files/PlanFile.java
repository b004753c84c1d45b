package io.amiclean.examples.cli.files;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.EditedPlanException;
import io.amiclean.core.json.PlanDocument;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.terminal.Console;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** Reads plans from files. */
public final class PlanFile {

  private PlanFile() {}

  /** Reads a plan to show it, and says so if it was edited. */
  public static CleanupPlan readToShow(Path file, CommandSpec command, Console console) {
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
