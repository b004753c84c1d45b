package io.amiclean.examples.organization;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsScope;
import io.amiclean.aws.AwsScopes;
import io.amiclean.aws.AwsScopesBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The active accounts of an organization of AWS, each by a role, in some or all regions. */
public final class AwsScopeSource implements ScopeSource {

  private final AwsClients hub;
  private final String roleName;
  private final List<String> regions;
  private final Optional<String> externalId;

  /**
   * Works on the organization of an account that may list it: the management account, or a
   * delegated administrator.
   *
   * @param hub the clients of that account, which the caller closes
   * @param roleName the name of the role in each other account
   * @param regions the codes of the regions; empty for those that are enabled in each account
   * @param externalId what the trust policies of the roles ask for, if they do
   */
  public AwsScopeSource(
      AwsClients hub, String roleName, List<String> regions, Optional<String> externalId) {
    this.hub = hub;
    this.roleName = roleName;
    this.regions = List.copyOf(regions);
    this.externalId = externalId;
  }

  @Override
  public List<OrganizationScope> list(BiConsumer<String, EvidenceException> unreadable) {
    AwsScopesBuilder all = AwsScopes.builder().organizationAccounts(roleName);
    externalId.ifPresent(all::externalId);
    List<OrganizationScope> found = new ArrayList<>();
    try (AwsScopes scopes =
        (regions.isEmpty() ? all.enabledRegions() : all.regions(regions)).open(hub)) {
      for (AwsScope scope : scopes.list()) {
        try {
          scope.clients();
          found.add(
              new OrganizationScope(
                  scope.accountId().orElseThrow().value(),
                  scope.region().orElseThrow(),
                  scope.roleArn().orElse("")));
        } catch (EvidenceException e) {
          unreadable.accept(scope.toString(), e);
        }
        scope.release();
      }
    }
    return found;
  }

  @Override
  public Opened open(OrganizationScope scope) {
    AwsScopesBuilder one = AwsScopes.builder().regions(List.of(scope.region()));
    if (!scope.role().isEmpty()) {
      one.roles(List.of(scope.role()));
      externalId.ifPresent(one::externalId);
    }
    AwsScopes scopes = one.open(hub);
    AwsAccount account = AwsAccount.builder().clients(scopes.list().get(0).clients()).build();
    return new Opened(account, account.operations(), account.lifecycle(), scopes::close);
  }
}
