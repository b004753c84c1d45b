package io.amiclean.examples.cli.options;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.AwsScopesBuilder;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.examples.exit.CommandPart;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which regions and accounts a command works on, if it is not just one. */
public final class ScopeOptions extends CommandPart {

  private static final String ALL = "all";

  /** A region that no account can disable (AWS Account Management, "Enable or disable Regions"). */
  private static final String ALWAYS_ENABLED = "us-east-1";

  @Option(
      names = "--regions",
      paramLabel = "all|REGION",
      arity = "1..*",
      description =
          "Works on these regions side by side, or on all that are enabled in each account. With"
              + " several regions or roles, the files of --out, --result-out and --journal get"
              + " ACCOUNT.REGION before their extension, as in plan.123456789012.eu-west-1.json.")
  List<String> regions = List.of();

  @Option(
      names = "--exclude-regions",
      paramLabel = "REGION",
      arity = "1..*",
      description = "Leaves these out of --regions all.")
  List<String> excludedRegions = List.of();

  @Option(
      names = "--role-arn",
      paramLabel = "ARN",
      arity = "1..*",
      description = "Works on the accounts of these roles, which are assumed; one of each account.")
  public List<String> roles = List.of();

  @Option(
      names = "--organization",
      paramLabel = "ROLE_NAME",
      description =
          "Works on every active account of the organization, by the role of this name in each; on"
              + " that of the credentials without a role.")
  @Nullable String organization;

  @Option(
      names = "--external-id",
      paramLabel = "ID",
      description = "What the trust policies of the roles ask for.")
  public @Nullable String externalId;

  @Option(
      names = "--session-name",
      paramLabel = "NAME",
      description = "What CloudTrail calls the sessions with the roles. Default: amiclean.")
  @Nullable String sessionName;

  /** Checks what picocli cannot check. */
  void validate() {
    try {
      scopes();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage(), e);
    }
    require(
        excludedRegions.isEmpty() || areAllRegions(),
        "--exclude-regions "
            + String.join(" ", excludedRegions)
            + " is of --regions all: expected both, or none");
    boolean isOfTrust = isGiven("--trust");
    require(
        areRoles() || isOfTrust || (sessionName == null && externalId == null),
        "--external-id and --session-name are for roles: expected --role-arn or --organization"
            + " with them");
    require(
        organization == null || roles.isEmpty(),
        "--organization and --role-arn " + String.join(" ", roles) + ": expected one of them");
    require(
        regions.isEmpty() || !isGiven("--region"),
        "--region and --regions " + String.join(" ", regions) + ": expected one of them");
  }

  private boolean areRoles() {
    return organization != null || !roles.isEmpty();
  }

  /** Whether the accounts are those of the organization. */
  public boolean isOrganization() {
    return organization != null;
  }

  /** Whether what is given can stand for more than one region of one account. */
  boolean areMany() {
    return areAllRegions() || regions.size() > 1 || roles.size() > 1 || isOrganization();
  }

  boolean areAllRegions() {
    return regions.equals(List.of(ALL));
  }

  /** Returns where the credentials can ask which regions are enabled, if no region is given. */
  String alwaysEnabledRegion() {
    return roles.stream().findFirst().map(AwsScopes::alwaysEnabledRegion).orElse(ALWAYS_ENABLED);
  }

  /** Returns the region that clients are made for, if one is given. */
  Optional<String> firstRegion() {
    return areAllRegions() ? Optional.empty() : regions.stream().findFirst();
  }

  /** Returns the region that the clients for a plan are made for, if any are given. */
  Optional<String> regionFor(CleanupScope plan) {
    return areAllRegions() || regions.contains(plan.region())
        ? Optional.of(plan.region())
        : firstRegion();
  }

  /** Returns the role of the account of a plan, if one is given. */
  Optional<String> roleFor(CleanupScope plan) {
    return roles.stream()
        .filter(role -> AwsScopes.accountOf(role).equals(plan.accountId()))
        .findFirst();
  }

  /** Tells how roles are assumed, as far as that is given. */
  void session(Consumer<String> externalIds, Consumer<String> sessionNames) {
    if (externalId != null) {
      externalIds.accept(externalId);
    }
    if (sessionName != null) {
      sessionNames.accept(sessionName);
    }
  }

  /** Adds that the roles are assumed. */
  MinimumIamPolicy assuming(MinimumIamPolicy policy) {
    return organization == null
        ? policy.assuming(roles)
        : policy.assumingInOrganization(organization);
  }

  /** Adds the accounts that are given. */
  private AwsScopesBuilder ofAccounts(AwsScopesBuilder scopes) {
    if (areRoles()) {
      session(scopes::externalId, scopes::sessionName);
    }
    if (organization != null) {
      return scopes.organizationAccounts(organization);
    }
    return roles.isEmpty() ? scopes : scopes.roles(roles);
  }

  /**
   * Returns what finds the accounts of the organization, in the regions of plans.
   *
   * @throws IllegalArgumentException if the name of the role is malformed
   */
  AwsScopesBuilder organizationIn(Set<String> ofPlans) {
    return ofAccounts(AwsScopes.builder().regions(ofPlans));
  }

  /**
   * Returns what finds the regions and accounts.
   *
   * @throws IllegalArgumentException if a region or a role is malformed, or stands twice
   */
  AwsScopesBuilder scopes() {
    AwsScopesBuilder scopes = AwsScopes.builder();
    if (areAllRegions()) {
      scopes.enabledRegions().excludeRegions(excludedRegions);
    } else if (regions.contains(ALL)) {
      throw new IllegalArgumentException(
          "--regions " + String.join(" ", regions) + ": expected 'all' alone, or regions");
    } else if (!regions.isEmpty()) {
      scopes.regions(regions);
    }
    return ofAccounts(scopes);
  }
}
