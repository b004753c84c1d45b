package io.amiclean.examples.cli;

import io.amiclean.core.report.DiffText;
import io.amiclean.core.report.PlanDiff;
import io.amiclean.examples.exit.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what one plan decides otherwise than another. */
@Command(
    name = "diff",
    description =
        "Says what the second plan decides otherwise than the first, and why. Both are of one"
            + " region of one account.")
final class DiffCommand extends ConsoleCommand {

  @Parameters(
      arity = "2",
      paramLabel = "FILE",
      description = "The earlier and the later plan, as 'amiclean plan' wrote them.")
  private List<Path> files = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  DiffCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    PlanDiff diff =
        PlanDiff.between(
            PlanFile.look(files.get(0), command, console),
            PlanFile.look(files.get(1), command, console));
    console.out().print(DiffText.of(diff));
    return ExitStatus.DONE;
  }
}
