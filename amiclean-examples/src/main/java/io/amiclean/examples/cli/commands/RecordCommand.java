package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.SourceNames;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records an account, so that plans can be made without it. Changes nothing in it. */
@Command(
    name = "record",
    description =
        "Writes down an account for 'amiclean plan --inventory': what exists, what uses it, and"
            + " what the checks of candidates say about all that might go. Changes nothing.")
public final class RecordCommand extends ConsoleCommand {

  /** They are asked image by image, and the recorder itself reports that progress. */
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
  public Integer call() throws Exception {
    accounts.validate();
    output.validate(out, accounts.areMany());
    try (ProgressBars progress = progressOptions.on(console);
        ReadingStop reading = console.stopsWithoutChange(progress);
        Accounts all = accounts.openAll(AccountOptions.clock(now), progress)) {
      progress.leaveOut(ASKED_ONE_BY_ONE);
      if (all.many()) {
        output.validateEach(all, out);
      }
      int status =
          EachScope.run(
              all,
              console,
              scope -> {
                RecordedAccount recorded =
                    record(scope.account(), progress.of(all.many() ? scope.toString() : ""));
                progress.finish();
                return write(recorded, all.many());
              });
      reading.end();
      return status;
    }
  }

  private RecordedAccount record(Account account, ProgressListener progress) {
    AccountRecorder.Builder recorder =
        AccountRecorder.builder().account(account).progress(progress);
    if (accounts.usageReports) {
      recorder.askTogetherFirst();
    }
    return recorder.build().record();
  }

  private int write(RecordedAccount recorded, boolean many) throws IOException {
    Path path = many ? OutputOptions.pathOf(out, recorded.scope()) : out;
    output.file(path).write(stream -> InventoryJson.write(recorded, stream));
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
