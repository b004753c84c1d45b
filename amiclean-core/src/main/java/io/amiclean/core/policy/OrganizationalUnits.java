package io.amiclean.core.policy;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.PlanRefusedException;
import java.util.Objects;
import java.util.Set;

/** Which organizational units hold an account. Thread-safe. */
@FunctionalInterface
public interface OrganizationalUnits {

  /**
   * Returns the units that hold an account.
   *
   * @param account the account
   * @return the ids of the unit that it is in and of those above that one, such as {@code
   *     ou-ab12-cdef3456}; empty for an account at the root of the organization
   * @throws io.amiclean.api.model.EvidenceException if they cannot be read
   * @throws PlanRefusedException if nothing knows them
   */
  Set<String> holding(AccountId account);

  /**
   * Returns what knows no organization: what needs one is refused.
   *
   * @param why why none is known, and what would be right
   * @return the units, which are known of no account
   */
  static OrganizationalUnits unknown(String why) {
    Objects.requireNonNull(why, "why");
    return account -> {
      throw new PlanRefusedException(
          "The policy of account "
              + account
              + " depends on its organizational unit, which is not known: "
              + why);
    };
  }
}
