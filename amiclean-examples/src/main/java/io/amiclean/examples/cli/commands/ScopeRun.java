package io.amiclean.examples.cli.commands;

import com.google.common.collect.Sets;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.PlanExecutor;
import io.amiclean.core.execution.PlanPart;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.report.DecisionText;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.files.OpenJournal;
import io.amiclean.examples.cli.files.ResultFile;
import io.amiclean.examples.cli.files.Spool;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
import io.amiclean.examples.cli.options.ExecutionOptions;
import io.amiclean.examples.cli.options.OutputOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.ReportOptions;
import io.amiclean.examples.cli.options.ShellCommand;
import io.amiclean.examples.cli.terminal.Confirmation;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Plans accounts and regions, shows the plans, asks once for each part of all, and executes what
 * was confirmed. Of several scopes each is named, one that fails is left alone, and the plans are
 * kept in files, of which one is read at a time. Not thread-safe.
 */
public final class ScopeRun implements AutoCloseable {

  private final Accounts accounts;
  private final ReportOptions report;
  private final ProgressBars progress;
  private final Console console;
  private final CommandSpec command;
  private final Spool spool;
  private final ScopeFailures failures;
  private final Map<ScopedAccount, PlannedScope> planned = new HashMap<>();
  private final Map<ScopedAccount, Exception> failed = new HashMap<>();
  private final Map<CleanupScope, PlanDigest> written = new HashMap<>();

  /** Scopes in which nothing that is planned is left to be done. */
  private final Set<ScopedAccount> gone = ConcurrentHashMap.newKeySet();

  /** What there is to execute, in the order of the scopes. */
  private final List<PlannedScope> accepted = new ArrayList<>();

  /** What would keep images and was left out. */
  private final List<String> leftOut = new ArrayList<>();

  private final DecisionText all;
  private final DecisionText decision;
  private @Nullable Path out;
  private String rulesAsPlanned = "";

  public ScopeRun(
      Accounts accounts,
      ReportOptions report,
      ProgressBars progress,
      Console console,
      CommandSpec command) {
    this.accounts = accounts;
    this.report = report;
    this.progress = progress;
    this.console = console;
    this.command = command;
    this.spool = accounts.many() ? Spool.inFiles() : Spool.inMemory();
    this.failures = new ScopeFailures(accounts, console);
    this.all = report.decision();
    this.decision = report.decision();
  }

  /** Says what it is about to do, reads every account and decides. */
  public void plan(PlanOptions planning) throws Exception {
    plan(planning, (scope, plan) -> spool.keep(plan));
  }

  /** Plans, and writes each plan to a file as soon as it is made. */
  void plan(PlanOptions planning, Path file, OutputOptions output) throws Exception {
    out = file;
    if (accounts.many()) {
      output.validateEach(accounts, file);
    }
    plan(
        planning,
        (scope, plan) -> {
          Path path = pathOf(file, plan.scope());
          output
              .file(path)
              .write(stream -> written.put(plan.scope(), PlanJson.write(plan, stream)));
          return accounts.many()
              ? Spool.in(path, Objects.requireNonNull(written.get(plan.scope())))
              : spool.keep(plan);
        });
  }

  private void plan(PlanOptions planning, Keeping keeping) throws Exception {
    if (console.terminal()) {
      report.leaveOutUnmatchedRules();
      decision.withoutUnmatchedRules();
    }
    planning.announce(console);
    planEach(scope -> planning.plan(scope.sources()), keeping);
    for (ScopedAccount scope : accounts.list()) {
      PlannedScope plan = planned.get(scope);
      if (plan != null) {
        String where = accounts.many() ? plan.scope() + ": " : "";
        plan.notes().forEach(note -> console.note(where + note));
      }
    }
    leaveOut(all.leftOut());
    planning.warn(all.unmatchedRules(), console);
    accept();
  }

