package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsClientsBuilder;
import io.amiclean.aws.AwsConfigurationException;
import io.amiclean.aws.AwsOrganization;
import io.amiclean.aws.AwsScope;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.AwsScopesBuilder;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.AccountSetup;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.DemoAccount;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.terminal.ProgressBars;
import io.amiclean.examples.exit.CommandPart;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the account of a command is, and how it is reached. */
public final class ConnectionOptions extends CommandPart {

  /** What says which account of AWS it is, and how it is reached. */
  static final List<String> AWS_ONLY =
      List.of(
          "--region", "--regions", "--role-arn", "--organization", "--profile", "--endpoint-url");

  @Option(
      names = "--region",
      paramLabel = "REGION",
      defaultValue = "${env:AWS_REGION:-${env:AWS_DEFAULT_REGION}}",
      showDefaultValue = CommandLine.Help.Visibility.NEVER,
      description = "The region. Default: that of the environment or profile.")
  @Nullable String region;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "The profile of the AWS configuration to take credentials and region from.")
  @Nullable String profile;

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "Where every service is called, instead of AWS.")
  @Nullable URI endpoint;

  @Option(
      names = "--rate",
      paramLabel = "ec2|Nx|unlimited",
      description =
          "Requests to AWS a second: inside EC2's token buckets, N times as many where quotas were"
              + " raised, or as fast as a few requests at a time go. Default: ec2.")
  Rate rate = Rate.EC2;

  @Option(
      names = "--demo",
      description = "Works on an embedded account: no credentials, no network.")
  boolean demo;

  @Option(
      names = "--demo-account",
      paramLabel = "blog|showcase",
      description =
          "Works on this embedded account: that of --demo, or one with images in use, shared,"
              + " protected, on hold and in stages, shared snapshots and orphans.")
  @Nullable DemoAccount demoAccount;

  public @Mixin ScopeOptions scopes = new ScopeOptions();

  /** Checks what picocli cannot check. */
  public void validate() {
    scopes.validate();
    for (String option : AWS_ONLY) {
      if (isDemo() && isGiven(option)) {
        throw wrong(demoOption() + " is one region of an embedded account: expected no " + option);
      }
    }
  }

  private boolean isDemo() {
    return demo || demoAccount != null;
  }

  private String demoOption() {
    return demo ? "--demo" : "--demo-account " + demoAccount;
  }

  private DemoAccount demoAccount() {
    return demoAccount == null ? DemoAccount.BLOG : demoAccount;
  }

  /** Checks what several plans cannot be executed with. */
  public void validateForMany() {
    if (isDemo()) {
      throw wrong(demoOption() + " is one region of one account: expected one plan");
    }
  }

  /** Checks what picocli cannot check, for a command on one region of one account. */
  public void validateForOne() {
    validate();
    if (areMany()) {
      throw wrong(
          "Images are of one region of one account: expected --region, and one --role-arn at most");
    }
  }

  /** Limits a policy to the regions that are given, or to the partition of the roles. */
  MinimumIamPolicy limited(MinimumIamPolicy policy) {
    try {
      return inPlaces(policy);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }

  private MinimumIamPolicy inPlaces(MinimumIamPolicy policy) {
    if (region != null && isGiven("--region")) {
      return policy.inRegions(List.of(region));
    }
    if (!scopes.regions.isEmpty() && !scopes.areAllRegions()) {
      return policy.inRegions(scopes.regions);
    }
    return scopes.roles.stream()
        .findFirst()
        .map(role -> policy.inPartition(AwsScopes.partitionOf(role)))
        .orElse(policy);
  }

  /** Whether there may be more than one region of one account. */
  public boolean areMany() {
    return scopes.areMany();
  }

  /** Opens the account; the caller closes it. Nothing is read yet. */
  Account open(AccountSetup setup, ProgressListener progress) {
    return isDemo()
        ? setup.demo(demoAccount())
        : opened(clients(scopes.firstRegion(), scopes.roles.stream().findFirst()), setup, progress);
  }

  /**
   * Opens the account of a scope, with what is given for it, and in its region where neither the
   * options nor this machine name one; the caller closes it.
   */
  private Account openAt(CleanupScope scope, AccountSetup setup, ProgressListener progress) {
    if (isDemo()) {
      return setup.demo(demoAccount());
    }
    return opened(
        clients(
            AwsClients.builder().fallbackRegion(scope.region()),
            scopes.regionFor(scope),
            scopes.roleFor(scope)),
        setup,
        progress);
  }

  /** Finds the accounts of the organization, in the regions of plans. */
  private AwsScopes organization(AwsClients own, Set<CleanupScope> plans) {
    return scopes
        .organizationIn(plans.stream().map(this::regionOf).collect(Collectors.toSet()))
        .open(own);
  }

  private AwsScope scopeOf(CleanupScope plan, AwsScopes found) {
    return found.list().stream()
        .filter(scope -> scope.accountId().equals(Optional.of(plan.accountId())))
        .filter(scope -> scope.region().equals(Optional.of(regionOf(plan))))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    "The plan is of "
                        + plan
                        + ", and the organization has no active account of that id"));
  }

  /** A role is of one account; who assumes it may ask for the units of all. */
  private Account opened(AwsClients clients, AccountSetup setup, ProgressListener progress) {
    if (scopes.roles.isEmpty()) {
      return setup.aws(clients, units(clients), progress, clients::close);
    }
    AwsClients own = home(scopes.alwaysEnabledRegion());
    return setup.aws(
        clients,
        units(own),
        progress,
        () -> {
          clients.close();
          own.close();
        });
  }

  private static OrganizationalUnits units(AwsClients own) {
    return AwsOrganization.of(own)::unitsHolding;
  }

  /** Opens each region of each account; the caller closes them. Only these are read yet. */
  public Accounts openEach(AccountSetup setup, ProgressBars progress) {
    return areMany() ? openAll(setup, progress) : Accounts.one(open(setup, progress));
  }

  private Accounts openAll(AccountSetup setup, ProgressBars progress) {
    AwsClients own = home(scopes.firstRegion().orElseGet(scopes::alwaysEnabledRegion));
    AwsScopes found = orClosed(own::close, () -> scopes.scopes().open(own));
    OrganizationalUnits units = units(own);
    return new Accounts(
        found.list().stream()
            .map(scope -> scoped(scope.toString(), scope, setup, units, progress))
            .toList(),
        true,
        () -> {
          found.close();
          own.close();
        });
  }

  /** Opens the account of each scope, in their order; the caller closes them. */
  public Accounts openAgain(Map<CleanupScope, AccountSetup> setups, ProgressBars progress) {
    if (setups.size() == 1 && !scopes.isOrganization()) {
      Map.Entry<CleanupScope, AccountSetup> one = setups.entrySet().iterator().next();
      return Accounts.one(openAt(one.getKey(), one.getValue(), progress));
    }
    AwsClients own = home(scopes.alwaysEnabledRegion());
    OrganizationalUnits units = units(own);
    List<AwsScopes> open = new ArrayList<>();
    Runnable closing =
        () -> {
          open.forEach(AwsScopes::close);
          own.close();
        };
    List<ScopedAccount> accounts = new ArrayList<>();
    return orClosed(
        closing,
        () -> {
          if (scopes.isOrganization()) {
            open.add(organization(own, setups.keySet()));
          }
          setups.forEach(
              (scope, setup) -> {
                AwsScope account =
                    scopes.isOrganization()
                        ? scopeOf(scope, open.get(0))
                        : scopeOf(scope, own, open);
                accounts.add(scoped(scope.toString(), account, setup, units, progress));
              });
          return new Accounts(accounts, setups.size() > 1, closing);
        });
  }

  private AwsScope scopeOf(CleanupScope plan, AwsClients own, List<AwsScopes> open) {
    AwsScopesBuilder one = AwsScopes.builder().regions(List.of(regionOf(plan)));
    scopes
        .roleFor(plan)
        .ifPresent(
            role -> {
              one.roles(List.of(role));
              scopes.session(one::externalId, one::sessionName);
            });
    AwsScopes opened = one.open(own);
    open.add(opened);
    return opened.list().get(0);
  }

  /** Closes what is open already if the rest cannot be opened. */
  private <T> T orClosed(Runnable closing, Supplier<T> rest) {
    try {
      return rest.get();
    } catch (IllegalArgumentException e) {
      closing.run();
      throw wrong(e.getMessage(), e);
    } catch (RuntimeException e) {
      closing.run();
      throw e;
    }
  }

  /** Of several scopes, each has its own region, unless one is asked for. */
  private String regionOf(CleanupScope scope) {
    boolean asked = isGiven("--region");
    return asked && region != null ? region : scopes.regionFor(scope).orElse(scope.region());
  }

  private static ScopedAccount scoped(
      String name,
      AwsScope scope,
      AccountSetup setup,
      OrganizationalUnits units,
      ProgressBars progress) {
    return new ScopedAccount(
        name, () -> setup.aws(scope.clients(), units, progress.of(name), scope::release));
  }

  /** Roles are assumed, and regions asked for, where this machine is at home if it says so. */
  private AwsClients home(String otherwise) {
    return clients(
        AwsClients.builder().fallbackRegion(otherwise), Optional.empty(), Optional.empty());
  }

  private AwsClients clients(Optional<String> givenRegion, Optional<String> role) {
    return clients(AwsClients.builder(), givenRegion, role);
  }

  private AwsClients clients(
      AwsClientsBuilder clients, Optional<String> givenRegion, Optional<String> role) {
    try {
      givenRegion
          .or(() -> Optional.ofNullable(region).filter(code -> !code.isEmpty()))
          .ifPresent(clients::region);
      if (role.isPresent()) {
        clients.assumeRole(role.get());
        scopes.session(clients::externalId, clients::sessionName);
      }
      if (profile != null) {
        clients.profile(profile);
      }
      if (endpoint != null) {
        clients.endpoint(endpoint);
      }
      return clients.budget(rate.budget()).build();
    } catch (AwsConfigurationException e) {
      throw wrong(e.getMessage() + " (--region, --profile)", e);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
  }
}
