package io.amiclean.examples.fedora;

import com.google.common.base.Throwables;
import com.google.common.collect.Maps;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.ImageDecision;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.PlanReport;
import io.amiclean.api.report.ReportSink;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsScope;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.scope.ScopeOutcome;
import io.amiclean.core.scope.ScopedPlans;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.exit.CommandPart;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.OrderlyStop;
import io.amiclean.examples.fedora.archive.Pause;
import io.amiclean.examples.fedora.archive.PublishedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Fedora's process as a command, in the manner of the script of the seed document: one run makes
 * images private, another one deletes those that were not missed.
 *
 * <p>{@code java -cp amiclean.jar io.amiclean.examples.fedora.CleanAmis} starts it, and so does
 * {@code amiclean fedora}. Not thread-safe: an instance is for one run.
 */
@Command(
    name = "fedora",
    sortOptions = false,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "2:wrong usage",
      "3:a region, an action or the publishing of the report failed while the rest was done",
      "4:refused: nothing was executed",
      "130:stopped by Ctrl-C",
      "1:anything else"
    },
    description = {
      "Makes the images of nightly and other unreleased composes of Fedora private, or deletes"
          + " those that have been private for long enough.",
      "Images of composes whose label is unknown stay, and are reported."
    })
public final class CleanAmis extends CommandPart implements Callable<Integer> {

  /**
   * What surrounds a run.
   *
   * @param environment the environment variables
   * @param folder where journals are written, and a report is kept that could not be published
   * @param pause waits before something is tried again
   * @param budget how many requests per second go to EC2
   */
  record Surroundings(
      Map<String, String> environment, Path folder, Pause pause, RequestBudget budget) {}

  private final Surroundings surroundings;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Step step;

  /** What the run is to do. */
  static final class Step {

    @Option(
        names = "--change-perms",
        required = true,
        description = "Makes images private that were published long enough ago.")
    boolean changePermissions;

    @Option(
        names = "--delete",
        required = true,
        description = "Deletes images that were made private long enough ago, and their snapshots.")
    boolean delete;

    @Option(
        names = "--iam-policy",
        required = true,
        description =
            "Shows the permissions that both runs and the way back need, as an IAM policy.")
    boolean iamPolicy;

    @Option(
        names = "--demo",
        required = true,
        description =
            "Shows the whole process day by day on a built-in archive and account, without"
                + " network and credentials; takes no other option.")
    boolean demo;

    private ProcessStep chosen() {
      return delete ? ProcessStep.DELETE : ProcessStep.CHANGE_PERMISSIONS;
    }
  }

  @Mixin private final FedoraOptions options = new FedoraOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(names = Failures.STACKTRACE, description = "Shows the stack trace of an error.")
  private boolean stacktrace;

  /** Creates the command for the environment and the working directory of the process. */
  public CleanAmis() {
    this(new Surroundings(System.getenv(), Path.of(""), Pause.real(), RequestBudget.ec2()));
  }

