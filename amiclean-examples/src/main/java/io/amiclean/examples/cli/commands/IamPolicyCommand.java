package io.amiclean.examples.cli.commands;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.policy.Protection;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.core.lifecycle.LifecyclePolicy;
import io.amiclean.examples.cli.options.AccountOptions;
import io.amiclean.examples.cli.options.IgnoredOptions;
import io.amiclean.examples.cli.options.PlanOptions;
import io.amiclean.examples.cli.options.StageOptions;
import io.amiclean.examples.cli.options.TagExclusion;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.ExitStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Shows the permissions that a run with the same options needs. */
@Command(
    name = "iam-policy",
    description = "Shows the permissions that the given options need, as an IAM policy.")
public final class IamPolicyCommand extends ConsoleCommand {

  /** Stands for the account of the role. */
  private static final String ROLES_OWN = "own";

  @Option(
      names = "--stages",
      description =
          "Adds what 'stages' and 'restore' need: of all stages, or of those of --stage alone.")
  private boolean lifecycle;

  @Option(names = "--recycle-bin", description = "Adds what 'recycle-bin' needs.")
  private boolean recycleBin;

  @Option(
      names = "--require-tag",
      paramLabel = "KEY=VALUE",
      description = "Allows to remove only what has this tag. Repeatable.")
  private List<TagExclusion> required = List.of();

  @Option(
      names = "--read-only",
      description = "Only the part that changes nothing, for credentials that plan.")
  private boolean readOnly;

  @Option(
      names = "--remove-only",
      description = "Only the part that changes something; it needs the other as well.")
  private boolean removeOnly;

  @Option(
      names = "--trust",
      paramLabel = "ACCOUNT",
      arity = "0..1",
      fallbackValue = ROLES_OWN,
      description =
          "Instead, the trust policy of a role with these permissions: for credentials of this"
              + " account, by default that of --role-arn, with --external-id if it is given.")
  private @Nullable String trust;

  @Mixin private final AccountOptions accounts = new AccountOptions();

  @Mixin private final StageOptions stages = new StageOptions();

  // The tags that it protects are denied; otherwise these need no other permissions.
  @Mixin private final PlanOptions planning = new PlanOptions();

  @Mixin
  @SuppressWarnings("UnusedVariable")
  private final IgnoredOptions ignored = new IgnoredOptions();

  public IamPolicyCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    planning.validate();
    accounts.validate();
    if (trust != null) {
      console.printDocument(trustPolicy(trust) + "\n");
      return ExitStatus.DONE;
    }
    LifecyclePolicy chosen = stages.policy();
    MinimumIamPolicy policy = accounts.iamPolicy().withFacts(planning.facts());
    if (stages.areGiven()) {
      policy = policy.withLifecycle(stages.entered(chosen));
    } else if (lifecycle) {
      policy = policy.withLifecycle();
    }
    if (recycleBin) {
      policy = policy.withRecycleBin();
    }
    if (planning.isWithout(Protection.ON_HOLD)) {
      policy = policy.withoutHold();
    }
    if (planning.dependOnUnits()) {
      policy = policy.findingUnits();
    }
    for (TagExclusion tag : required) {
      policy = policy.requiringTag(tag.key(), tag.value().orElseThrow(() -> noValue(tag)));
    }
    for (TagExclusion tag : planning.tagExclusions) {
      MinimumIamPolicy before = policy;
      policy =
          tag.value()
              .map(value -> before.excludingTag(tag.key(), value))
              .orElseGet(() -> before.excludingTag(tag.key()));
    }
    if (readOnly && removeOnly) {
      throw wrong("--read-only and --remove-only: expected one of them, or none for both parts");
    }
    MinimumIamPolicy part =
        readOnly ? policy.readOnly() : removeOnly ? policy.removeOnly() : policy;
    console.printDocument(part.toJson() + "\n");
    return ExitStatus.DONE;
  }

  private String trustPolicy(String account) {
    List<String> roles = accounts.connection.scopes.roles;
    if (account.equals(ROLES_OWN) && roles.isEmpty()) {
      throw wrong(
          "--trust names no account: expected that of the credentials which assume the role, such"
              + " as --trust 123456789012");
    }
    try {
      return MinimumIamPolicy.trustPolicy(
          account.equals(ROLES_OWN) ? AwsScopes.accountOf(roles.get(0)) : AccountId.of(account),
          roles.isEmpty() ? "aws" : AwsScopes.partitionOf(roles.get(0)),
          Optional.ofNullable(accounts.connection.scopes.externalId));
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException noValue(TagExclusion tag) {
    return wrong("--require-tag " + tag.text() + " has no value: expected KEY=VALUE");
  }
}
