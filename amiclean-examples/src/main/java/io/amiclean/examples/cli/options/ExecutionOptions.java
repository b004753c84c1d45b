package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.execution.ExecutionSummary;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.execution.PlanPart;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.core.report.OutcomeSummary;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.files.OpenJournal;
import io.amiclean.examples.cli.files.OutcomePrinter;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.cli.terminal.Confirmation;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.OrderlyStop;
import io.amiclean.examples.exit.ReadingStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a plan is executed: the options that become a {@link PlanExecutor}. */
public final class ExecutionOptions {

  @Option(
      names = {"-f", "--force-delete"},
      description = "Does not ask.")
  public boolean force;

  @Option(
      names = "--dry-run",
      description = "Shows what would be done; asks nothing and changes nothing, -f given or not.")
  public boolean dryRun;

  @Option(
      names = "--result-out",
      paramLabel = "FILE",
      description = "Writes the result of the execution as JSON.")
  public @Nullable Path resultOut;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Writes each step down before it is taken. With the same plan and journal, an execution"
              + " that was killed is finished. Default: none; a file in the current folder where"
              + " images are moved through stages.")
  public @Nullable Path journal;

  @Option(
      names = "--max-evidence-age",
      paramLabel = "SECONDS",
      description =
          "With -f, images and usage are not read again before the first removal if they are"
              + " younger. Default: 60; 0 for a plan in a file.")
  @Nullable Integer maxEvidenceAge;

  @Option(
      names = "--deadline",
      paramLabel = "DURATION",
      description =
          "Stops in order after this time, counted from the start of the command: seconds, or a"
              + " duration such as PT10M. What was not begun is skipped (deadline, exit status 3);"
              + " the same again finishes it. Default: none.")
  @Nullable Duration deadline;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  CommandSpec command;

  public @Mixin OutputOptions output = new OutputOptions();

  private static final int DIGEST_LENGTH = 12;

  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Duration defaultEvidenceAge;
  private final Instant startedAt = Instant.now();
  private @Nullable Instant markedAt;
  private @Nullable Function<AccountSources, CleanupPlanner> planner;
  private @Nullable AcceptanceOptions acceptance;
  private List<Path> planFiles = List.of();
  private Optional<ResultFile> newResult = Optional.empty();
  private @Nullable ReadingStop reading;

  private ExecutionOptions(Duration defaultEvidenceAge) {
    this.defaultEvidenceAge = defaultEvidenceAge;
  }

  /** Begins options for a plan that was made a moment ago. */
  public static ExecutionOptions ofNewPlan() {
    return new ExecutionOptions(Duration.ofSeconds(60));
  }

  /** Begins options for a plan that lay in a file: nobody knows what happened meanwhile. */
  public static ExecutionOptions ofPlanInFile() {
    return new ExecutionOptions(Duration.ZERO);
  }

  /** Sets since when images are in their stage, as their tags will say. */
  public void markAt(Instant time) {
    this.markedAt = time;
  }

  /** Sets what made the plan, and plans again when it is executed. */
  public void planAgainBy(Function<AccountSources, CleanupPlanner> made) {
    this.planner = made;
  }

  /** Sets what plans from files are accepted. */
  public void accept(AcceptanceOptions options) {
    this.acceptance = options;
  }

  /**
   * Finds out what changed since a plan in a file was made, for who is asked whether to go on.
   *
   * @return whether anything of the plan is left to be done
   */
  public boolean look(CleanupPlan plan, Account account, Console console) {
    if (acceptance == null || force) {
      return true;
    }
    PlanDrift drift =
        executor(plan, account, new OpenJournal(Optional.empty()), done -> {}, console)
            .detectDrift(plan);
    acceptance.say(plan, drift, console);
    return Stream.concat(plan.removals().stream(), plan.stageChanges().stream())
            .anyMatch(image -> !drift.isGone(image.imageId()))
        || hasSnapshotsLeft(plan, account);
  }

  /** Those of an image that is gone are still to be deleted. */
  private static boolean hasSnapshotsLeft(CleanupPlan plan, Account account) {
    Set<SnapshotId> planned =
        Stream.concat(
                plan.images().stream().flatMap(image -> image.snapshots().stream()),
                plan.orphanSnapshots().stream())
            .filter(SnapshotDecision::isDeletion)
            .map(SnapshotDecision::snapshotId)
            .collect(toSet());
    return !planned.isEmpty()
        && account.snapshots().loadSnapshots().snapshots().stream()
            .map(Snapshot::id)
            .anyMatch(planned::contains);
  }

  /** Checks what picocli cannot check, for files of each of several scopes. */
  public void validateForMany() {
    if (resultOut != null) {
      output.validateForMany(resultOut);
    }
    validateOptions();
  }

  /** Checks what picocli cannot check, for a new plan. */
  public void validate() {
    newResult =
        Optional.ofNullable(resultOut)
            .map(file -> new ResultFile(output.file(file), Optional.empty()));
    validateOptions();
  }

  /** Sets the files of the plans that are executed, and checks what picocli cannot check. */
  public void validateFor(List<Path> files) {
    planFiles = files;
    validateOptions();
  }

  /** Checks that the result of a plan can be written, so that no account is read in vain. */
  public void validateResultOf(CleanupPlan plan) {
    if (resultOut != null) {
      boolean many = planFiles.size() > 1;
      output.resultFile(
          many ? OutputOptions.pathOf(resultOut, plan.scope()) : resultOut,
          plan,
          Optional.ofNullable(journal)
              .map(file -> many ? OutputOptions.pathOf(file, plan.scope()) : file));
    }
  }

  /** Sets what ends when the first change is to be made. */
  public void changesAfter(ReadingStop stop) {
    reading = stop;
  }

  /** Begins to change something, which Ctrl-C stops in order. */
  public OrderlyStop changing(ProgressBars progress) {
    if (reading != null) {
      reading.end();
    }
    return OrderlyStop.onInterrupt(progress::stop);
  }

  private void validateOptions() {
    if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
      throw new ParameterException(
          command.commandLine(),
          "--deadline " + deadline + " is too little: expected more than 0 seconds");
    }
    if (maxEvidenceAge != null && maxEvidenceAge < 0) {
      throw new ParameterException(
          command.commandLine(),
          "--max-evidence-age " + maxEvidenceAge + " is too little: expected 0 or more");
    }
    if (journal != null && journal.equals(OutputFile.STDOUT)) {
      throw new ParameterException(
          command.commandLine(), "--journal - is stdout, which keeps nothing: expected a file");
    }
    if (journal != null && resultOut != null && isSame(journal, resultOut)) {
      throw new ParameterException(
          command.commandLine(),
          "--journal and --result-out are both '" + journal + "': expected two files");
    }
  }

  private static boolean isSame(Path one, Path other) {
    return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
  }

  /**
   * Shows the plan, asks for each part of it and, once all is answered, executes what was
   * confirmed.
   *
   * @return the exit status
   */
  public int confirmAndExecute(
      CleanupPlan plan,
      Account account,
      ReportOptions report,
      ProgressBars progress,
      Console console)
      throws IOException {
    if (!plan.refusals().isEmpty()) {
      report.print(plan, console);
      Failures.requireAccepted(plan);
    }
    boolean left = look(plan, account, console);
    progress.finish();
    if (dryRun) {
      report.print(plan, console);
      sayThatItWasDry(console);
      return ExitStatus.DONE;
    }
    if (!left && changesAnything(plan)) {
      report.print(plan, console);
      console.out().print("Nothing is left to do: what the plan removes is gone.\n");
      return ExitStatus.DONE;
    }
    Optional<Path> journalFile = journalOf(plan, console);
    Optional<ResultFile> result =
        newResult.or(
            () ->
                Optional.ofNullable(resultOut)
                    .map(file -> output.resultFile(file, plan, journalFile)));
    // Opened before the question, so that nobody is asked in vain.
    try (OpenJournal steps = OpenJournal.of(journalFile, plan, console, command)) {
      return confirmAndExecute(plan, account, report, progress, console, steps, result);
    }
  }

  /**
   * Returns where the journal of a plan is, if it has one. What is moved through stages is to come
   * back as it was, and not all of that may find room in tags.
   */
  public Optional<Path> journalOf(CleanupPlan plan, Console console) {
    if (journal != null || plan.policy().lifecycle().isEmpty() || !changesImages(plan)) {
      return Optional.ofNullable(journal);
    }
    Path path = Path.of(nameOf(plan) + ".journal");
    console.note("The journal is " + path.toAbsolutePath());
    return Optional.of(path);
  }

  private static String nameOf(CleanupPlan plan) {
    return "amiclean-%s.%s-%s-%s"
        .formatted(
            plan.scope().accountId(),
            plan.scope().region(),
            FILE_TIME.format(plan.createdAt()),
            PlanJson.digest(plan).hex().substring(0, DIGEST_LENGTH));
  }

  /** Says what of plans was left undone, if anything was, and which command goes on. */
  public void sayWhatIsLeft(Map<CleanupPlan, OutcomePrinter> executed, Console console) {
    List<CleanupPlan> left =
        executed.keySet().stream()
            .filter(plan -> Objects.requireNonNull(executed.get(plan)).isCutOff())
            .toList();
    OutcomePrinter.sayWhatIsLeft(
        List.copyOf(executed.values()), () -> goingOn(left, console), console);
  }

  /** A plan that lies in no file yet is put into one, so that it is that very plan that goes on. */
  private String goingOn(List<CleanupPlan> left, Console console) {
    if (!planFiles.isEmpty()) {
      return ShellCommand.apply(planFiles).withAllBut(command, "--overwrite").toString();
    }
    List<Path> files = new ArrayList<>();
    for (CleanupPlan plan : left) {
      Path name = Path.of(nameOf(plan) + ".plan.json");
      Path file =
          resultOut != null
              ? resultOut.resolveSibling(name)
              : journal != null ? journal.resolveSibling(name) : name;
      try {
        OutputFile.of(file, true).write(stream -> PlanJson.write(plan, stream));
      } catch (IOException | IllegalArgumentException e) {
        console.say("The plan could not be written, to go on with it: " + e.getMessage());
        return "amiclean --check-orphans";
      }
      files.add(file);
    }
    ShellCommand apply =
        ShellCommand.apply(files)
            .connectingAs(command)
            .with(
                command,
                "--force-delete",
                "--result-out",
                "--journal",
                "--max-evidence-age",
                "--deadline",
                "--full-report");
    return (markedAt == null ? apply : apply.with(command, "--now")).toString();
  }

  private static boolean changesAnything(CleanupPlan plan) {
    return changesImages(plan)
        || plan.orphanSnapshots().stream().anyMatch(SnapshotDecision::isDeletion);
  }

  private static boolean changesImages(CleanupPlan plan) {
    return !plan.removals().isEmpty() || !plan.stageChanges().isEmpty();
  }

  private int confirmAndExecute(
      CleanupPlan plan,
      Account account,
      ReportOptions report,
      ProgressBars progress,
      Console console,
      OpenJournal steps,
      Optional<ResultFile> result)
      throws IOException {
    Confirmation confirmation = new Confirmation(console, force);
    long orphans = plan.orphanSnapshots().stream().filter(SnapshotDecision::isDeletion).count();
    report.printOrphans(plan, console);
    if (orphans > 0) {
      confirmation.ask(PlanPart.ORPHAN_SNAPSHOTS, "remove " + orphans + " orphan snapshots");
    }
    report.printImages(plan, console);
    if (changesImages(plan)) {
      confirmation.ask(PlanPart.IMAGES, question(List.of(plan)));
    }
    if (confirmation.isDeclined()) {
      confirmation.sayThatNothingWasChanged();
      return ExitStatus.DONE;
    }
    return execute(plan, confirmation.confirmed(), account, progress, console, steps, result);
  }

  /** Says that a dry run ends here. */
  public static void sayThatItWasDry(Console console) {
    console.out().print("Nothing was changed: this was a dry run.\n");
  }

  private int execute(
      CleanupPlan plan,
      PlanPart[] parts,
      Account account,
      ProgressBars progress,
      Console console,
      OpenJournal steps,
      Optional<ResultFile> result)
      throws IOException {
    PlanExecutor executor = executor(plan, account, steps, progress, console);
    try (OrderlyStop stop = changing(progress);
        OutcomePrinter outcomes = OutcomePrinter.of(plan, result)) {
      ExecutionSummary summary;
      try (progress) {
        summary = executor.execute(plan, outcomes, parts);
      }
      stop.acknowledge();
      outcomes.text().printLines(console.details());
      console.out().print(OutcomeSummary.counts(List.of(outcomes.text())));
      boolean written = outcomes.write(summary, console);
      sayWhatIsLeft(Map.of(plan, outcomes), console);
      return summary.hasFailures() || outcomes.isCutOffByDeadline() || !written
          ? ExitStatus.INCOMPLETE
          : ExitStatus.DONE;
    }
  }

  /** Returns what executes a plan of an account. */
  public PlanExecutor executor(
      CleanupPlan plan,
      Account account,
      OpenJournal steps,
      ProgressListener progress,
      Console console) {
    PlanExecutorBuilder executor =
        PlanExecutor.builder()
            .operations(account.imageOperations(), account.snapshotOperations())
            .maxEvidenceAge(maxEvidenceAge())
            .lifecycle(account.lifecycle())
            .journal(steps.journal())
            .progress(progress);
    if (markedAt != null) {
      executor.markedAt(markedAt);
    }
    if (deadline != null) {
      executor.deadline(startedAt.plus(deadline));
    }
    if (acceptance != null) {
      acceptance.accept(plan, executor, console);
    }
    executor.planner(planner == null ? plannerOf(plan, account) : planner.apply(account));
    return executor.build();
  }

  /** Returns what plans by the policy of a plan from a file. */
  private static CleanupPlanner plannerOf(CleanupPlan plan, Account account) {
    return CleanupPlanner.of(plan.policy(), account);
  }

  /** Whoever was asked has taken their time, and the account went on meanwhile. */
  private Duration maxEvidenceAge() {
    if (!force) {
      return Duration.ZERO;
    }
    return maxEvidenceAge == null ? defaultEvidenceAge : Duration.ofSeconds(maxEvidenceAge);
  }

  /** Returns what is asked for of the images of plans that change some. */
  public static String question(List<CleanupPlan> plans) {
    int removals = plans.stream().mapToInt(plan -> plan.removals().size()).sum();
    int changes = plans.stream().mapToInt(plan -> plan.stageChanges().size()).sum();
    if (changes == 0) {
      return "remove " + removals + " AMIs";
    }
    return (removals == 0 ? "" : "remove " + removals + " AMIs and ")
        + "change "
        + changes
        + " AMIs";
  }
}
