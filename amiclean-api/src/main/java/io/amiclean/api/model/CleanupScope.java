package io.amiclean.api.model;

import io.amiclean.api.internal.AmicleanStyle;
import java.util.regex.Pattern;
import org.immutables.value.Value;

/**
 * A region of an account: the space in which image and snapshot ids are valid and that one plan
 * covers.
 */
@Value.Immutable
@AmicleanStyle
public abstract class CleanupScope {

  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");

  CleanupScope() {}

  /**
   * Returns the scope of a region of an account.
   *
   * @param accountId the account
   * @param region the region by its code, such as {@code eu-west-1}
   * @return the scope
   * @throws IllegalArgumentException if the region is not lower-case words joined by hyphens
   */
  public static CleanupScope of(AccountId accountId, String region) {
    return ImmutableCleanupScope.of(accountId, region);
  }

  /**
   * Returns the account.
   *
   * @return the account
   */
  @Value.Parameter
  public abstract AccountId accountId();

  /**
   * Returns the code of the region, such as {@code eu-west-1}.
   *
   * @return the region
   */
  @Value.Parameter
  public abstract String region();

  @Value.Check
  void check() {
    if (!REGION.matcher(region()).matches()) {
      throw new IllegalArgumentException(
          "'" + region() + "' is no region: expected a code such as eu-west-1");
    }
  }

  /** Returns account and region for people, such as {@code 123456789012/eu-west-1}. */
  @Override
  public final String toString() {
    return accountId() + "/" + region();
  }
}
