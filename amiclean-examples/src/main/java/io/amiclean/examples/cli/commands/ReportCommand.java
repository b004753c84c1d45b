package io.amiclean.examples.cli.commands;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.core.cost.PriceList;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PriceFile;
import io.amiclean.examples.cli.files.ReportFiles;
import io.amiclean.examples.cli.files.ReportFormat;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the report is written to, in UTF-8. Default: stdout.")
  private @Nullable Path out;

  @Option(
      names = "--since",
      paramLabel = "FILE",
      description =
          "An earlier plan of the same account and region: shows what changed since. Repeatable, for"
              + " several regions.")
  private List<Path> since = List.of();

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "A price list as JSON, for regions or prices that the built-in one does not have.")
  private @Nullable Path prices;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final OutputOptions output = new OutputOptions();

  public ReportCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    Optional<OutputFile> file = Optional.ofNullable(out).map(output::file);
    CleanupReport report = new ReportFiles(format, command, console).read(files, since);
    ReportRenderer renderer =
        format.renderer(prices == null ? PriceList.builtIn() : PriceFile.read(prices, command));
    if (file.isPresent()) {
      file.get().write(stream -> renderer.render(report, stream));
    } else {
      print(report, renderer);
    }
    return ExitStatus.DONE;
  }

  /** A terminal shows its own encoding; a file that stdout goes to is the same as that of --out. */
  private void print(CleanupReport report, ReportRenderer renderer) throws IOException {
    if (console.terminal() && !console.charset().equals(StandardCharsets.UTF_8)) {
      console.out().print(renderer.renderToString(report));
    } else {
      renderer.render(report, console.out());
    }
  }
}
