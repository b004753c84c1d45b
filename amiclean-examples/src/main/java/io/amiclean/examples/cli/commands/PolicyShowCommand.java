package io.amiclean.examples.cli.commands;

import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.core.policy.PoliciesByScope;
import io.amiclean.core.policy.PolicySentence;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.files.PolicyFormat;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.IgnoredOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.StageOptions;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import io.amiclean.examples.policy.PolicyYaml;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the policy that options amount to. */
@Command(
    name = "show",
    description = "Shows the policy that the options amount to, as a policy file.")
final class PolicyShowCommand extends ConsoleCommand {

  @Mixin private final PlanOptions planning = new PlanOptions();
  @Mixin private final StageOptions stages = new StageOptions();

  // A policy does not hold how the account is read, either.
  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final AccountOptions accounts = new AccountOptions();

  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final IgnoredOptions ignored = new IgnoredOptions();

  @Option(
      names = "--format",
      paramLabel = "json|yaml",
      description = "What the policy is written as. Default: json.")
  private PolicyFormat format = PolicyFormat.JSON;

  PolicyShowCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (stages.areGiven()) {
      planning.moveBy(stages);
    }
    planning.validate();
    // Nothing is read of this account: a planner has one, and its policy does not depend on it.
    InMemoryAccount none = InMemoryAccount.builder().build();
    Account account =
        new Account(
            none,
            none,
            List.of(),
            none.reading(),
            none,
            none,
            Optional.empty(),
            OrganizationalUnits.unknown("nothing is planned"),
            () -> {});
    PoliciesByScope policies = planning.policies(account);
    for (CleanupPolicy policy : policies.all()) {
      console.note(PolicySentence.of(policy));
    }
    console.printDocument(
        format == PolicyFormat.YAML ? PolicyYaml.write(policies) : PolicyJson.write(policies));
    return ExitStatus.DONE;
  }
}
