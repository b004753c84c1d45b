package io.amiclean.aws;

import org.jspecify.annotations.Nullable;

/**
 * How a role is assumed.
 *
 * @param name what CloudTrail calls the session; {@code null} for {@code amiclean}
 * @param externalId what the role's trust policy may ask for, or {@code null}
 * @param policy an IAM policy that limits what the session may do, or {@code null}
 */
record RoleSession(@Nullable String name, @Nullable String externalId, @Nullable String policy) {

  private static final String AMICLEAN = "amiclean";

  /** Whether anything is set. */
  boolean isGiven() {
    return name != null || externalId != null || policy != null;
  }

  String nameOrDefault() {
    return name == null ? AMICLEAN : name;
  }
}
