package io.amiclean.examples.cli.commands;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.plan.Action;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.execution.ImageRestorer;
import io.amiclean.core.execution.OutcomeCodes;
import io.amiclean.core.journal.JournalFile;
import io.amiclean.core.json.ResultJson;
import io.amiclean.core.lifecycle.LifecycleSpecs;
import io.amiclean.core.lifecycle.LifecycleTags;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSetup;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.files.FileKind;
import io.amiclean.examples.cli.files.PlanFile;
import io.amiclean.examples.cli.files.PolicyFile;
import io.amiclean.examples.cli.options.ConnectionOptions;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.options.ProgressOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.exit.OrderlyStop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings images back that were moved through stages, and puts them on hold. */
@Command(
    name = "restore",
    description =
        "Gives back to images what stages took away, and puts them on hold: no plan takes them"
            + " until --lift-hold. Does not ask.")
public final class RestoreCommand extends ConsoleCommand {

  @Parameters(arity = "0..*", paramLabel = "IMAGE_ID", description = "The images.")
  private List<String> ids = List.of();

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "Restores the images that this plan moves into a stage. Repeatable: each of several is of"
              + " another region, and its account's role is used if --role-arn has one.")
  private List<Path> plans = List.of();

  @Option(
      names = "--result",
      paramLabel = "FILE",
      description =
          "Restores the images that were moved into a stage, as --result-out wrote. Repeatable, as"
              + " --plan.")
  private List<Path> results = List.of();

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description =
          "Gives back too what this journal recorded of launch permissions, for tags have not room"
              + " for all. Repeatable.")
  private List<Path> journals = List.of();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The policy file that moved the images, where its lifecycle names tags of its own. A plan"
              + " has them.")
  private @Nullable Path policyFile;

  @Option(
      names = "--hold-by",
      paramLabel = "WHO",
      description = "Who wants the images to stay, as their tags will say. Default: the user.")
  private @Nullable String holdBy;

  @Option(
      names = "--lift-hold",
      description = "Takes the hold of the images away, and does nothing else.")
  private boolean liftHold;

  private final AccountSetup setup = AccountSetup.ofEverything();

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final ProgressOptions progressOptions = new ProgressOptions();

  public RestoreCommand(Console console) {
    super(console);
  }

  /**
   * What is to be restored in one region.
   *
   * @param scope the region
   * @param restoring restores it
   */
  private record Work(CleanupScope scope, Function<ImageRestorer, ExecutionResult> restoring) {}

  @Override
  public Integer call() throws Exception {
    connection.validate();
    require(
        policyFile == null || plans.isEmpty(),
        "--policy " + policyFile + " names tags, which a plan has: expected no --plan with it");
    PoliciesByScope policies = policyFile == null ? null : policies(policyFile);
    require(
        Stream.of(ids, plans, results).filter(given -> !given.isEmpty()).count() == 1,
        "What is to be restored: expected one of image ids, --plan FILE and --result FILE");
    require(
        !liftHold || (!ids.isEmpty() && holdBy == null && journals.isEmpty()),
        "--lift-hold takes the hold of images away: expected their ids, and neither --hold-by nor"
            + " --journal with it");
    if (!ids.isEmpty()) {
      connection.validateForOne();
      List<ImageId> images = Converters.imageIds(ids, command);
      return restore(
          policies,
          progress -> connection.openEach(setup, progress),
          List.of(liftHold ? with -> with.liftHold(images) : with -> with.restore(images)));
    }
    List<Work> works = works();
    if (works.size() > 1) {
      connection.validateForMany();
    }
    Map<CleanupScope, AccountSetup> setups = new LinkedHashMap<>();
    for (Work work : works) {
      require(
          setups.put(work.scope(), setup) == null,
          "Two of the files are of "
              + work.scope()
              + ": expected one of each region of an account");
    }
    return restore(
        policies,
        progress -> connection.openAgain(setups, progress),
        works.stream().map(Work::restoring).toList());
  }

  private PoliciesByScope policies(Path file) {
    PoliciesByScope policies = PolicyFile.read(file, command);
    require(
        policies.all().stream().anyMatch(policy -> policy.lifecycle().isPresent()),
        "--policy " + file + " has no lifecycle: expected the policy that moved the images");
    return policies;
  }

  private int restore(
      @Nullable PoliciesByScope policies,
      Function<ProgressBars, Accounts> opening,
      List<Function<ImageRestorer, ExecutionResult>> works)
      throws Exception {
    ImageRestorer.Builder restoring = restoring();
    try (ProgressBars progress = progressOptions.on(console);
        Accounts all = opening.apply(progress);
        OrderlyStop stop = OrderlyStop.onInterrupt()) {
      Map<ScopedAccount, Function<ImageRestorer, ExecutionResult>> given = new HashMap<>();
      for (int i = 0; i < works.size(); i++) {
        given.put(all.list().get(i), works.get(i));
      }
      int status =
          EachScope.run(
              all,
              console,
              scope -> {
                if (policies != null) {
                  restoring.tags(
                      tags(policies.policyFor(scope.account().scope(), scope.account().units())));
                }
                ExecutionResult done =
                    restore(scope.account(), restoring, Objects.requireNonNull(given.get(scope)));
                progress.finish();
                return print(done);
              });
      stop.acknowledge();
      return status;
    }
  }

  private static LifecycleTags tags(CleanupPolicy policy) {
    return policy.lifecycle().map(LifecycleSpecs::tags).orElseGet(LifecycleTags::defaults);
  }

  private static ExecutionResult restore(
      Account account,
      ImageRestorer.Builder restoring,
      Function<ImageRestorer, ExecutionResult> work) {
    return work.apply(restoring.operations(account.lifecycle()).images(account.images()).build());
  }

  private int print(ExecutionResult done) {
    if (done.outcomes().isEmpty()) {
      console.out().print("No AMIs to restore.\n");
      return ExitStatus.DONE;
    }
    boolean missing = false;
    for (ActionOutcome outcome : done.outcomes()) {
      Optional<String> what = missing(outcome, done.scope());
      missing |= what.isPresent();
      console
          .details()
          .print(
              what.or(() -> lifted(outcome))
                  .map(ending -> outcome.resource() + ": " + ending + "\n")
                  .orElseGet(() -> TextReport.outcomeLines(List.of(outcome))));
    }
    console.out().print(TextReport.counts(List.of(done)));
    if (policyFile == null
        && done.outcomes().stream()
            .anyMatch(outcome -> outcome.code().equals(OutcomeCodes.NEVER_STAGED))) {
      console.note(
          "If a policy whose lifecycle names tags of its own moved the image, restore it with"
              + " --policy FILE");
    }
    return missing || done.hasFailures() ? ExitStatus.INCOMPLETE : ExitStatus.DONE;
  }

  /** Returns what of what was asked for is not there. */
  private static Optional<String> missing(ActionOutcome outcome, CleanupScope scope) {
    return switch (outcome.code()) {
      case OutcomeCodes.ALREADY_GONE -> Optional.of("there is no such image in " + scope);
      case OutcomeCodes.NEVER_STAGED -> Optional.of(TerminalText.sanitize(outcome.message()));
      case OutcomeCodes.ALREADY_DONE ->
          outcome.action() == Action.TAG_IMAGE ? Optional.of("not on hold") : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> lifted(ActionOutcome outcome) {
    return liftHold && outcome.outcome() == Outcome.SUCCEEDED
        ? Optional.of("hold lifted")
        : Optional.empty();
  }

  /** Reads what is to be restored, before any account is read. */
  private List<Work> works() {
    List<Work> works = new ArrayList<>();
    for (Path file : plans) {
      CleanupPlan plan = PlanFile.read(file, command);
      works.add(new Work(plan.scope(), restoring -> restoring.restore(plan)));
    }
    for (Path file : results) {
      ExecutionResult result =
          FileKind.RESULT.read(
              file,
              "result",
              ": expected a file that --result-out wrote",
              command,
              ResultJson::read);
      works.add(new Work(result.scope(), restoring -> restoring.restore(result)));
    }
    return works;
  }

  private ImageRestorer.Builder restoring() {
    ImageRestorer.Builder restoring = ImageRestorer.builder();
    if (liftHold) {
      return restoring.withoutHold();
    }
    try {
      restoring.holdBy(
          Optional.ofNullable(holdBy).orElseGet(() -> System.getProperty("user.name")));
    } catch (IllegalArgumentException e) {
      throw wrong("--hold-by: " + e.getMessage(), e);
    }
    for (Path journal : journals) {
      try {
        restoring.recorded(JournalFile.recordedPermissions(journal));
      } catch (IOException e) {
        throw FileKind.unreadable(
            journal, "journal", ": expected a file that --journal wrote", command, e);
      }
    }
    return restoring;
  }
}
