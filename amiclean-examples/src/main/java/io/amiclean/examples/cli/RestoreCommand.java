package io.amiclean.examples.cli;

import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.Restoring;
import io.amiclean.core.report.JournalFile;
import io.amiclean.core.report.ResultJson;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings images back that were moved through stages, and puts them on hold. */
@Command(
    name = "restore",
    description =
        "Gives back to images what stages took away, and puts them on hold: no plan takes them"
            + " until --lift-hold. Does not ask.")
final class RestoreCommand extends ConsoleCommand {

  @Parameters(arity = "0..*", paramLabel = "IMAGE_ID", description = "The images.")
  private List<String> ids = List.of();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Restores the images that this plan moves into a stage.")
  private @Nullable Path plan;

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description = "Restores the images that were moved into a stage, as --result-out wrote.")
  private @Nullable Path result;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Gives back too what this journal recorded of launch permissions, for tags have not room"
              + " for all. Repeatable.")
  private List<Path> journals = List.of();

  @Option(
      names = "--hold-by",
      paramLabel = "WHO",
      description = "Who wants the images to stay, as their tags will say. Default: the user.")
  private @Nullable String holdBy;

  @Option(
      names = "--lift-hold",
      description = "Takes the hold of the images away, and does nothing else.")
  private boolean liftHold;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  RestoreCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validateForOne();
    require(
        Stream.of(!ids.isEmpty(), plan != null, result != null).filter(given -> given).count() == 1,
        "What is to be restored: expected one of image ids, --plan FILE and --result FILE");
    require(
        !liftHold || (!ids.isEmpty() && holdBy == null && journals.isEmpty()),
        "--lift-hold takes the hold of images away: expected their ids, and neither --hold-by nor"
            + " --journal with it");
    Function<Restoring, ExecutionResult> work = work();
    Restoring.Builder restoring = restoring();
    try (ProgressBars progress = progressOptions.on(console);
        Account account = accounts.open(Clock.systemUTC(), progress)) {
      ExecutionResult done =
          work.apply(restoring.operations(account.lifecycle()).images(account.images()).build());
      progress.finish();
      console.out().print(TextReport.outcomes(done));
      return done.hasFailures() ? ExitStatus.INCOMPLETE : ExitStatus.DONE;
    }
  }

  /** Reads what is to be restored, before the account is looked at. */
  private Function<Restoring, ExecutionResult> work() {
    if (plan != null) {
      CleanupPlan planned = PlanFile.read(plan, command);
      return restoring -> restoring.restore(planned);
    }
    if (result != null) {
      ExecutionResult executed = readResult(result);
      return restoring -> restoring.restore(executed);
    }
    List<ImageId> images = Converters.imageIds(ids, command);
    return liftHold
        ? restoring -> restoring.liftHold(images)
        : restoring -> restoring.restore(images);
  }

  private Restoring.Builder restoring() {
    Restoring.Builder restoring = Restoring.builder();
    if (liftHold) {
      return restoring.withoutHold();
    }
    try {
      restoring.holdBy(
          Optional.ofNullable(holdBy).orElseGet(() -> System.getProperty("user.name")));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--hold-by: " + e.getMessage(), e);
    }
    for (Path journal : journals) {
      try {
        restoring.recorded(JournalFile.recordedPermissions(journal));
      } catch (IOException e) {
        throw unreadable("journal", journal, e);
      }
    }
    return restoring;
  }

  private ExecutionResult readResult(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ResultJson.read(in);
    } catch (DocumentFormatException e) {
      throw new DocumentFormatException("'" + file + "' is refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw unreadable("result", file, e);
    }
  }

  private ParameterException unreadable(String what, Path file, IOException failure) {
    return new ParameterException(
        command.commandLine(),
        "The "
            + what
            + " '"
            + file
            + "' cannot be read: expected a file that an execution wrote: "
            + failure,
        failure);
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), message);
    }
  }
}
