package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Says why images of a plan stay or go. */
@Command(
    name = "explain",
    description = "Says why each image of a plan is kept or goes, with the evidence.")
public final class ExplainCommand extends ConsoleCommand {

  /** What is meant as an id, well-formed or not. */
  private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-fA-F]*");

  @Parameters(index = "0", paramLabel = "FILE", description = "A plan that 'amiclean plan' wrote.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE_ID",
      description = "The images by id or name, or snapshots by id.")
  private List<String> asked = List.of();

  public ExplainCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    requireIds(asked, command);
    CleanupPlan plan = PlanFile.readToShow(file, command, console);
    List<String> explanations = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String what : asked) {
      try {
        explain(plan, what).forEach(explanations::add);
      } catch (PlanRefusedException e) {
        unknown.add(e.getMessage());
      }
    }
    explanations.forEach(console.out()::print);
    plan.refusals().forEach(refusal -> console.note("The plan is refused: " + refusal.message()));
    if (!unknown.isEmpty()) {
      throw new PlanRefusedException(String.join("; ", unknown));
    }
    return ExitStatus.DONE;
  }

  private Stream<String> explain(CleanupPlan plan, String what) {
    Optional<SnapshotId> snapshot = what.startsWith("snap-") ? snapshot(what) : Optional.empty();
    if (snapshot.isEmpty() || isName(plan, what)) {
      return images(plan, what, command).map(image -> TextReport.explain(plan, image));
    }
    try {
      return Stream.of(TextReport.explain(plan, plan.explain(snapshot.get())));
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<SnapshotId> snapshot(String text) {
    try {
      return Optional.of(SnapshotId.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isName(CleanupPlan plan, String what) {
    return plan.images().stream().anyMatch(image -> image.name().equals(what));
  }

  /** Refuses malformed ids of images, before anything is read. */
  static void requireIds(List<String> asked, CommandSpec command) {
    List<ImageId> unused =
        Converters.imageIds(asked.stream().filter(IMAGE_ID.asMatchPredicate()).toList(), command);
  }

  /** Returns the images of a plan that have a name, else the one that has an id. */
  static Stream<ImageDecision> images(CleanupPlan plan, String what, CommandSpec command) {
    if (isName(plan, what)) {
      return plan.images().stream().filter(image -> image.name().equals(what));
    }
    ImageId id;
    try {
      id = ImageId.of(what);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(),
          ("'%s' is neither the id of an image or a snapshot nor the name of an image of"
                  + " the plan: expected one such as ami-0123456789abcdef0")
              .formatted(what),
          e);
    }
    try {
      return Stream.of(plan.explain(id));
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException(String.valueOf(e.getMessage()));
    }
  }
}
