package io.amiclean.examples.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.inmemory.AccountCall;
import io.amiclean.core.inmemory.Fault;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.core.lifecycle.LifecycleRule;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.commands.ScopeRun;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

class ExecutionOptionsTest {

  private static final ImageId OLDEST_FRONT = ImageId.of("ami-50504e36");

  @TempDir private Path folder;

  private final InMemoryAccount account = InMemoryAccount.demo();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandSpec command = CommandLineRun.parsed("--demo", "-f");
  private ExecutionOptions options = ExecutionOptions.ofNewPlan();

  @BeforeEach
  void parse() {
    new CommandLine(options).parseArgs("-f");
    options.journal = folder.resolve("journal");
  }

  @Test
  void removesExactlyThePlannedImages() throws Exception {
    CleanupPlan plan = plan();

    assertThat(execute(plan)).isZero();

    assertThat(account.imageIds()).hasSize(17);
    assertThat(account.imageIds())
        .doesNotContainAnyElementsOf(
            plan.removals().stream().map(removal -> removal.imageId()).toList());
    assertThat(account.snapshotIds()).hasSize(17);
  }

  @Test
  void goesOnAfterAFailureAndSaysSo() throws Exception {
    account.failAt(
        AccountCall.DEREGISTER_IMAGE,
        OLDEST_FRONT,
        Fault.error("OperationNotPermitted", "It is protected"));

    assertThat(execute(plan())).isEqualTo(3);

    assertThat(account.imageIds()).hasSize(18).contains(OLDEST_FRONT);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "ami-50504e36 (front-a3c56c4): failed, OperationNotPermitted: It is protected\n"
                + "  snap-0c4647159c324c985: skipped, image-not-removed: ",
            "Images: 3 succeeded, 1 failed\nSnapshots: 3 succeeded, 1 skipped\n");
  }

  @Test
  void aDeadlineThatPassesSkipsTheRestAndSaysSo() throws Exception {
    options.deadline = Duration.ofNanos(1);

    assertThat(execute(plan())).isEqualTo(3);

    assertThat(account.imageIds()).hasSize(21);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("ami-50504e36 (front-a3c56c4): skipped, deadline: ", "Images: 4 skipped\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith(
            "amiclean: Stopped at the deadline, after the calls in flight; left are 4 images and 4"
                + " snapshots. To go on:\namiclean apply "
                + folder);
  }

  @Test
  void aDeadlineThatIsFarAwayChangesNothing() throws Exception {
    options.deadline = Duration.ofDays(1);

    assertThat(execute(plan())).isZero();

    assertThat(account.imageIds()).hasSize(17);
  }

  @Test
  void showsTheOutcomesEvenIfTheResultCannotBeWritten() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    options.resultOut = gone.resolve("result.json");
    options.validate(false);
    CleanupPlan plan = plan();
    Path moved = folder.resolve("moved");
    account.before(
        AccountCall.DEREGISTER_IMAGE,
        1,
        () -> assertThatCode(() -> Files.move(gone, moved)).doesNotThrowAnyException());

    assertThat(execute(plan)).isEqualTo(3);

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("Images: 4 succeeded\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("amiclean: The result could not be written: ");
    assertThat(moved).isEmptyDirectory();
  }

  @Test
  void removesNothingIfTheResultHasNoPlace() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    options.resultOut = gone.resolve("result.json");
    options.validate(false);
    Files.delete(gone);
    CleanupPlan plan = plan();

    assertThatThrownBy(() -> execute(plan))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "The result cannot be written to '" + options.resultOut + "', and nothing was removed");
    assertThat(account.imageIds()).hasSize(21);
  }

  @Test
  void readsFreshEvidenceOnceOnlyIfNobodyIsAsked() throws Exception {
    CleanupPlan plan = plan();
    account.clearCalls();

    assertThat(execute(plan)).isZero();

    assertThat(account.calls(AccountCall.READ_INSTANCES)).isEmpty();
  }

  @Test
  void readsEvidenceAgainThatIsOlderThanAllowed() throws Exception {
    options.maxEvidenceAge = 0;
    CleanupPlan plan = plan();
    account.add(more -> more.instance("i-0123456789abcdef0", OLDEST_FRONT.value()));

    assertThat(execute(plan)).isZero();

    assertThat(account.imageIds()).hasSize(18).contains(OLDEST_FRONT);
  }

  @Test
  void readsEvidenceAgainThatLayInAFile() throws Exception {
    options = ExecutionOptions.ofPlanInFile();
    parse();
    CleanupPlan plan = plan();
    account.add(more -> more.instance("i-0123456789abcdef0", OLDEST_FRONT.value()));

    assertThat(execute(plan)).isZero();

    assertThat(account.imageIds()).hasSize(18).contains(OLDEST_FRONT);
  }

  @Test
  void finishesWithTheJournalWhatWasLeft() throws Exception {
    options.journal = folder.resolve("journal");
    CleanupPlan plan = plan();
    account.failAt(AccountCall.DEREGISTER_IMAGE, OLDEST_FRONT, Fault.error("Busy", "Later"));
    assertThat(execute(plan)).isEqualTo(3);
    account.clearFaults();
    account.clearCalls();
    out.reset();

    assertThat(execute(plan)).isZero();

    assertThat(account.calls(AccountCall.DEREGISTER_IMAGE)).hasSize(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("Images: 4 succeeded\nSnapshots: 4 succeeded\n");
  }

  @Test
  void saysThatAHalfWrittenLineOfTheJournalIsDropped() throws Exception {
    options.journal = Files.writeString(folder.resolve("journal"), "{\"schemaVersion\":1,");

    assertThat(execute(plan())).isZero();

    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("amiclean: The journal ends in a half-written line, which is dropped: ")
        .hasLineCount(1);
  }

  @Test
  void asksForAJournalWhereItsOwnCannotBeWritten() {
    options.journal = null;
    options.journalFolder = folder.resolve("gone");
    CleanupPlan stages =
        CleanupPlan.builder()
            .from(plan())
            .policy(
                CleanupPolicy.builder()
                    .from(plan().policy())
                    .lifecycle(LifecyclePolicy.of(LifecycleRule.deprecate()).spec())
                    .build())
            .build();

    assertThatThrownBy(() -> execute(stages))
        .isInstanceOf(ParameterException.class)
        .hasMessageMatching(
            "The journal '.*gone/amiclean-.*\\.journal' is in a folder that is not writable: give"
                + " --journal FILE in one that is");
    assertThat(account.imageIds()).hasSize(21);
  }

  @Test
  void namesAJournalThatCannotBeOpenedOnce() {
    options.journal = folder.resolve("gone/journal");

    assertThatThrownBy(() -> execute(plan()))
        .isInstanceOf(ParameterException.class)
        .hasMessage(
            "The journal '" + options.journal + "' cannot be opened: No such file or directory");
  }

  @Test
  void saysWhatAnInterruptLeaves() throws Exception {
    CleanupPlan plan = plan();
    Thread.currentThread().interrupt();

    assertThat(execute(plan)).isZero();

    assertThat(account.imageIds()).hasSize(21);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("left are 4 images and 4 snapshots. To go on:\namiclean apply " + folder)
        .endsWith(".plan.json --demo --force-delete\n")
        .hasLineCount(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .endsWith("Images: 4 skipped\nSnapshots: 4 skipped\n")
        .doesNotContain("ami-50504e36 (front-a3c56c4): ");
  }

  private int execute(CleanupPlan plan) throws Exception {
    options.force = true;
    Console console = CommandLineRun.console("", out, err);
    try (Account opened =
        new Account(
            account,
            account,
            List.of(),
            account.reading(),
            account,
            account,
            Optional.empty(),
            OrganizationalUnits.unknown("it is of no organization"),
            () -> {})) {
      Accounts accounts = Accounts.one(opened);
      try (ScopeRun run =
          new ScopeRun(accounts, new ReportOptions(), ProgressBars.hidden(), console, command)) {
        run.take(Map.of(accounts.list().get(0), () -> plan), options);
        return run.confirmAndExecute(options);
      }
    }
  }

  private CleanupPlan plan() {
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .groupBy(Mappers.tags("environment", "role"))
        .retain(RetentionStrategies.keepNewest(4))
        .build()
        .plan();
  }
}
