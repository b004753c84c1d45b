package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import io.amiclean.core.inventory.InventoryJson;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.RecordedReading;
import io.amiclean.examples.cli.files.FileKind;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.CommandPart;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether a plan is made from an account, or from a recording of one. */
public final class InventoryOptions extends CommandPart {

  /** Recordings say nothing of units, so that a policy that depends on one is refused. */
  public static final OrganizationalUnits UNITS =
      OrganizationalUnits.unknown("a recording says nothing of an organization");

  @Option(
      names = "--inventory",
      paramLabel = "FILE",
      description =
          "Plans from what 'amiclean record' wrote, without credentials and network, and executes"
              + " nothing. Options on what is read must be those of the recording.")
  @Nullable Path inventory;

  /** Whether the plan is made from a recording. */
  public boolean isGiven() {
    return inventory != null;
  }

  /** Checks what picocli cannot check, for a command that only plans. */
  public void validate() {
    if (isGiven()) {
      String why = "is one region of one account, and read without AWS";
      requireNone(ConnectionOptions.AWS_ONLY, why);
      requireNone(List.of("--demo", "--demo-account"), why);
    }
  }

  /** Checks what picocli cannot check, for a command that may execute. */
  public void validateForExecution() {
    validate();
    if (isGiven()) {
      requireNone(
          List.of("--force-delete", "--result-out", "--journal", "--max-evidence-age"),
          "is a recording, of which nothing can be executed");
    }
  }

  private void requireNone(List<String> options, String why) {
    for (String option : options) {
      if (isGiven(option)) {
        throw wrong("--inventory " + inventory + " " + why + ": expected no " + option);
      }
    }
  }

  /** Opens what plans are made from, of one scope or of many; the caller closes them. */
  public Accounts openAll(AccountOptions accounts, PlanOptions planning, ProgressBars progress) {
    return isGiven()
        ? Accounts.one(open(accounts, planning, progress))
        : accounts.openAll(planning.clock(), progress);
  }

  /** Opens what a plan is made from; the caller closes it. */
  public AccountSources open(
      AccountOptions accounts, PlanOptions planning, ProgressListener progress) {
    if (inventory == null) {
      return accounts.open(planning.clock(), progress);
    }
    RecordedAccount recorded = read(inventory, command);
    RecordedReading reading = RecordedReading.of(recorded);
    reading.requireAsked(accounts.reading());
    // As in a live plan, the time that is planned for is that of the one clock.
    RecordedAccount dated = planning.now == null ? recorded : recorded.datedAt(planning.now);
    return new Recording(
        dated,
        dated,
        accounts.pinned(dated, recorded::scope, planning.clock()),
        dated.candidateChecks(),
        accounts.readingOf(reading),
        recorded.scope(),
        UNITS);
  }

  public static RecordedAccount read(Path file, CommandSpec command) {
    return FileKind.INVENTORY.read(
        file, "inventory", ": 'amiclean record --out' writes one", command, InventoryJson::read);
  }

  private record Recording(
      ImageSource images,
      SnapshotSource snapshots,
      ImageUsageSource usage,
      List<CandidateCheck> candidateChecks,
      ReadingPolicy reading,
      CleanupScope scope,
      OrganizationalUnits units)
      implements AccountSources {

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
