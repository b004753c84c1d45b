package io.amiclean.examples.cli.commands;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import io.amiclean.aws.lifecycle.RecycleBin;
import io.amiclean.aws.lifecycle.RecycledImage;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSetup;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.options.ConnectionOptions;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the Recycle Bin, and brings images back from it. */
@Command(
    name = "recycle-bin",
    description =
        "Lists the images in the Recycle Bin, of several regions too. With --restore it brings images back, each after all"
            + " its snapshots; does not ask.")
public final class RecycleBinCommand extends ConsoleCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "IMAGE_ID",
      description = "The images. Default: all are listed.")
  private List<String> ids = List.of();

  @Option(names = "--restore", description = "Brings the given images back.")
  private boolean restore;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public RecycleBinCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    List<ImageId> images = Converters.imageIds(ids, command);
    if (images.isEmpty()) {
      connection.validate();
    } else {
      connection.validateForOne();
    }
    if (restore && images.isEmpty()) {
      throw wrong("--restore brings images back: expected their ids with it");
    }
    try (ProgressBars progress = ProgressBars.hidden();
        Accounts all = connection.openEach(AccountSetup.ofEverything(), progress)) {
      return EachScope.run(
          all,
          console,
          scope ->
              restore
                  ? restore(bin(scope.account()), images, scope.account())
                  : list(bin(scope.account()), Set.copyOf(images)));
    }
  }

  private RecycleBin bin(Account account) {
    return account
        .recycleBin()
        .orElseThrow(() -> wrong("The embedded account has no Recycle Bin: expected one of AWS"));
  }

  private int list(RecycleBin bin, Set<ImageId> asked) {
    Set<ImageId> missing = new TreeSet<>(asked);
    List<RecycledImage> images = bin.images();
    if (asked.isEmpty() && images.isEmpty()) {
      console.out().println("No AMIs in the Recycle Bin.");
    }
    for (RecycledImage image : images) {
      if (asked.isEmpty() || missing.remove(image.id())) {
        console
            .out()
            .println(
                image.id()
                    + " ("
                    + TerminalText.sanitize(image.name())
                    + "): deregistered "
                    + image.entered()
                    + ", deleted for good "
                    + image.leaves());
      }
    }
    missing.forEach(image -> console.out().println(image + ": not in the Recycle Bin"));
    return ExitStatus.DONE;
  }

  private int restore(RecycleBin bin, List<ImageId> images, Account account) {
    Instant startedAt = Instant.now();
    ExecutionResult.Builder result =
        ExecutionResult.builder().startedAt(startedAt).scope(account.scope());
    List<ActionOutcome> outcomes = bin.restore(images);
    ExecutionResult done = result.outcomes(outcomes).finishedAt(Instant.now()).build();
    boolean missing = false;
    for (ActionOutcome outcome : outcomes) {
      boolean isMissing =
          outcome.action() == Action.RESTORE_IMAGE && outcome.outcome() == Outcome.ALREADY_GONE;
      missing |= isMissing;
      console
          .details()
          .print(
              isMissing
                  ? outcome.resource() + ": not in the Recycle Bin of " + done.scope() + "\n"
                  : TextReport.outcomeLines(List.of(outcome)));
    }
    console.out().print(TextReport.counts(List.of(done)));
    return missing || done.hasFailures() ? ExitStatus.INCOMPLETE : ExitStatus.DONE;
  }
}
