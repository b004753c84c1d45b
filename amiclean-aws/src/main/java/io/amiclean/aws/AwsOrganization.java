package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CallTime;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingLimits;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.ListParentsRequest;
import software.amazon.awssdk.services.organizations.model.Parent;

/**
 * The tree of the organization, as far as it is asked for. What was read once is kept. It needs
 * {@code organizations:ListParents}, which the management account and delegated administrators can
 * have. Thread-safe.
 */
public final class AwsOrganization {

  private static final ReadOperation PARENTS =
      new ReadOperation("organization", "organizations:ListParents");

  /** AWS Organizations User Guide, "Quotas": units are nested five levels deep. */
  private static final int MOST_LEVELS = 5;

  private final AwsClients clients;

  /** The unit above an account or a unit; empty where that is the root. */
  private final Map<String, Optional<String>> parents = new ConcurrentHashMap<>();

  private AwsOrganization(AwsClients clients) {
    this.clients = clients;
  }

  /**
   * Returns the organization of an account.
   *
   * @param clients clients with credentials of its management account, or of a delegated
   *     administrator; nothing is read yet
   * @return the organization
   */
  public static AwsOrganization of(AwsClients clients) {
    return new AwsOrganization(Objects.requireNonNull(clients, "clients"));
  }

  /**
   * Returns the organizational units that hold an account.
   *
   * @param account the account
   * @return the ids of the unit that it is in and of those above that one; empty for an account at
   *     the root
   * @throws io.amiclean.api.model.EvidenceException if Organizations denies them, or answers with
   *     anything else
   * @throws io.amiclean.api.model.ReadingInterruptedException if this thread is interrupted
   */
  public Set<String> unitsHolding(AccountId account) {
    Set<String> units = new LinkedHashSet<>();
    Optional<String> parent = parentOf(account.value());
    while (parent.isPresent()) {
      if (!units.add(parent.get()) || units.size() > MOST_LEVELS) {
        throw PARENTS.misunderstood("more than " + MOST_LEVELS + " units above " + account);
      }
      parent = parentOf(parent.get());
    }
    return Collections.unmodifiableSet(units);
  }

  private Optional<String> parentOf(String child) {
    Optional<String> known = parents.get(child);
    if (known == null) {
      known = readParent(child);
      parents.put(child, known);
    }
    return known;
  }

  private Optional<String> readParent(String child) {
    List<Parent> found =
        PARENTS
            .call(
                CheckedClient.of(
                    clients.organizations(),
                    AwsAccount.watch(ReadingLimits.defaults(), CallTime.SYSTEM)),
                OrganizationsClient::listParents,
                ListParentsRequest.builder().childId(child).build())
            .parents();
    if (found.size() != 1 || found.get(0).id() == null) {
      throw PARENTS.misunderstood(found.size() + " parents of " + child);
    }
    return switch (found.get(0).type()) {
      case ROOT -> Optional.empty();
      case ORGANIZATIONAL_UNIT -> Optional.of(found.get(0).id());
      default ->
          throw PARENTS.misunderstood("the parent " + found.get(0).typeAsString() + " of " + child);
    };
  }
}
