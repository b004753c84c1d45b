package io.amiclean.examples.cli;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.aws.source.EvidenceSources;
import io.amiclean.core.inventory.AccountRecorder;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.report.InventoryJson;
import io.amiclean.examples.exit.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records an account, so that plans can be made without it. Changes nothing in it. */
@Command(
    name = "record",
    description =
        "Writes down an account for 'amiclean plan --inventory': what exists, what uses it, and what"
            + " the last look says about all that might go. Changes nothing.")
final class RecordCommand extends ConsoleCommand {

  /** They are asked about one image after the other, of which the recorder itself tells. */
  private static final Set<String> ASKED_ONE_BY_ONE =
      Set.of(
          EvidenceSources.IMAGE_REFERENCES,
          EvidenceSources.LAUNCH_PERMISSIONS,
          EvidenceSources.IMAGE_USAGE_REPORTS);

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where the account is written to, as JSON.")
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

  RecordCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    accounts.validateForOne();
    OutputFile file = output.file(out);
    Clock clock = now == null ? Clock.systemUTC() : Clock.fixed(now, ZoneOffset.UTC);
    RecordedAccount recorded;
    try (ProgressBars progress = progressOptions.on(console);
        Account account = accounts.open(clock, reading(progress))) {
      AccountRecorder.Builder recorder =
          AccountRecorder.builder()
              .images(account.images())
              .snapshots(account.snapshots())
              .usage(account.usage())
              .check(account.lastLook().toArray(CandidateCheck[]::new))
              .progress(progress);
      if (accounts.usageReports) {
        recorder.askTogetherFirst();
      }
      recorded = recorder.build().record();
    }
    file.write(stream -> InventoryJson.write(recorded, stream));
    console
        .out()
        .printf(
            "Recorded %s: %d AMIs, %d snapshots, %d references%n",
            recorded.scope(),
            recorded.images().images().size(),
            recorded.snapshots().snapshots().size(),
            recorded.usage().references().size());
    return ExitStatus.DONE;
  }

  private static ProgressListener reading(ProgressListener progress) {
    return read -> {
      if (!ASKED_ONE_BY_ONE.contains(read.task())) {
        progress.onProgress(read);
      }
    };
  }
}
