package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.source.ReadingLimits;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds {@link AwsScopes}. Not thread-safe. */
public final class AwsScopesBuilder {

  List<String> regions = List.of();
  boolean enabledRegions;
  Set<String> excludedRegions = Set.of();
  Map<AccountId, String> roles = Map.of();
  @Nullable String roleName;
  RoleSession session = RoleSession.DEFAULT;
  ReadingLimits limits = ReadingLimits.defaults();

  AwsScopesBuilder() {}

  CallWatch watch() {
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
  public AwsScopesBuilder regions(Collection<String> codes) {
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
   * Takes the regions that are enabled in each account, which EC2 is asked for in each. An account
   * whose regions cannot be read is one scope that {@linkplain AwsScope#clients() fails}. It needs
   * {@code ec2:DescribeRegions}.
   *
   * @return this builder
   */
  public AwsScopesBuilder enabledRegions() {
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
  public AwsScopesBuilder excludeRegions(Collection<String> codes) {
    codes.forEach(AwsNames::requireRegion);
    this.excludedRegions = Set.copyOf(codes);
    return this;
  }

  /**
   * Takes the accounts of roles, which are assumed with the credentials of the clients; by default
   * the account of these credentials is taken. See {@link AwsClientsBuilder#assumeRole}.
   *
   * @param arns the roles, one of each account, in the order of the scopes
   * @return this builder
   * @throws IllegalArgumentException if there is none, two are of the same account, or one is no
   *     ARN of a role
   */
  public AwsScopesBuilder roles(Collection<String> arns) {
    Map<AccountId, String> inOrder = new LinkedHashMap<>();
    for (String arn : arns) {
      AccountId account = AwsScopes.accountOf(arn);
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
   * Takes the active accounts of the organization, each with a role of this name, which is assumed
   * with the credentials of the clients. The account of these credentials is worked on with them,
   * without a role. It needs {@code organizations:ListAccounts}, which the management account and
   * delegated administrators can have.
   *
   * @param name the name of the role in each account, without a path
   * @return this builder
   * @throws IllegalArgumentException if it is no name of a role
   */
  public AwsScopesBuilder organizationAccounts(String name) {
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
  public AwsScopesBuilder externalId(String value) {
    this.session = session.withExternalId(value);
    return this;
  }

  /**
   * Sets what CloudTrail calls the sessions with the roles; by default {@code amiclean}.
   *
   * @param value the name
   * @return this builder
   * @throws IllegalArgumentException if it is no name of a session
   */
  public AwsScopesBuilder sessionName(String value) {
    this.session = session.withName(value);
    return this;
  }

  /**
   * Limits what the sessions with the roles may do, as {@link
   * AwsClientsBuilder#sessionPolicy(String)} does.
   *
   * @param policy the policy as JSON; STS takes 2,048 characters at most
   * @return this builder
   * @throws IllegalArgumentException if it is too long, even without its spaces
   */
  public AwsScopesBuilder sessionPolicy(String policy) {
    this.session = session.withPolicy(policy);
    return this;
  }

  /**
   * Sets how much is read, and for how long, to find the scopes; by default {@linkplain
   * ReadingLimits#defaults() far more} than there is. Reading a scope has {@linkplain
   * AwsAccountBuilder#limits limits} of its own.
   *
   * @param value the limits
   * @return this builder
   */
  public AwsScopesBuilder limits(ReadingLimits value) {
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
   * @throws EvidenceException if Organizations does not return the accounts
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
    if (session.isGiven() && roleName == null && roles.isEmpty()) {
      throw new IllegalStateException("An external id without a role: set the roles to assume");
    }
    return new AwsScopes(clients, this);
  }
}
