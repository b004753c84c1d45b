package io.amiclean.core.policy;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.policy.CleanupPolicy;
import java.util.Collections;
import java.util.SortedSet;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A policy, and the scopes that it is for: those of which each given list holds the account, the
 * region or a unit of the account. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class ScopePolicy {

  private static final Pattern UNIT = Pattern.compile("ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  ScopePolicy() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without policy and scopes
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the accounts.
   *
   * @return the accounts; empty for any
   */
  @Value.NaturalOrder
  public abstract SortedSet<AccountId> accounts();

  /**
   * Returns the regions.
   *
   * @return the names, such as {@code eu-west-1}; empty for any
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> regions();

  /**
   * Returns the organizational units.
   *
   * @return the ids, such as {@code ou-ab12-cdef3456}; empty for any
   */
  @Value.NaturalOrder
  public abstract SortedSet<String> organizationalUnits();

  /**
   * Returns the policy of these scopes.
   *
   * @return the policy
   */
  public abstract CleanupPolicy policy();

  /** The units are asked for only if they decide. */
  final boolean isFor(CleanupScope scope, OrganizationalUnits units) {
    return (accounts().isEmpty() || accounts().contains(scope.accountId()))
        && (regions().isEmpty() || regions().contains(scope.region()))
        && (organizationalUnits().isEmpty()
            || !Collections.disjoint(organizationalUnits(), units.holding(scope.accountId())));
  }

  /** Whether each scope that another one is for is one that this is for, by the lists alone. */
  final boolean covers(ScopePolicy other) {
    return covers(accounts(), other.accounts())
        && covers(regions(), other.regions())
        && covers(organizationalUnits(), other.organizationalUnits());
  }

  private static <T> boolean covers(SortedSet<T> these, SortedSet<T> others) {
    return these.isEmpty() || (!others.isEmpty() && these.containsAll(others));
  }

  @Value.Check
  void check() {
    if (accounts().isEmpty() && regions().isEmpty() && organizationalUnits().isEmpty()) {
      throw new IllegalArgumentException(
          "The policy is for no scope: expected accounts, regions or organizationalUnits");
    }
    requireForm(regions(), REGION, "no region: expected one such as eu-west-1");
    requireForm(
        organizationalUnits(),
        UNIT,
        "no id of an organizational unit: expected one such as ou-ab12-cdef3456");
  }

  private static void requireForm(SortedSet<String> values, Pattern form, String expected) {
    for (String value : values) {
      if (!form.matcher(value).matches()) {
        throw new IllegalArgumentException("'" + value + "' is " + expected);
      }
    }
  }

  /** Builds a {@link ScopePolicy}; {@code policy} has to be set. Not thread-safe. */
  public static final class Builder extends ImmutableScopePolicy.Builder {
    Builder() {}
  }
}
