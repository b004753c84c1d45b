package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.toSet;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.Snapshot;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanExecutorBuilder;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.PlanDrift;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSources;
import io.amiclean.examples.cli.files.OpenJournal;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.CommandPart;
import io.amiclean.examples.exit.OrderlyStop;
import io.amiclean.examples.exit.ReadingStop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a plan is executed: the options that become a {@link PlanExecutor}. */
public final class ExecutionOptions extends CommandPart {

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

  public @Mixin OutputOptions output = new OutputOptions();

  private static final int DIGEST_LENGTH = 12;

  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Where a journal is that was not asked for. */
  Path journalFolder = Path.of("");

  private final Duration defaultEvidenceAge;
  private final Instant startedAt = Instant.now();
  @Nullable Instant markedAt;
  private @Nullable Function<AccountSources, CleanupPlanner> planner;
  private @Nullable AcceptanceOptions acceptance;
  List<Path> planFiles = List.of();
  private boolean many;
  private Optional<ResultFile> newResult = Optional.empty();
  private @Nullable ReadingStop reading;

  private ExecutionOptions(Duration defaultEvidenceAge) {
    this.defaultEvidenceAge = defaultEvidenceAge;
  }

  /** Begins options for a plan that was made a moment ago. */
  public static ExecutionOptions ofNewPlan() {
    return new ExecutionOptions(Duration.ofSeconds(60));
  }

  /** Begins options for a plan from a file: the account may have changed since. */
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
   * Finds out what changed since a plan in a file was made, for the person who is asked whether to
   * go on.
   *
   * @return whether anything of the plan is left to be done
   */
  public boolean isLeftToDo(CleanupPlan plan, Account account, Console console) {
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

  /** Checks what picocli cannot check, for new plans of one scope or of many. */
  public void validate(boolean ofMany) {
    many = ofMany;
    if (resultOut != null && many) {
      output.validate(resultOut, true);
    } else if (resultOut != null) {
      newResult = Optional.of(new ResultFile(output.file(resultOut), Optional.empty()));
    }
    validateOptions();
  }

  /** Sets the files of the plans that are executed, and checks what picocli cannot check. */
  public void validateFor(List<Path> files) {
    planFiles = files;
    many = files.size() > 1;
    validateOptions();
  }

  /** Checks that the result of a plan can be written, so that no account is read in vain. */
  public void validateResultOf(CleanupPlan plan) {
    Optional<ResultFile> unused =
        resultOf(plan, Optional.ofNullable(journal).map(file -> of(plan, file)));
  }

  /** Returns where the result of a plan is written, if it is, to go on with that of another run. */
  public Optional<ResultFile> resultOf(CleanupPlan plan, Optional<Path> journalOfPlan) {
    return newResult.or(
        () ->
            Optional.ofNullable(resultOut)
                .map(file -> output.resultFile(of(plan, file), plan, journalOfPlan)));
  }

  private Path of(CleanupPlan plan, Path file) {
    return many ? OutputOptions.pathOf(file, plan.scope()) : file;
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
      throw wrong("--deadline " + deadline + " is too little: expected more than 0 seconds");
    }
    if (maxEvidenceAge != null && maxEvidenceAge < 0) {
      throw wrong("--max-evidence-age " + maxEvidenceAge + " is too little: expected 0 or more");
    }
    if (journal != null && journal.equals(OutputFile.STDOUT)) {
      throw wrong("--journal - is stdout, which keeps nothing: expected a file");
    }
    if (journal != null && resultOut != null && OutputFile.isSame(journal, resultOut)) {
      throw wrong("--journal and --result-out are both '" + journal + "': expected two files");
    }
    if (journal != null) {
      OpenJournal.validate(many ? OutputOptions.pathOfAny(journal) : journal, command);
    }
  }

  /**
   * Returns where the journal of a plan is, if it has one. What is moved through stages is to come
   * back as it was, and not all of that may find room in tags.
   */
  public Optional<Path> journalOf(CleanupPlan plan, Console console) {
    if (journal != null) {
      return Optional.of(of(plan, journal));
    }
    if (plan.policy().lifecycle().isEmpty()
        || (plan.removals().isEmpty() && plan.stageChanges().isEmpty())) {
      return Optional.empty();
    }
    Path path = journalFolder.resolve(nameOf(plan) + ".journal");
    if (!Files.isWritable(journalFolder.toAbsolutePath())) {
      throw wrong(
          "The journal '"
              + path.toAbsolutePath()
              + "' is in a folder that is not writable: give --journal FILE in one that is");
    }
    console.note("The journal is " + path.toAbsolutePath());
    return Optional.of(path);
  }

  static String nameOf(CleanupPlan plan) {
    return "amiclean-%s.%s-%s-%s"
        .formatted(
            plan.scope().accountId(),
            plan.scope().region(),
            FILE_TIME.format(plan.createdAt()),
            PlanJson.digest(plan).hex().substring(0, DIGEST_LENGTH));
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
            .operations(account.operations())
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

  /** The answer to a question takes time, in which the account changes. */
  private Duration maxEvidenceAge() {
    if (!force) {
      return Duration.ZERO;
    }
    return maxEvidenceAge == null ? defaultEvidenceAge : Duration.ofSeconds(maxEvidenceAge);
  }
}
