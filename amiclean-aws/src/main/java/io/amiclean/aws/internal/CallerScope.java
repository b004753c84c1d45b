package io.amiclean.aws.internal;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ScopeMismatchException;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.call.LogContext;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/**
 * The account that the credentials belong to, in a given region.
 *
 * <p>STS is asked at the first use, and once only; a failure is not remembered. Thread-safe.
 */
public final class CallerScope implements Supplier<CleanupScope> {

  private static final ReadOperation IDENTITY =
      new ReadOperation("account", "sts:GetCallerIdentity");

  private final CheckedClient<StsClient> sts;
  private final String region;
  private final Optional<AccountId> expected;
  private volatile @Nullable CleanupScope scope;

  /**
   * Creates a scope that is not known yet.
   *
   * @param sts the client to ask; the caller owns it
   * @param region the region's code, such as {@code eu-west-1}
   * @param expected the account that the role in use is of by its ARN, or empty without a role
   */
  public CallerScope(CheckedClient<StsClient> sts, String region, Optional<AccountId> expected) {
    this.sts = Objects.requireNonNull(sts, "sts");
    this.region = Objects.requireNonNull(region, "region");
    this.expected = expected;
  }

  /**
   * Returns the region, for which nobody has to be asked.
   *
   * @return the region's code
   */
  public String region() {
    return region;
  }

  /**
   * Returns the scope.
   *
   * @return the account of the credentials, in the given region
   * @throws io.amiclean.api.model.EvidenceException if STS does not return the account
   * @throws ScopeMismatchException if it is not the expected one
   */
  @Override
  public CleanupScope get() {
    CleanupScope known = scope;
    return known == null ? ask() : known;
  }

  /**
   * Does work whose log lines name this scope, as far as it is known.
   *
   * @param <T> what the work returns
   * @param work the work
   * @return what the work returned
   */
  public <T> T logged(Supplier<T> work) {
    return LogContext.within(known(), region, work);
  }

  private Optional<CleanupScope> known() {
    return Optional.ofNullable(scope);
  }

  /** Returns the scope for log lines, as far as it is known; asks nobody. */
  @Override
  public String toString() {
    return known().map(CleanupScope::toString).orElse(region);
  }

  private synchronized CleanupScope ask() {
    CleanupScope known = scope;
    if (known == null) {
      String account =
          IDENTITY
              .call(sts, StsClient::getCallerIdentity, GetCallerIdentityRequest.builder().build())
              .account();
      try {
        known = CleanupScope.of(AccountId.of(String.valueOf(account)), region);
      } catch (IllegalArgumentException e) {
        throw IDENTITY.misunderstood("the account '" + account + "'");
      }
      requireExpected(known);
      scope = known;
    }
    return known;
  }

  /** An endpoint that assumes no roles, for one, answers for the account of the credentials. */
  private void requireExpected(CleanupScope found) {
    if (expected.isPresent() && !expected.get().equals(found.accountId())) {
      throw new ScopeMismatchException(
          IDENTITY.source(),
          CleanupScope.of(expected.get(), region),
          found,
          "the role's ARN names another account than STS does, so check the endpoint and the role");
    }
  }
}
