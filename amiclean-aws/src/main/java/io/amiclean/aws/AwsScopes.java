package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.CallerScope;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
import software.amazon.awssdk.services.organizations.model.ListAccountsResponse;

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

  private AwsScopes(AwsClients own, Builder builder) {
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
  public static Builder builder() {
    return new Builder();
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
   * are enabled; for {@link AwsClients.Builder#fallbackRegion}.
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
   * @return the scopes
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

  private List<InAccount> accounts(AwsClients own, Builder builder) {
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

  private InAccount assuming(AwsClients own, AccountId account, String role, Builder builder) {
    return new InAccount(account, role, opened(own.withRole(role, builder.session())));
  }

  private static AccountId callersAccount(AwsClients clients, Builder builder) {
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
        token ->
            ListAccountsRequest.builder().maxResults(ACCOUNTS_PER_PAGE).nextToken(token).build(),
        ListAccountsResponse::nextToken,
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

  /** Organizations tells the state; endpoints that do not yet, tell the status before it. */
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

  private List<AwsScope> regions(InAccount in, Builder builder) {
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
                AwsScope.of(in.account(), in.roleArn(), region, () -> clients.inRegion(region)))
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

  /** Builds {@link AwsScopes}. Not thread-safe. */
  public static final class Builder {

    private List<String> regions = List.of();
    private boolean enabledRegions;
    private Set<String> excludedRegions = Set.of();
    private Map<AccountId, String> roles = Map.of();
    private @Nullable String roleName;
    private @Nullable String externalId;
    private @Nullable String sessionName;
    private @Nullable String sessionPolicy;
    private ReadingLimits limits = ReadingLimits.defaults();

    private Builder() {}

    private CallWatch watch() {
      return AwsAccount.watch(limits, CallTime.SYSTEM);
    }

    /**
     * Sets the regions; by default that of the clients.
     *
     * @param codes the regions' codes, such as {@code eu-west-1}, in the order of the scopes
     * @return this builder
     * @throws IllegalArgumentException if there is none, one stands there twice or is no code of a
     *     region
     */
    public Builder regions(Collection<String> codes) {
      Set<String> seen = new LinkedHashSet<>();
      for (String code : codes) {
        if (!seen.add(AwsNames.requireRegion(code))) {
          throw new IllegalArgumentException("The region " + code + " stands twice: expected once");
        }
      }
      if (seen.isEmpty()) {
        throw new IllegalArgumentException("There is no region: expected one or more");
      }
      this.regions = List.copyOf(seen);
      return this;
    }

    /**
     * Takes the regions that are enabled in each account, which EC2 is asked for in each. An
     * account that does not tell them is one scope that {@linkplain AwsScope#clients() fails}. It
     * needs {@code ec2:DescribeRegions}.
     *
     * @return this builder
     */
    public Builder enabledRegions() {
      this.enabledRegions = true;
      return this;
    }

    /**
     * Leaves regions out of those that are {@linkplain #enabledRegions() enabled}, such as regions
     * that a service control policy closes; by default none. One that is not enabled is not there
     * anyway.
     *
     * @param codes the regions' codes
     * @return this builder
     * @throws IllegalArgumentException if one is no code of a region
     */
    public Builder excludeRegions(Collection<String> codes) {
      codes.forEach(AwsNames::requireRegion);
      this.excludedRegions = Set.copyOf(codes);
      return this;
    }

    /**
     * Takes the accounts of roles, which are assumed with the credentials of the clients; by
     * default the account of these credentials is taken. See {@link AwsClients.Builder#assumeRole}.
     *
     * @param arns the roles, one of each account, in the order of the scopes
     * @return this builder
     * @throws IllegalArgumentException if there is none, two are of the same account, or one is no
     *     ARN of a role
     */
    public Builder roles(Collection<String> arns) {
      Map<AccountId, String> inOrder = new LinkedHashMap<>();
      for (String arn : arns) {
        AccountId account = accountOf(arn);
        String other = inOrder.putIfAbsent(account, arn);
        if (other != null) {
          throw new IllegalArgumentException(
              "The account "
                  + account
                  + " stands twice, with the roles "
                  + other
                  + " and "
                  + arn
                  + ": expected one role of each account");
        }
      }
      if (inOrder.isEmpty()) {
        throw new IllegalArgumentException("There is no role: expected one or more");
      }
      this.roles = inOrder;
      return this;
    }

    /**
     * Takes the active accounts of the organization, each with a role of this name, which is
     * assumed with the credentials of the clients. The account of these credentials is worked on
     * with them, without a role. It needs {@code organizations:ListAccounts}, which the management
     * account and delegated administrators can have.
     *
     * @param name the name of the role in each account, without a path
     * @return this builder
     * @throws IllegalArgumentException if it is no name of a role
     */
    public Builder organizationAccounts(String name) {
      this.roleName = AwsNames.requireRoleName(name);
      return this;
    }

    /**
     * Sets the external id that the trust policies of the roles ask for; by default none is sent.
     *
     * @param value 2 to 1224 letters, digits and {@code _+=,.@:/-}
     * @return this builder
     * @throws IllegalArgumentException if it is no external id
     */
    public Builder externalId(String value) {
      Objects.requireNonNull(value, "value");
      this.externalId = AwsNames.requireExternalId(value);
      return this;
    }

    /**
     * Sets what CloudTrail calls the sessions with the roles; by default {@code amiclean}.
     *
     * @param value the name
     * @return this builder
     * @throws IllegalArgumentException if it is no name of a session
     */
    public Builder sessionName(String value) {
      Objects.requireNonNull(value, "value");
      this.sessionName = AwsNames.requireSessionName(value);
      return this;
    }

    /**
     * Limits what the sessions with the roles may do, as {@link
     * AwsClients.Builder#sessionPolicy(String)} does.
     *
     * @param policy the policy as JSON; STS takes 2,048 characters at most
     * @return this builder
     * @throws IllegalArgumentException if it is too long, even without its spaces
     */
    public Builder sessionPolicy(String policy) {
      Objects.requireNonNull(policy, "policy");
      this.sessionPolicy = AwsNames.requireSessionPolicy(policy);
      return this;
    }

    private RoleSession session() {
      return new RoleSession(sessionName, externalId, sessionPolicy);
    }

    /**
     * Sets how much is read, and for how long, to find the scopes; by default {@linkplain
     * ReadingLimits#defaults() far more} than there is. Reading a scope has {@linkplain
     * AwsAccount.Builder#limits limits} of its own.
     *
     * @param value the limits
     * @return this builder
     */
    public Builder limits(ReadingLimits value) {
      this.limits = Objects.requireNonNull(value, "value");
      return this;
    }

    /**
     * Finds the scopes. AWS is called for what is not given: EC2 for the regions of each account,
     * Organizations for the accounts.
     *
     * @param clients the credentials to work with or to assume roles with, the endpoint, and the
     *     region where no other is asked for. The caller closes them, after the scopes.
     * @return the scopes, to be closed by the caller
     * @throws IllegalStateException if regions are given and all enabled ones asked for, roles are
     *     given and those of the organization asked for, or there is an external id but no role
     * @throws EvidenceException if Organizations does not tell the accounts
     * @throws ReadingInterruptedException if this thread is interrupted
     */
    public AwsScopes open(AwsClients clients) {
      if (enabledRegions && !regions.isEmpty()) {
        throw new IllegalStateException(
            "The regions " + regions + ", and all that are enabled: expected one of them");
      }
      if (!enabledRegions && !excludedRegions.isEmpty()) {
        throw new IllegalStateException(
            "The regions "
                + excludedRegions
                + " are excluded, but not all that are enabled are asked for: expected both");
      }
      if (roleName != null && !roles.isEmpty()) {
        throw new IllegalStateException(
            "The roles " + roles.values() + ", and the organization's: expected one of them");
      }
      if (session().isGiven() && roleName == null && roles.isEmpty()) {
        throw new IllegalStateException("An external id without a role: set the roles to assume");
      }
      return new AwsScopes(clients, this);
    }
  }
}
