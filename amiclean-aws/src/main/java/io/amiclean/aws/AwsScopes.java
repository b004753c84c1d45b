package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.CallerScope;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CheckedClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.Account;
import software.amazon.awssdk.services.organizations.model.ListAccountsRequest;

/**
 * Regions of accounts, each with clients of its own, to be worked on side by side.
 *
 * <p>Regions are given, or those that are enabled in each account. Accounts are that of the
 * credentials, those of given roles, or all active ones of the organization. The clients share one
 * HTTP client and one source of credentials for each account, and are closed together. Thread-safe.
 *
 * <pre>{@code
 * try (AwsClients clients = AwsClients.builder().build();
 *     AwsScopes scopes = AwsScopes.builder().enabledRegions().roles(roles).open(clients)) {
 *   for (AwsScope scope : scopes.list()) {
 *     AwsAccount account = AwsAccount.builder().clients(scope.clients()).build();
 *     …
 *   }
 * }
 * }</pre>
 */
public final class AwsScopes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AwsScopes.class);

  private static final ReadOperation REGIONS = new ReadOperation("regions", "ec2:DescribeRegions");

  private static final ReadOperation ACCOUNTS =
      new ReadOperation("organization", "organizations:ListAccounts");

  /** Organizations API Reference, "ListAccounts": the largest page. */
  private static final int ACCOUNTS_PER_PAGE = 20;

  private static final Pattern ACCOUNT_ARN =
      Pattern.compile("arn:(aws[a-z-]*):organizations::[0-9]{12}:account/.+");

  private final Deque<AwsClients> open = new ArrayDeque<>();
  private final List<AwsScope> scopes;

  AwsScopes(AwsClients own, AwsScopesBuilder builder) {
    try {
      List<AwsScope> found = new ArrayList<>();
      accounts(own, builder).forEach(account -> found.addAll(regions(account, builder)));
      this.scopes = List.copyOf(found);
      LOG.debug("The scopes are {}", scopes);
    } catch (RuntimeException e) {
      closeAccounts();
      throw e;
    }
  }

  /**
   * Returns a new builder.
   *
   * @return a builder for one region and account, those of the clients that it opens scopes with
   */
  public static AwsScopesBuilder builder() {
    return new AwsScopesBuilder();
  }

  /**
   * Returns the account that an ARN of a role names.
   *
   * @param roleArn the role, such as {@code arn:aws:iam::210987654321:role/amiclean}
   * @return the account
   * @throws IllegalArgumentException if it is no ARN of a role
   */
  public static AccountId accountOf(String roleArn) {
    Objects.requireNonNull(roleArn, "roleArn");
    return AwsNames.accountOf(roleArn);
  }

  /**
   * Returns the partition of a role.
   *
   * @param roleArn the ARN of the role
   * @return the id of the partition, such as {@code aws-cn}
   * @throws IllegalArgumentException if it is no ARN of a role
   */
  public static String partitionOf(String roleArn) {
    Objects.requireNonNull(roleArn, "roleArn");
    return AwsNames.partitionOf(roleArn);
  }

  /**
   * Returns a region that no account of a role's partition can disable, to ask there which regions
   * are enabled; for {@link AwsClientsBuilder#fallbackRegion}.
   *
   * @param roleArn the ARN of the role
   * @return the code of the region, such as {@code cn-north-1}
   * @throws IllegalArgumentException if it is no ARN of a role, or its partition is not known
   */
  public static String alwaysEnabledRegion(String roleArn) {
    Objects.requireNonNull(roleArn, "roleArn");
    return AwsNames.regionFor(roleArn);
  }

  /**
   * Returns the scopes, account by account in the order of their roles, or of their ids if they are
   * those of the organization; and of each account the regions in the order that they were given,
   * or of their codes.
   *
   * @return the scopes; none if the organization has no active account
   */
  public List<AwsScope> list() {
    return scopes;
  }

  /** Closes the clients of all scopes. Closing twice does nothing more. */
  @Override
  public void close() {
    scopes.forEach(AwsScope::close);
    closeAccounts();
  }

  private void closeAccounts() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private AwsClients opened(AwsClients clients) {
    open.push(clients);
    return clients;
  }

  /** An account with its clients, and the role that these assume, if any. */
  private record InAccount(
      @Nullable AccountId account, @Nullable String roleArn, AwsClients clients) {}

  private List<InAccount> accounts(AwsClients own, AwsScopesBuilder builder) {
    if (builder.roleName == null && builder.roles.isEmpty()) {
      return List.of(new InAccount(null, null, own));
    }
    List<InAccount> accounts = new ArrayList<>();
    if (builder.roleName == null) {
      builder.roles.forEach((account, role) -> accounts.add(assuming(own, account, role, builder)));
    } else {
      AccountId caller = callersAccount(own, builder);
      rolesInOrganization(CheckedClient.of(own.organizations(), builder.watch()), builder.roleName)
          .forEach(
              (account, role) ->
                  accounts.add(
                      account.equals(caller)
                          ? new InAccount(account, null, own)
                          : assuming(own, account, role, builder)));
    }
    return accounts;
  }

  private InAccount assuming(
      AwsClients own, AccountId account, String role, AwsScopesBuilder builder) {
    return new InAccount(account, role, opened(own.withRole(role, builder.session)));
  }

  private static AccountId callersAccount(AwsClients clients, AwsScopesBuilder builder) {
    CleanupScope scope =
        new CallerScope(
                CheckedClient.of(clients.sts(), builder.watch()),
                clients.region().id(),
                clients.accountOfRole())
            .get();
    return scope.accountId();
  }

  private static Map<AccountId, String> rolesInOrganization(
      CheckedClient<OrganizationsClient> organizations, String roleName) {
    Map<AccountId, String> roles = new TreeMap<>();
    ACCOUNTS.pages(
        organizations,
        OrganizationsClient::listAccounts,
        ListAccountsRequest.builder().maxResults(ACCOUNTS_PER_PAGE).build(),
        page -> {
          for (Account account : page.accounts()) {
            if (isActive(account)) {
              roles.put(accountId(account), role(account, roleName));
            } else {
              LOG.debug("The account {} is not active, and left out", account.id());
            }
          }
        });
    return roles;
  }

  /** Organizations returns the state; older endpoints return the status in its place. */
  private static boolean isActive(Account account) {
    String state =
        account.stateAsString() == null ? account.statusAsString() : account.stateAsString();
    if (state == null) {
      throw ACCOUNTS.misunderstood("no state for the account " + account.id());
    }
    return state.equals("ACTIVE");
  }

  private static AccountId accountId(Account account) {
    try {
      return AccountId.of(String.valueOf(account.id()));
    } catch (IllegalArgumentException e) {
      throw ACCOUNTS.misunderstood("the account '" + account.id() + "'");
    }
  }

  /** A role is in the partition of its account. */
  private static String role(Account account, String roleName) {
    Matcher arn = ACCOUNT_ARN.matcher(String.valueOf(account.arn()));
    if (!arn.matches()) {
      throw ACCOUNTS.misunderstood("the ARN '" + account.arn() + "' for an account");
    }
    return "arn:" + arn.group(1) + ":iam::" + account.id() + ":role/" + roleName;
  }

  private List<AwsScope> regions(InAccount in, AwsScopesBuilder builder) {
    AwsClients clients = in.clients();
    List<String> regions = List.of(clients.region().id());
    if (builder.enabledRegions) {
      try {
        regions =
            enabledRegions(CheckedClient.of(clients.ec2(), builder.watch())).stream()
                .filter(code -> !builder.excludedRegions.contains(code))
                .toList();
        if (regions.isEmpty()) {
          throw new EvidenceException(
              "regions",
              "Every enabled region is excluded: exclude fewer than " + builder.excludedRegions);
        }
      } catch (ReadingInterruptedException e) {
        throw e;
      } catch (EvidenceException e) {
        LOG.debug("The regions of {} are not known; the other accounts go on", in.account(), e);
        return List.of(AwsScope.failed(in.account(), in.roleArn(), e));
      }
    } else if (!builder.regions.isEmpty()) {
      regions = builder.regions;
    }
    return regions.stream()
        .map(
            region ->
                new AwsScope(in.account(), in.roleArn(), region, () -> clients.inRegion(region)))
        .toList();
  }

  /** EC2 lists those that are enabled for the account, unless it is asked for all. */
  private static List<String> enabledRegions(CheckedClient<Ec2Client> ec2) {
    List<String> regions =
        REGIONS
            .call(
                ec2,
                Ec2Client::describeRegions,
                DescribeRegionsRequest.builder().allRegions(false).build())
            .regions()
            .stream()
            .map(region -> String.valueOf(region.regionName()))
            .sorted()
            .toList();
    if (regions.isEmpty()) {
      throw REGIONS.misunderstood("no region");
    }
    return regions;
  }
}
