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
import io.amiclean.aws.AwsConfigurationException;
import io.amiclean.aws.AwsScope;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.report.ReportSinks;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.core.scope.ScopeOutcome;
import io.amiclean.core.scope.ScopedPlans;
import io.amiclean.core.scope.Scopes;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.Failures;
import io.amiclean.examples.exit.OrderlyStop;
import io.amiclean.examples.fedora.archive.Addresses;
import io.amiclean.examples.fedora.archive.Pause;
import io.amiclean.examples.fedora.archive.PublishedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Fedora's process as a command, in the manner of the script of the seed document: one run makes
 * images private, another one deletes those that nobody missed.
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
public final class CleanAmis implements Callable<Integer> {

  static final String DATAGREPPER = "https://apps.fedoraproject.org/datagrepper";
  static final String COMPOSES = "https://kojipkgs.fedoraproject.org/compose";

  private static final String TOKEN = "PAGURE_ACCESS_TOKEN";

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

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

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

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "28",
      description = "Looks at images that were published within N days. Default: 28.")
  private int days;

  @Option(
      names = "--permswaitperiod",
      paramLabel = "N",
      defaultValue = "10",
      description = "--change-perms takes images N days after they were published. Default: 10.")
  private int permissionsWait;

  @Option(
      names = "--deletewaitperiod",
      paramLabel = "N",
      defaultValue = "10",
      description = "--delete takes images N days after they became private. Default: 10.")
  private int deleteWait;

  @Option(
      names = "--dry-run",
      description = "Prints the images, and changes and publishes nothing.")
  private boolean dryRun;

  @Option(
      names = "--datagrepper-url",
      paramLabel = "URL",
      defaultValue = DATAGREPPER,
      converter = AddressConverter.class,
      description = "The message archive. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // it has a default
  private URI datagrepper;

  @Option(
      names = "--compose-url",
      paramLabel = "URL",
      defaultValue = COMPOSES,
      converter = AddressConverter.class,
      description =
          "Where composes are, each as ID/compose/metadata/composeinfo.json."
              + " Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // it has a default
  private URI composes;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      converter = AddressConverter.class,
      description = "One endpoint for all services and regions of AWS. Default: AWS's own.")
  private @Nullable URI endpoint;

  @Option(
      names = "--regions",
      paramLabel = "REGION",
      arity = "1..*",
      defaultValue =
          "us-east-1,us-east-2,us-west-1,us-west-2,eu-west-1,eu-west-2,eu-central-1,ap-south-1,"
              + "ap-southeast-1,ap-southeast-2,ap-northeast-1,ap-northeast-2,sa-east-1,"
              + "ca-central-1",
      split = ",",
      description = "The regions. Default: the 14 that Fedora publishes to.")
  private List<String> regions = new ArrayList<>();

  @Option(
      names = "--report-url",
      paramLabel = "URL",
      converter = AddressConverter.class,
      description = {
        "A project on Pagure, such as https://pagure.io/ami-purge-report: the report becomes an"
            + " issue there.",
        "Its access token comes from PAGURE_ACCESS_TOKEN."
      })
  private @Nullable URI reportUrl;

  @Option(
      names = "--report-file",
      paramLabel = "FILE",
      description = "Where the report is written to, as Markdown. A file that exists is refused.")
  private @Nullable Path reportFile;

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "The time to plan for, such as 2017-08-25T00:00:00Z. Default: the clock.")
  private @Nullable Instant now;

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
    validate();
    if (step.iamPolicy) {
      out().println(RegionPlanner.iamPolicy().toJson());
      return ExitStatus.DONE;
    }
    Optional<AwsCredentialsProvider> credentials = credentials();
    Optional<ReportSink> pagure = pagure();
    Clock clock = now == null ? Clock.systemUTC() : Clock.fixed(now, ZoneOffset.UTC);
    // One time for everything, however long the run takes.
    Clock fixed = Clock.fixed(clock.instant(), ZoneOffset.UTC);
    RegionPlanner planner =
        new RegionPlanner(step.chosen(), days, permissionsWait, deleteWait, fixed);
    PublishedImages published =
        PublishedImages.read(
            datagrepper, composes, Duration.ofDays(days), fixed, surroundings.pause());

    published
        .evidence()
        .forEach(read -> read.notes().forEach(note -> say(read.source() + ": " + note)));

    RunFiles files = new RunFiles(surroundings.folder(), fixed.instant());
    List<PlanReport> reports = new ArrayList<>();
    Map<String, Exception> failures = new LinkedHashMap<>();
    try (AwsClients clients = clients(credentials);
        AwsScopes scopes = AwsScopes.builder().regions(regions).open(clients)) {
      ScopedPlans<AwsScope> plans =
          Scopes.of(scopes.list())
              .plan(
                  scope ->
                      planner.planner(planner.region(scope.clients()).reader(), published).plan());
      tell(plans, failures);
      if (dryRun) {
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
    boolean reported = publish(files, reports, failures, pagure);
    if (reports.isEmpty()) {
      return failures.values().stream().allMatch(Failures::isRefusal)
          ? ExitStatus.REFUSED
          : ExitStatus.FAILED;
    }
    boolean failed =
        reports.stream()
            .flatMap(report -> report.result().stream())
            .anyMatch(ExecutionResult::hasFailures);
    return failures.isEmpty() && !failed && reported ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
  }

  private AwsClients clients(Optional<AwsCredentialsProvider> credentials) {
    AwsClients.Builder builder =
        AwsClients.builder().region(regions.get(0)).budget(surroundings.budget());
    credentials.ifPresent(builder::credentials);
    if (endpoint != null) {
      builder.endpoint(endpoint);
    }
    return builder.build();
  }

  /** Tells what was planned, in the order of the regions. */
  private void tell(ScopedPlans<AwsScope> plans, Map<String, Exception> failures) {
    for (ScopeOutcome<AwsScope, CleanupPlan> planned : plans.outcomes()) {
      planned
          .value()
          .ifPresent(
              plan ->
                  FedoraReport.worthALook(plan)
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

  /** Works on the regions side by side, then tells of them in their order. */
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

  /** Publishes the report, and keeps it where that fails. Returns whether it was published. */
  private boolean publish(
      RunFiles files,
      List<PlanReport> reports,
      Map<String, Exception> failures,
      Optional<ReportSink> pagure)
      throws IOException {
    CleanupReport report =
        CleanupReport.builder()
            .title(
                step.chosen().subject()
                    + (dryRun ? " (dry run), " : ", ")
                    + LocalDate.ofInstant(files.at(), ZoneOffset.UTC))
            .plans(reports)
            .failures(Maps.transformValues(failures, Failures::message))
            .build();
    // First to the file, so that nothing that happens on the network can lose it.
    Optional<Path> written = write(report);
    boolean complete = reportFile == null || written.isPresent();
    if (dryRun || pagure.isEmpty()) {
      return complete;
    }
    try {
      pagure.get().publish(report);
      return complete;
    } catch (IOException e) {
      Path kept = written.isPresent() ? written.get() : keep(report, files.report());
      say(e.getMessage() + "; the report is kept in " + kept);
      return false;
    }
  }

  /** The images are changed by now, so that a failure must not hide how that ended. */
  private Optional<Path> write(CleanupReport report) {
    if (reportFile == null) {
      return Optional.empty();
    }
    try {
      ReportSinks.newFile(reportFile, new FedoraReport()).publish(report);
      return Optional.of(reportFile);
    } catch (IOException e) {
      say("The report could not be written to " + reportFile + ": " + e);
      return Optional.empty();
    }
  }

  private static Path keep(CleanupReport report, Path file) throws IOException {
    ReportSinks.newFile(file, new FedoraReport()).publish(report);
    return file;
  }

  private void validate() {
    require(days >= 1, "--days " + days + " is too little: expected 1 or more");
    require(
        permissionsWait >= 0,
        "--permswaitperiod " + permissionsWait + " is too little: expected 0 or more");
    require(
        deleteWait >= 0, "--deletewaitperiod " + deleteWait + " is too little: expected 0 or more");
    require(
        step.delete || permissionsWait <= days,
        "No image was published at least "
            + permissionsWait
            + " days ago (--permswaitperiod) and within "
            + days
            + " days (--days): expected more days, or a shorter wait");
    Set<String> known = new HashSet<>();
    for (String region : regions) {
      require(known.add(region), "The region '" + region + "' stands twice: expected it once");
      try {
        AwsClients.builder().region(region);
      } catch (IllegalArgumentException e) {
        throw wrong(String.valueOf(e.getMessage()), e);
      }
    }
    if (reportFile != null) {
      Path folder = reportFile.toAbsolutePath().getParent();
      require(
          !Files.exists(reportFile),
          "The report file '" + reportFile + "' exists: choose another file");
      require(
          folder != null && Files.isWritable(folder),
          "The report file '" + reportFile + "' is in no folder that can be written to");
    }
  }

  private Optional<AwsCredentialsProvider> credentials() {
    try {
      return FedoraCredentials.in(surroundings.environment());
    } catch (AwsConfigurationException e) {
      throw wrong(String.valueOf(e.getMessage()), e);
    }
  }

  private Optional<ReportSink> pagure() {
    if (reportUrl == null || dryRun) {
      return Optional.empty();
    }
    String token = surroundings.environment().getOrDefault(TOKEN, "").strip();
    require(!token.isEmpty(), "--report-url needs the access token of the project in " + TOKEN);
    try {
      return Optional.of(new PagureReportSink(reportUrl, token, new FedoraReport()));
    } catch (IllegalArgumentException e) {
      throw wrong(TOKEN + ": " + e.getMessage(), e);
    }
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw wrong(message, null);
    }
  }

  private ParameterException wrong(String message, @Nullable Exception cause) {
    return new ParameterException(command.commandLine(), message, cause);
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

  /** Makes an address of an argument. */
  static final class AddressConverter implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        return Addresses.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Makes an instant of an argument. */
  static final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'" + text + "' is no instant: expected one such as 2017-08-25T00:00:00Z");
      }
    }
  }
}
