package io.amiclean.examples.cli.commands;

import io.amiclean.core.diff.PlanDiff;
import io.amiclean.core.json.DiffJson;
import io.amiclean.core.report.DiffText;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what one plan decides otherwise than another. */
@Command(
    name = "diff",
    description =
        "Says what the second plan decides otherwise than the first, and why. Both are of one"
            + " region of one account.")
public final class DiffCommand extends ConsoleCommand {

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The earlier plan, as 'amiclean plan' wrote it.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path before;

  @Parameters(index = "1", paramLabel = "FILE", description = "The later plan.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path after;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Writes the difference to a file as well, as JSON.")
  private @Nullable Path out;

  @Mixin private final OutputOptions output = new OutputOptions();

  public DiffCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    Optional<OutputFile> file = Optional.ofNullable(out).map(output::file);
    PlanDiff diff =
        PlanDiff.between(
            PlanFile.readToShow(before, command, console),
            PlanFile.readToShow(after, command, console));
    console.out().print(DiffText.of(diff));
    if (file.isPresent()) {
      file.get().write(stream -> DiffJson.write(diff, stream));
    }
    return ExitStatus.DONE;
  }
}
