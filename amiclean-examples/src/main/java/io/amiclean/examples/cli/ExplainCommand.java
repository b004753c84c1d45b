package io.amiclean.examples.cli;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.core.report.TextReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why images of a plan stay or go. */
@Command(
    name = "explain",
    versionProvider = Version.class,
    sortOptions = false,
    description = "Says why each image of a plan is kept or goes, with the evidence.")
final class ExplainCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final PlanFile planFile = new PlanFile();

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "IMAGE_ID", description = "The images.")
  private List<ImageId> images = List.of();

  @Mixin private final CommonOptions common = new CommonOptions();

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CleanupPlan plan = planFile.read();
    List<ImageDecision> decisions = images.stream().map(id -> decision(plan, id)).toList();
    decisions.forEach(decision -> console.out().print(TextReport.explain(decision)));
    return ExitStatus.DONE;
  }

  private static ImageDecision decision(CleanupPlan plan, ImageId id) {
    try {
      return plan.explain(id);
    } catch (IllegalArgumentException e) {
      throw new PlanRefusedException(e.getMessage());
    }
  }
}