  /**
   * Creates the command.
   *
   * @param surroundings what surrounds the run
   */
  CleanAmis(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Does the same as the command {@code amiclean fedora}, and exits with its status.
   *
   * @param args the options
   */
  public static void main(String[] args) {
    System.exit(Failures.run(commandLine(new CleanAmis()), args));
  }

  /** Returns a command line of this command alone. */
  static CommandLine commandLine(CleanAmis command) {
    return Failures.handle(
        new CommandLine(command)
            .setCommandName(CleanAmis.class.getSimpleName())
            .setExpandAtFiles(false)
            .setUnmatchedOptionsAllowedAsOptionParameters(false));
  }

  @Override
  public Integer call() throws IOException {
    if (step.demo) {
      require(
          command.commandLine().getParseResult().matchedOptions().size() == 1,
          "--demo runs the whole process by itself: expected no other option");
      new FedoraDemo(out()).run();
      return ExitStatus.DONE;
    }
    options.validate(step.delete);
    if (step.iamPolicy) {
      out().println(RegionPlanner.iamPolicy().toJson());
      return ExitStatus.DONE;
    }
    Optional<AwsCredentialsProvider> credentials = options.credentials(surroundings.environment());
    Optional<ReportSink> pagure = options.pagure(surroundings.environment());
    Clock fixed = options.clock();
    RegionPlanner planner =
        new RegionPlanner(
            step.chosen(), options.days, options.permissionsWait, options.deleteWait, fixed);
    PublishedImages published =
        PublishedImages.read(
            options.datagrepper,
            options.composes,
            Duration.ofDays(options.days),
            fixed,
            surroundings.pause());

    published
        .evidence()
        .forEach(read -> read.notes().forEach(note -> say(read.source() + ": " + note)));

    RunFiles files = new RunFiles(surroundings.folder(), fixed.instant());
    List<PlanReport> reports = new ArrayList<>();
    Map<String, Exception> failures = new LinkedHashMap<>();
    try (AwsClients clients = options.clients(credentials, surroundings.budget());
        AwsScopes scopes = AwsScopes.builder().regions(options.regions).open(clients)) {
      ScopedPlans<AwsScope> plans =
          Scopes.of(scopes.list())
              .plan(
                  scope ->
                      planner.planner(planner.region(scope.clients()).reader(), published).plan());
      sayWhatWasPlanned(plans, failures);
      if (options.dryRun) {
        print(plans, published, files, reports);
        return end(files, reports, failures, pagure);
      }
      // Before this, nothing is lost by an end at once.
      try (OrderlyStop stop = OrderlyStop.onInterrupt()) {
        execute(plans, planner, published, files, reports, failures);
        stop.acknowledge();
        return end(files, reports, failures, pagure);
      }
    }
  }

  /** Publishes the report and returns the exit status. */
  private int end(
      RunFiles files,
      List<PlanReport> reports,
      Map<String, Exception> failures,
      Optional<ReportSink> pagure)
      throws IOException {
    CleanupReport report =
        CleanupReport.builder()
            .title(
                step.chosen().subject()
                    + (options.dryRun ? " (dry run), " : ", ")
                    + LocalDate.ofInstant(files.at(), ZoneOffset.UTC))
            .plans(reports)
            .failures(Maps.transformValues(failures, Failures::message))
            .build();
    boolean reported =
        new Publication(options.reportFile, pagure, files.report(), this::say).publish(report);
    if (reports.isEmpty()) {
      return failures.values().stream().allMatch(Failures::isRefusal)
          ? ExitStatus.REFUSED
          : ExitStatus.FAILED;
    }
    boolean failed =
        reports.stream()
            .flatMap(one -> one.result().stream())
            .anyMatch(ExecutionResult::hasFailures);
    return failures.isEmpty() && !failed && reported ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  /** In the order of the regions. */
  private void sayWhatWasPlanned(ScopedPlans<AwsScope> plans, Map<String, Exception> failures) {
    for (ScopeOutcome<AwsScope, CleanupPlan> planned : plans.outcomes()) {
      planned
          .value()
          .ifPresent(
              plan ->
                  FedoraReport.forReview(plan)
                      .forEach(
                          image -> say(planned.scope() + " keeps " + String.join("; ", image))));
      planned.failure().ifPresent(failure -> fail(planned.scope(), failure, failures));
    }
  }

  private void print(
      ScopedPlans<AwsScope> plans,
      PublishedImages published,
      RunFiles files,
      List<PlanReport> reports)
      throws IOException {
    for (ScopeOutcome<AwsScope, CleanupPlan> planned : plans.outcomes()) {
      if (planned.value().isPresent()) {
        CleanupPlan plan = planned.value().get();
        if (step.delete) {
          for (OpenDeletion open : OpenDeletion.in(files.folder(), plan.scope())) {
            say(planned.scope() + " would finish the deletion of " + open.file());
          }
        }
        print(plan, published.in(planned.scope().toString()));
        reports.add(PlanReport.of(plan));
      }
    }
  }

  /** Works on the regions side by side, then prints their outcomes in order. */
  private void execute(
      ScopedPlans<AwsScope> plans,
      RegionPlanner planner,
      PublishedImages published,
      RunFiles files,
      List<PlanReport> reports,
      Map<String, Exception> failures) {
    RegionExecution execution =
        new RegionExecution(step.chosen(), planner, published, files, this::say);
    List<ScopeOutcome<AwsScope, ExecutionResult>> results =
        plans.execute((scope, plan) -> execution.execute(plan, planner.region(scope.clients())));
    for (int i = 0; i < results.size(); i++) {
      AwsScope scope = results.get(i).scope();
      Optional<CleanupPlan> plan = plans.outcomes().get(i).value();
      Optional<ExecutionResult> result = results.get(i).value();
      if (plan.isPresent() && result.isPresent()) {
        out().print(plan.get().scope() + "\n" + TextReport.outcomes(plan.get(), result.get()));
        out().flush();
        reports.add(PlanReport.of(plan.get(), result.get()));
      } else if (plan.isPresent()) {
        fail(scope, results.get(i).failure().orElseThrow(), failures);
      }
    }
    if (reports.stream()
        .flatMap(report -> report.result().stream())
        .flatMap(result -> result.outcomes().stream())
        .anyMatch(outcome -> outcome.code().equals(OutcomeCodes.INTERRUPTED))) {
      say("Stopped after the calls in flight; the next run goes on with what is left");
    }
  }

  private void fail(AwsScope scope, Exception failure, Map<String, Exception> failures) {
    failures.put(scope.toString(), failure);
    say(scope + " is left alone: " + Failures.message(failure));
    if (stacktrace) {
      err().println(TerminalText.sanitizeLines(Throwables.getStackTraceAsString(failure)));
    }
  }

  private void print(CleanupPlan plan, Map<ImageId, Map<String, String>> facts) {
    for (ImageDecision image : ProcessStep.selected(plan)) {
      var reason = ComposeVerdict.of(facts.getOrDefault(image.imageId(), Map.of())).reason();
      out()
          .println(
              TerminalText.sanitize(
                  String.format(
                      Locale.ROOT,
                      "%s %s (%s) %s, %s: %s (%s)",
                      plan.scope().region(),
                      image.imageId(),
                      image.name(),
                      ProcessStep.forecast(image),
                      reason.code(),
                      reason.message(),
                      String.join(", ", reason.evidence()))));
    }
    out().flush();
  }

  private PrintWriter out() {
    return command.commandLine().getOut();
  }

  private PrintWriter err() {
    return command.commandLine().getErr();
  }

  private void say(String message) {
    err().println("amiclean: " + TerminalText.sanitize(message));
  }
}
