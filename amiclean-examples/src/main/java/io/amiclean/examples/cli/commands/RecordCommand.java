package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.account.SourceNames;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Records an account, so that plans can be made without it. Changes nothing in it. */
@Command(
    name = "record",
    description =
        "Writes down an account for 'amiclean plan --inventory': what exists, what uses it, and"
            + " what the last look says about all that might go. Changes nothing.")
public final class RecordCommand extends ConsoleCommand {

  private static final Logger LOG = LoggerFactory.getLogger(RecordCommand.class);

  /** They are asked about one image after the other, of which the recorder itself tells. */
  private static final Set<String> ASKED_ONE_BY_ONE =
      Set.of(
          SourceNames.IMAGE_REFERENCES,
          SourceNames.LAUNCH_PERMISSIONS,
          SourceNames.IMAGE_USAGE_REPORTS);

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Where the account is written to, as JSON; of several regions, each to a file of its"
              + " own.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path out;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "The time of reading that is written down. Default: the clock.")
  private @Nullable Instant now;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final AccountOptions accounts = new AccountOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  public RecordCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validate();
    Clock clock = now == null ? Clock.systemUTC() : Clock.fixed(now, ZoneOffset.UTC);
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress)) {
      progress.leaveOut(ASKED_ONE_BY_ONE);
      int status = accounts.areMany() ? many(clock, progress) : one(clock, progress);
      reading.end();
      return status;
    }
  }

  private int many(Clock clock, ProgressBars progress) {
    output.validateForMany(out);
    try (Accounts all = accounts.openAll(clock, progress)) {
      all.list().forEach(this::validateFile);
      return EachScope.run(
          all,
          console,
          scope -> {
            OutputFile file = file(scope);
            RecordedAccount recorded = record(scope.account(), progress.of(scope.toString()));
            progress.finish();
            return write(recorded, file);
          });
    }
  }

  /** Nothing is to be read in vain; what cannot be opened is told when it is its turn. */
  private void validateFile(ScopedAccount scope) {
    try {
      file(scope);
    } catch (ParameterException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug("{} cannot be opened yet", scope, e);
    }
  }

  private OutputFile file(ScopedAccount scope) {
    return output.file(out, scope.account().imageOperations().scope());
  }

  private int one(Clock clock, ProgressBars progress) throws IOException {
    OutputFile file = output.file(out);
    RecordedAccount recorded;
    try (Account account = accounts.open(clock, progress)) {
      recorded = record(account, progress);
    }
    progress.finish();
    return write(recorded, file);
  }

  private RecordedAccount record(Account account, ProgressListener progress) {
    AccountRecorder.Builder recorder =
        AccountRecorder.builder()
            .images(account.images())
            .snapshots(account.snapshots())
            .usage(account.usage())
            .check(account.candidateChecks().toArray(CandidateCheck[]::new))
            .progress(progress);
    if (accounts.usageReports) {
      recorder.askTogetherFirst();
    }
    return recorder.build().record();
  }

  private int write(RecordedAccount recorded, OutputFile file) throws IOException {
    file.write(stream -> InventoryJson.write(recorded, stream));
    console
        .out()
        .printf(
            "Recorded %s: %d AMIs, %d snapshots, %d references%n",
            recorded.scope(),
            recorded.loadImages().images().size(),
            recorded.loadSnapshots().snapshots().size(),
            recorded.loadUsage().references().size());
    return ExitStatus.DONE;
  }
}
