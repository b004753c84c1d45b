package io.amiclean.examples.cli.commands;

import io.amiclean.api.exclusion.ExclusionFilter;
import io.amiclean.api.exclusion.SnapshotExclusionFilter;
import io.amiclean.api.mapping.ImageMapper;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.plan.Verdict;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PolicySentence;
import io.amiclean.core.report.TerminalText;
import io.amiclean.examples.cli.files.PolicyFile;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a policy file without an account. */
@Command(
    name = "check",
    description =
        "Validates a policy file offline; with an inventory, also says which rules match nothing.")
final class PolicyCheckCommand extends ConsoleCommand {

  @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path file;

  @Option(
      names = "--inventory",
      paramLabel = "FILE",
      description = "An account that 'amiclean record' wrote down.")
  private @Nullable Path inventory;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  PolicyCheckCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    CleanupPolicy policy = PolicyFile.read(file, command);
    console.out().println("'" + TerminalText.sanitize(file.toString()) + "' is a policy");
    console.details().println(TerminalText.sanitize(PolicySentence.of(policy)));
    if (inventory != null) {
      check(policy, InventoryOptions.read(inventory, command));
    }
    return ExitStatus.DONE;
  }

  private void check(CleanupPolicy policy, RecordedAccount account) {
    StrategyRegistry strategies = StrategyRegistry.installed();
    PlanningContext context = CleanupPlanner.of(policy, account).read();
    say(
        "groupBy",
        policy.groupBy(),
        spec -> places(strategies.make(ImageMapper.class, spec), context));
    say(
        "exclude",
        policy.exclude(),
        spec -> protects(strategies.make(ExclusionFilter.class, spec), context));
    say(
        "excludeSnapshots",
        policy.excludeSnapshots(),
        spec -> protectsSnapshot(strategies.make(SnapshotExclusionFilter.class, spec), context));
    say("retain", policy.retain(), spec -> retains(policy, spec, account, context));
  }

  private void say(String key, List<StrategySpec> specs, Predicate<StrategySpec> matches) {
    specs.stream()
        .filter(matches.negate())
        .forEach(
            spec ->
                console
                    .out()
                    .println(
                        key
                            + ": "
                            + TerminalText.sanitize(spec.description())
                            + " matches nothing of the inventory"));
  }

  private static boolean places(ImageMapper mapper, PlanningContext context) {
    return context.images().images().stream()
        .anyMatch(image -> !mapper.map(image, context).isEmpty());
  }

  private static boolean protects(ExclusionFilter filter, PlanningContext context) {
    return context.images().images().stream()
        .anyMatch(image -> !filter.evaluate(image, context).isEmpty());
  }

  private static boolean protectsSnapshot(SnapshotExclusionFilter filter, PlanningContext context) {
    return context.snapshots().snapshots().stream()
        .anyMatch(snapshot -> !filter.evaluate(snapshot, context).isEmpty());
  }

  /**
   * A retention sees what filters leave of each group, so that it is asked by a plan of its own.
   */
  private static boolean retains(
      CleanupPolicy policy, StrategySpec spec, RecordedAccount account, PlanningContext context) {
    CleanupPolicy alone =
        CleanupPolicy.builder()
            .from(policy)
            .retain(List.of(spec))
            .lifecycle(Optional.empty())
            .build();
    return CleanupPlanner.builder()
        .images(account)
        .snapshots(account)
        .usage(account)
        .policy(alone)
        .build()
        .plan(context)
        .images()
        .stream()
        .anyMatch(image -> image.verdict() == Verdict.RETAINED);
  }
}