  /**
   * Takes plans from files, refuses those that are not of their accounts, and finds out what
   * changed since they were made.
   */
  public void take(Map<ScopedAccount, StoredPlan> given, ExecutionOptions execution)
      throws Exception {
    Set<String> skippedAgain = new ConcurrentSkipListSet<>();
    planEach(
        scope -> {
          CleanupPlan plan = Objects.requireNonNull(given.get(scope)).read();
          PlanExecutor.requireScope(plan, "credentials and region", scope.account().scope());
          skippedAgain.addAll(
              Sets.difference(
                  scope.account().reading().skippedSources(), plan.reading().skippedSources()));
          if (plan.refusals().isEmpty() && !execution.isLeftToDo(plan, scope.account(), console)) {
            gone.add(scope);
          }
          return plan;
        },
        (scope, plan) -> Objects.requireNonNull(given.get(scope)));
    leaveOut(all.leftOut());
    if (!skippedAgain.isEmpty()) {
      leaveOut(
          List.of(
              "Not read again, as was asked for: "
                  + String.join(", ", skippedAgain)
                  + "; what came into use by this since can go"));
    }
    rulesAsPlanned = all.recycleBinRules();
    accept();
  }

  /** Says what is left out, and remembers it for the question where details are not shown. */
  private void leaveOut(List<String> sentences) {
    sentences.forEach(console::note);
    leftOut.addAll(sentences);
  }

  /** Keeps a plan. */
  @FunctionalInterface
  interface Keeping {
    StoredPlan keep(ScopedAccount scope, CleanupPlan plan) throws IOException;
  }

