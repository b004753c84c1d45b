package io.amiclean.examples.cli.commands;

import com.google.common.collect.Streams;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.backtest.Backtest;
import io.amiclean.core.backtest.BacktestReport;
import io.amiclean.core.inventory.AccountHistory;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.examples.cli.files.BacktestFormat;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.PolicyFile;
import io.amiclean.examples.cli.options.ClassPathOptions;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.options.DocumentOptions;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tries policies on the past. Reads no account, and changes none. */
@Command(
    name = "backtest",
    description =
        "Says what a policy would have removed day by day, by recordings of an account, and what of"
            + " it was used afterwards.")
final class PolicyBacktestCommand extends ConsoleCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path file;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Another policy file, which is put beside the first one.")
  private @Nullable Path compared;

  @Option(
      names = "--inventory",
      arity = "1..*",
      required = true,
      paramLabel = "FILE",
      description =
          "What 'amiclean record' wrote, at several times, of one region of one account. The more"
              + " often it was recorded, the more is known.")
  private List<Path> inventories = List.of();

  @Option(
      names = "--days",
      paramLabel = "N",
      converter = Converters.BacktestDays.class,
      description = "How many days are replayed, 1 to 3650. Default: ${DEFAULT-VALUE}.")
  private int days = 90;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description =
          "The end of these days; the last plan is made a day before. Default: when the last"
              + " inventory was recorded.")
  private @Nullable Instant now;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private BacktestFormat format = BacktestFormat.TEXT;

  @Mixin private final DocumentOptions document = new DocumentOptions();

  @Mixin private final ClassPathOptions classPath = new ClassPathOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  PolicyBacktestCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    Optional<OutputFile> target = document.file();
    classPath.load();
    List<Path> files = compared == null ? List.of(file) : List.of(file, compared);
    List<PoliciesByScope> read =
        files.stream().map(path -> PolicyFile.read(path, command)).toList();
    BacktestReport report;
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress)) {
      AccountHistory history = history();
      List<CleanupPolicy> policies =
          Streams.zip(
                  read.stream().map(one -> one.policyFor(history.scope(), InventoryOptions.UNITS)),
                  files.stream(),
                  PolicyBacktestCommand::named)
              .toList();
      report = backtest(history, progress).run(policies.toArray(CleanupPolicy[]::new));
      reading.end();
      progress.finish();
    }
    if (report.results().stream()
        .flatMap(result -> result.days().stream())
        .allMatch(day -> day.inventory() == 0)) {
      console.note(
          "Warning: no image of the inventories existed before "
              + report.until()
              + ", so that there was nothing to replay: expected a later --now");
    }
    document.write(target, stream -> format.write(report, stream), console);
    return ExitStatus.DONE;
  }

  /** A policy without a name is known by its file. */
  private static CleanupPolicy named(CleanupPolicy policy, Path file) {
    return policy.name().isPresent()
        ? policy
        : CleanupPolicy.builder().from(policy).name(file.toFile().getName()).build();
  }

  private Backtest backtest(AccountHistory history, ProgressBars progress) {
    try {
      Backtest.Builder backtest =
          Backtest.builder(history).days(days).progress(progress).prices(document.prices());
      if (now != null) {
        backtest.until(now);
      }
      return backtest.build();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  private AccountHistory history() {
    List<RecordedAccount> recordings =
        inventories.stream().map(path -> InventoryOptions.read(path, command)).toList();
    List<CleanupScope> scopes = recordings.stream().map(RecordedAccount::scope).distinct().toList();
    if (scopes.size() > 1) {
      throw new PlanRefusedException(
          ("The inventories are of %s and %s: give recordings of one region of one"
                  + " account, and run a backtest for each")
              .formatted(scopes.get(0), scopes.get(1)));
    }
    try {
      return AccountHistory.of(recordings);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }
}
