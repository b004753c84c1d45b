package io.amiclean.examples.cli.options;

import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.report.TerminalText;
import io.amiclean.examples.cli.files.ExecutionEnd;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
import io.amiclean.examples.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** Says what an execution left undone that no later plan finds, and which command goes on. */
public final class Continuation {

  private final ExecutionOptions options;
  private final CommandSpec command;
  private final Console console;

  /** Begins for the command that executes by these options. */
  public Continuation(ExecutionOptions options, CommandSpec command, Console console) {
    this.options = options;
    this.command = command;
    this.console = console;
  }

  /** Says it if anything of these plans was left undone. */
  public void say(Map<StoredPlan, ExecutionEnd> executed) throws IOException {
    List<StoredPlan> cutOff =
        executed.entrySet().stream()
            .filter(plan -> plan.getValue().isCutOff())
            .map(Map.Entry::getKey)
            .toList();
    if (cutOff.isEmpty()) {
      sayWhatIsStranded(executed);
      return;
    }
    Map<Action, Long> left = new EnumMap<>(Action.class);
    executed
        .values()
        .forEach(
            end -> end.left().forEach((action, count) -> left.merge(action, count, Long::sum)));
    long images = Optional.ofNullable(left.remove(Action.DEREGISTER_IMAGE)).orElse(0L);
    long snapshots = Optional.ofNullable(left.remove(Action.DELETE_SNAPSHOT)).orElse(0L);
    long changes = left.values().stream().mapToLong(Long::longValue).sum();
    console.say(
        ("Stopped %safter the calls in flight; left are %s images and %s snapshots%s. To"
                + " go on:")
            .formatted(
                executed.values().stream().anyMatch(ExecutionEnd::late) ? "at the deadline, " : "",
                images,
                snapshots,
                changes > 0 ? ", and " + changes + " changes of images" : ""));
    console.err().println(TerminalText.sanitize(command(cutOff)));
  }

  /** Whose image is gone is in no later plan: the plan that is in no file yet is kept. */
  private void sayWhatIsStranded(Map<StoredPlan, ExecutionEnd> executed) throws IOException {
    List<StoredPlan> plans =
        executed.entrySet().stream()
            .filter(plan -> plan.getValue().stranded() > 0)
            .map(Map.Entry::getKey)
            .toList();
    if (plans.isEmpty() || !options.planFiles.isEmpty()) {
      return;
    }
    console.say(
        "Snapshots of AMIs that are gone were not deleted: "
            + executed.values().stream().mapToLong(ExecutionEnd::stranded).sum()
            + ". To try these again:");
    console.err().println(TerminalText.sanitize(command(plans)));
  }

  /** A plan that is in no file yet is written to one, so that this very plan is continued. */
  private String command(List<StoredPlan> cutOff) throws IOException {
    if (!options.planFiles.isEmpty()) {
      return ShellCommand.apply(options.planFiles).withAllBut(command, "--overwrite").toString();
    }
    List<Path> files = new ArrayList<>();
    for (StoredPlan stored : cutOff) {
      CleanupPlan plan = stored.read();
      Path name = Path.of(ExecutionOptions.nameOf(plan) + ".plan.json");
      Path file =
          options.resultOut != null
              ? options.resultOut.resolveSibling(name)
              : options.journal != null ? options.journal.resolveSibling(name) : name;
      try {
        OutputFile.of(file, true).write(stream -> PlanJson.write(plan, stream));
      } catch (IOException | IllegalArgumentException e) {
        console.say("The plan could not be written, to go on with it: " + e.getMessage());
        return "amiclean --check-orphans";
      }
      files.add(file);
    }
    ShellCommand apply =
        ShellCommand.apply(files)
            .connectingAs(command)
            .with(
                command,
                "--force-delete",
                "--result-out",
                "--journal",
                "--max-evidence-age",
                "--deadline",
                "--full-report");
    return (options.markedAt == null ? apply : apply.with(command, "--now")).toString();
  }
}
