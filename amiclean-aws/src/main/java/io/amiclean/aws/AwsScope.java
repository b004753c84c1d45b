package io.amiclean.aws;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.EvidenceException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A region of an account that is to be worked on, as {@link AwsScopes} found it. Thread-safe.
 *
 * <p>Its account is known for sure only to STS: {@link AwsAccount#scope()} asks for it.
 */
public final class AwsScope {

  private final @Nullable AccountId accountId;
  private final @Nullable String roleArn;
  private final @Nullable String region;
  private final Supplier<AwsClients> opening;
  private @Nullable AwsClients clients;
  private boolean closed;

  AwsScope(
      @Nullable AccountId accountId,
      @Nullable String roleArn,
      @Nullable String region,
      Supplier<AwsClients> opening) {
    this.accountId = accountId;
    this.roleArn = roleArn;
    this.region = region;
    this.opening = opening;
  }

  /** Stands for all regions of an account of which these are not known. */
  static AwsScope failed(
      @Nullable AccountId accountId, @Nullable String roleArn, EvidenceException failure) {
    return new AwsScope(
        accountId,
        roleArn,
        null,
        () -> {
          throw new EvidenceException(
              failure.source(), String.valueOf(failure.getMessage()), failure);
        });
  }

  /**
   * Returns the account that the role is of.
   *
   * @return the account, or empty if there is no role
   */
  public Optional<AccountId> accountId() {
    return Optional.ofNullable(accountId);
  }

  /**
   * Returns the role that is assumed in the account, with which another process opens the same
   * scope.
   *
   * @return the ARN of the role, or empty if the account is worked on with the credentials given
   */
  public Optional<String> roleArn() {
    return Optional.ofNullable(roleArn);
  }

  /**
   * Returns the code of the region.
   *
   * @return the region, or empty if the regions of the account could not be read
   */
  public Optional<String> region() {
    return Optional.ofNullable(region);
  }

  /**
   * Returns the clients of the scope, which are opened at the first call. They are closed by {@link
   * #release()}, and with the {@link AwsScopes} that the scope comes from.
   *
   * @return the clients, the same at each call until they are released
   * @throws EvidenceException if the regions of the account could not be read, such as because its
   *     role cannot be assumed
   * @throws IllegalStateException if the {@link AwsScopes} is closed
   */
  public synchronized AwsClients clients() {
    if (closed) {
      throw new IllegalStateException("The clients of " + this + " are closed");
    }
    AwsClients open = clients;
    if (open == null) {
      open = opening.get();
      clients = open;
    }
    return open;
  }

  /**
   * Closes the clients of the scope, which take memory and connections; {@link #clients()} opens
   * new ones. Use it when thousands of scopes are worked on.
   */
  public synchronized void release() {
    if (clients != null) {
      clients.close();
      clients = null;
    }
  }

  synchronized void close() {
    release();
    closed = true;
  }

  /** Returns account and region as far as they are known, such as {@code eu-west-1}. */
  @Override
  public String toString() {
    return accountId().map(account -> account + "/").orElse("") + region().orElse("all regions");
  }
}
