package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.ImageFact;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.EvidenceLimits;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.inventory.RecordedAccount;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.policy.PolicyDescriptions;
import io.amiclean.core.policy.PolicySentence;
import io.amiclean.core.report.TerminalText;
import io.amiclean.examples.cli.files.PolicyFile;
import io.amiclean.examples.cli.options.ClassPathOptions;
import io.amiclean.examples.cli.options.GroupingTags;
import io.amiclean.examples.cli.options.InventoryOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Validates a policy file without an account. */
@Command(
    name = "check",
    description =
        "Validates a policy file offline; with an inventory, also says which rules match nothing.")
final class PolicyCheckCommand extends ConsoleCommand {

  /** Sources that --skip-usage cannot leave out. */
  private static final List<String> NOT_SKIPPED =
      List.of("images", "snapshots", "snapshot-permissions", "image-usage-reports");

  @Parameters(index = "0", paramLabel = "FILE", description = "The policy file.")
  @SuppressWarnings("NullAway.Init") // picocli sets it, for it is required
  private Path file;

  @Option(
      names = "--inventory",
      paramLabel = "FILE",
      description = "An account that 'amiclean record' wrote down.")
  private @Nullable Path inventory;

  @Mixin private final ClassPathOptions classPath = new ClassPathOptions();

  PolicyCheckCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    classPath.load();
    PoliciesByScope policies = PolicyFile.read(file, command);
    Optional<RecordedAccount> account =
        Optional.ofNullable(inventory).map(path -> InventoryOptions.read(path, command));
    console
        .out()
        .println(
            "'"
                + TerminalText.sanitize(file.toString())
                + (policies.single().isPresent()
                    ? "' is a policy"
                    : "' has policies of certain scopes, "
                        + policies.policies().size()
                        + (policies.otherwise().isPresent() ? " and a default" : "")));
    for (CleanupPolicy policy : policies.all()) {
      console.details().println(TerminalText.sanitize(PolicySentence.of(policy)));
      noteUnknownSources(policy);
    }
    account.ifPresent(recorded -> check(policies, recorded));
    return ExitStatus.DONE;
  }

  /** A program may have sources of its own, so that a name that is not known is no error. */
  private void noteUnknownSources(CleanupPolicy policy) {
    Set<String> known = new TreeSet<>(AwsAccount.sourceNames());
    known.addAll(NOT_SKIPPED);
    Stream.of(ImageFact.values()).map(ImageFact::source).forEach(known::add);
    policy.evidence().minimum().keySet().stream()
        .filter(source -> !known.contains(source))
        .forEach(
            source ->
                console.note(
                    ("'%s' of evidence.minimum is no source of amiclean, and without it every"
                            + " plan is refused: expected one of %s")
                        .formatted(source, String.join(", ", known))));
  }

  /** A plan says which of its rules match nothing. */
  private void check(PoliciesByScope policies, RecordedAccount account) {
    CleanupPolicy policy = policies.policyFor(account.scope(), InventoryOptions.UNITS);
    // What refuses or moves nothing changes what rules match.
    CleanupPolicy rules =
        CleanupPolicy.builder()
            .from(policy)
            .evidence(EvidenceLimits.none())
            .lifecycle(Optional.empty())
            .build();
    CleanupPlan plan = CleanupPlanner.of(rules, account).plan();
    for (String rule : PolicyDescriptions.unmatched(List.of(plan))) {
      console.out().println(TerminalText.sanitize(rule) + " matches nothing of the inventory");
    }
    GroupingTags tags = new GroupingTags();
    tags.expect(policy);
    tags.see(account.loadImages());
    if (!plan.images().isEmpty()) {
      tags.missing().stream()
          .map(TerminalText::sanitize)
          .map("No image of the inventory has the tag '%s' of groupBy: is it mistyped?"::formatted)
          .forEach(console.out()::println);
    }
  }
}
