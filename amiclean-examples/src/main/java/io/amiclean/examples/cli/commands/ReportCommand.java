package io.amiclean.examples.cli.commands;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.ReportFiles;
import io.amiclean.examples.cli.files.ReportFormat;
import io.amiclean.examples.cli.options.DocumentOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a report of plans and results. */
@Command(
    name = "report",
    description = "Makes a report of plans and results, with what their snapshots cost at most.")
public final class ReportCommand extends ConsoleCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Plans and results that amiclean wrote, of one region or of many.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ReportFormat format = ReportFormat.TEXT;

  @Mixin private final DocumentOptions document = new DocumentOptions();

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description =
          "An earlier plan of the same account and region: shows what changed since. Repeatable, for"
              + " several regions.")
  private List<Path> since = List.of();

  public ReportCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    Optional<OutputFile> file = document.file();
    CleanupReport report = new ReportFiles(format, command, console).read(files, since);
    ReportRenderer renderer = format.renderer(document.prices());
    document.write(file, stream -> renderer.render(report, stream), console);
    return ExitStatus.DONE;
  }
}
