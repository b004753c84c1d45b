package io.amiclean.core.policy;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.policy.CleanupPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What a policy file says: one policy for all scopes, or policies of which the first that is for a
 * scope counts, with a default for all others. Immutable and thread-safe.
 */
@Value.Immutable
@AmicleanStyle
public abstract class PoliciesByScope {

  PoliciesByScope() {}

  /**
   * Returns a new builder.
   *
   * @return a builder without policies
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns one policy for all scopes.
   *
   * @param policy the policy
   * @return the policies
   */
  public static PoliciesByScope ofAll(CleanupPolicy policy) {
    Objects.requireNonNull(policy, "policy");
    return builder().otherwise(policy).build();
  }

  /**
   * Returns what people call these policies.
   *
   * @return the name; a policy that has none of its own has this one
   */
  public abstract Optional<String> name();

  /**
   * Returns the policies of certain scopes.
   *
   * @return the policies, of which the first that is for a scope counts
   */
  public abstract List<ScopePolicy> policies();

  /**
   * Returns the policy of all other scopes.
   *
   * @return the default, or empty if other scopes are refused
   */
  public abstract Optional<CleanupPolicy> otherwise();

  /**
   * Returns the policy that is for every scope.
   *
   * @return the policy, or empty if there are policies of certain scopes
   */
  public final Optional<CleanupPolicy> single() {
    return policies().isEmpty() ? otherwise().map(this::named) : Optional.empty();
  }

  /**
   * Returns every policy, whatever scopes it is for.
   *
   * @return the policies in their order, the default last
   */
  public final List<CleanupPolicy> all() {
    return Stream.concat(policies().stream().map(ScopePolicy::policy), otherwise().stream())
        .map(this::named)
        .toList();
  }

  /**
   * Returns whether a policy depends on the organizational unit of an account.
   *
   * @return whether one does
   */
  public final boolean nameOrganizationalUnits() {
    return policies().stream().anyMatch(policy -> !policy.organizationalUnits().isEmpty());
  }

  /**
   * Returns the policy of a scope.
   *
   * @param scope the scope
   * @param units which organizational units hold its account; asked only if that decides
   * @return the first policy that is for the scope, or the default
   * @throws PlanRefusedException if no policy is for the scope and there is no default, or if its
   *     units decide and are not known
   */
  public final CleanupPolicy policyFor(CleanupScope scope, OrganizationalUnits units) {
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(units, "units");
    return policies().stream()
        .filter(policy -> policy.isFor(scope, units))
        .map(ScopePolicy::policy)
        .findFirst()
        .or(this::otherwise)
        .map(this::named)
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    "No policy is for "
                        + scope
                        + name().map(name -> " in '" + name + "'").orElse("")
                        + ": expected one of its account or region, or a default"));
  }

  private CleanupPolicy named(CleanupPolicy policy) {
    return policy.name().isPresent() || name().isEmpty()
        ? policy
        : CleanupPolicy.builder().from(policy).name(name().get()).build();
  }

  @Value.Check
  void check() {
    if (policies().isEmpty() && otherwise().isEmpty()) {
      throw new IllegalArgumentException("There is no policy: expected at least one");
    }
    for (int later = 1; later < policies().size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        if (policies().get(earlier).covers(policies().get(later))) {
          throw new IllegalArgumentException(
              "Number "
                  + (later + 1)
                  + " of the policies is never reached: number "
                  + (earlier + 1)
                  + " is for all its scopes; expected it before that one");
        }
      }
    }
  }

  /**
   * Builds {@link PoliciesByScope}; {@code policies}, or a default instead, has to be set. Not
   * thread-safe.
   */
  public static final class Builder extends ImmutablePoliciesByScope.Builder {
    Builder() {}
  }
}
