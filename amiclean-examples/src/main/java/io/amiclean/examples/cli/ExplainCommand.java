package io.amiclean.examples.cli;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.exit.ExitStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why images of a plan stay or go. */
@Command(
    name = "explain",
    description = "Says why each image of a plan is kept or goes, with the evidence.")
final class ExplainCommand extends ConsoleCommand {

  @Mixin private final PlanFile planFile = new PlanFile();

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE_ID", description = "The images.")
  private List<String> imageIds = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  ExplainCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    List<ImageId> images = Converters.imageIds(imageIds, command);
    CleanupPlan plan = planFile.read(console);
    List<ImageDecision> decisions = images.stream().map(id -> decision(plan, id)).toList();
    decisions.forEach(decision -> console.out().print(TextReport.explain(decision)));
    return ExitStatus.DONE;
  }

  private static ImageDecision decision(CleanupPlan plan, ImageId id) {
    try {
      return plan.explain(id);
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException(String.valueOf(e.getMessage()));
    }
  }
}