  private void planEach(Scopes.Work<ScopedAccount, CleanupPlan> planning, Keeping keeping)
      throws Exception {
    if (accounts.many()) {
      try {
        Scopes.of(accounts.list())
            .plan(
                planning,
                outcome -> {
                  outcome.failure().ifPresent(failure -> failed.put(outcome.scope(), failure));
                  outcome.value().ifPresent(plan -> keep(outcome.scope(), plan, keeping));
                  outcome.scope().release();
                });
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    } else {
      ScopedAccount alone = accounts.list().get(0);
      keep(alone, planning.on(alone), keeping);
    }
    progress.finish();
  }

  private void keep(ScopedAccount scope, CleanupPlan plan, Keeping keeping) {
    try {
      planned.put(scope, PlannedScope.of(scope, plan, keeping.keep(scope, plan)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    all.add(plan);
    if (plan.refusals().isEmpty()) {
      decision.add(plan);
    }
  }

  private void accept() throws Exception {
    for (ScopedAccount scope : accounts.list()) {
      PlannedScope plan = planned.get(scope);
      Exception failure = failed.get(scope);
      if (failure != null) {
        failures.add(scope.toString(), failure);
      } else if (plan != null && plan.refusal().isEmpty()) {
        accepted.add(plan);
      } else if (plan != null && accounts.many()) {
        failures.add(plan.scope().toString(), plan.refusal().get());
      }
    }
  }

  private Path pathOf(Path file, CleanupScope scope) {
    return accounts.many() ? OutputOptions.pathOf(file, scope) : file;
  }

  /** Shows each plan, and what all together come to. */
  void show() throws IOException {
    showEach(report::print);
  }

  private void showEach(BiConsumer<CleanupPlan, Console> printer) throws IOException {
    for (ScopedAccount scope : accounts.list()) {
      PlannedScope plan = planned.get(scope);
      failures.printHeading(plan == null ? scope + "\nNot planned." : plan.scope());
      if (plan != null) {
        printer.accept(plan.plan().read(), console);
      }
    }
    if (accepted.size() > 1) {
      console.details().print("\n" + decision.images());
    }
    console.details().print(rulesAsPlanned);
  }

  /** Returns the plan of the one scope that there is. */
  CleanupPlan only() throws IOException {
    return Objects.requireNonNull(planned.get(accounts.list().get(0))).plan().read();
  }

  /**
   * Shows what would be done, and asks nothing.
   *
   * @return the exit status
   */
  public int showOnly(ExecutionOptions execution) throws IOException {
    show();
    requireAccepted();
    if (execution.dryRun) {
      console.out().print("Nothing was changed: this was a dry run.\n");
    }
    return failures.summarize("planned");
  }

  /**
   * Shows plans that were written, and says how they are executed.
   *
   * @return the exit status
   */
  int showWritten() throws IOException {
    show();
    Path file = Objects.requireNonNull(out);
    List<Path> files = accepted.stream().map(plan -> pathOf(file, plan.scope())).toList();
    for (PlannedScope plan : accepted) {
      console.note(
          "'%s' has the digest %s"
              .formatted(pathOf(file, plan.scope()).toAbsolutePath(), written.get(plan.scope())));
    }
    for (ScopedAccount scope : accounts.list()) {
      PlannedScope plan = planned.get(scope);
      if (plan != null && plan.refusal().isPresent()) {
        console.note(
            "'%s' holds the refused plan, for explain".formatted(pathOf(file, plan.scope())));
      }
    }
    requireAccepted();
    ShellCommand.sayHowToExecute(files, command, console);
    return failures.summarize("planned");
  }

  /**
   * Refuses what the plan of one alone says must not be executed.
   *
   * @throws PlanRefusedException if it has refusals
   */
  void requireAccepted() {
    if (!accounts.many()) {
      planned
          .values()
          .forEach(
              plan ->
                  plan.refusal()
                      .ifPresent(
                          refusal -> {
                            throw refusal;
                          }));
    }
  }

  /**
   * Shows the plans, asks for each part of all and, once all is answered, executes what was
   * confirmed.
   *
   * @return the exit status
   */
  public int confirmAndExecute(ExecutionOptions execution) throws Exception {
    if (execution.dryRun) {
      return showOnly(execution);
    }
    if (accepted.isEmpty() && !accounts.many()) {
      show();
      requireAccepted();
    }
    boolean changes = decision.removals() + decision.changes() + decision.orphanSnapshots() > 0;
    if (changes && accepted.stream().allMatch(plan -> gone.contains(plan.account()))) {
      show();
      console.out().print("Nothing is left to do: what the plan removes is gone.\n");
      return failures.summarize("done");
    }
    // Opened before the question, so that it is not asked in vain.
    Map<PlannedScope, Optional<Path>> journals = new HashMap<>();
    for (PlannedScope plan : accepted) {
      CleanupPlan read = plan.plan().read();
      Optional<Path> journal = execution.journalOf(read, console);
      Optional<ResultFile> unused = execution.resultOf(read, journal);
      OpenJournal.of(journal, read, console, command).close();
      journals.put(plan, journal);
    }
    Confirmation confirmation = new Confirmation(console, execution.force);
    if (console.isQuiet() && !execution.force) {
      leftOut.forEach(console::say);
    }
    confirmOrphans(confirmation);
    showEach(report::printImages);
    if (decision.removals() + decision.changes() > 0) {
      confirmation.ask(PlanPart.IMAGES, question());
    }
    if (confirmation.isDeclined()) {
      confirmation.sayThatNothingWasChanged();
    } else {
      confirmation.sayWhatIsLeftOut();
    }
    return accepted.isEmpty() || confirmation.isDeclined()
        ? failures.summarize("not confirmed")
        : new ScopeExecution(accounts, execution, spool, failures, progress, console, command)
            .execute(accepted, confirmation.confirmed(), journals);
  }

  private void confirmOrphans(Confirmation confirmation) throws IOException {
    for (PlannedScope plan : accepted) {
      if (plan.hasOrphans()) {
        failures.printHeading(plan.scope());
        report.printOrphans(plan.plan().read(), console);
      }
    }
    if (decision.orphanSnapshots() > 0) {
      confirmation.ask(
          PlanPart.ORPHAN_SNAPSHOTS, "remove " + decision.orphanSnapshots() + " orphan snapshots");
    }
  }

  private String question() {
    String removal = "remove " + decision.removals() + " AMIs";
    if (decision.changes() == 0) {
      return removal;
    }
    return (decision.removals() == 0 ? "" : removal + " and ")
        + "change "
        + decision.changes()
        + " AMIs";
  }

  @Override
  public void close() {
    spool.close();
  }
}
